import { AssociationSpec, MoveSpec, association, preflight } from '../cloudformation/declared';
import type { ResourceSpec, Template } from '../cloudformation/stack';

/** What somebody declares: associations by logical id, and perhaps a migration of some connections. */
export interface Plan {
  readonly associations: Readonly<Record<string, AssociationSpec>>;
  readonly migration?: MigrationPlan;
  /** After how many milliseconds of the deployment a sibling resource fails. */
  readonly siblingFailsAfterMs?: number;
  /** Whether what fails is left as it is. */
  readonly disableRollback?: boolean;
}

export interface MigrationPlan {
  readonly moves: readonly MoveSpec[];
  readonly originalParentId?: string;
  readonly maxConcurrent: number;
  readonly takeOver?: boolean;
}

/** The logical id of the preflight of a plan's migration. */
export const PREFLIGHT = 'Fleet';

/** The template of a plan; the logical id of an association of a migration is that of its connection. */
export function templateOf(plan: Plan, logicalIdOf: (connectionId: string) => string): Template {
  const { associations, migration, siblingFailsAfterMs } = plan;
  const moved = migration?.moves.map(({ connectionId }) => connectionId) ?? [];
  const alone = Object.entries(associations)
    .filter(([, { connectionId }]) => !moved.includes(connectionId))
    .map(([logicalId, spec]) => [logicalId, association(spec)] as const);
  const together = migration === undefined ? {} : resourcesOf(migration, logicalIdOf);
  return { resources: { ...Object.fromEntries(alone), ...together }, siblingFailsAfterMs };
}

/** As the construct renders it: the preflight, and lanes of associations that wait for it and for each other. */
function resourcesOf(
  migration: MigrationPlan,
  logicalIdOf: (connectionId: string) => string,
): Record<string, ResourceSpec> {
  const { moves, originalParentId, maxConcurrent, takeOver } = migration;
  const associations = moves.map((move, index) => {
    const before = moves[index - maxConcurrent];
    const spec = association({ ...move, originalParentId, takeOver, migration: PREFLIGHT }, [
      before === undefined ? PREFLIGHT : logicalIdOf(before.connectionId),
    ]);
    return [logicalIdOf(move.connectionId), spec] as const;
  });
  return {
    [PREFLIGHT]: preflight(moves, originalParentId),
    ...Object.fromEntries(associations),
  };
}
