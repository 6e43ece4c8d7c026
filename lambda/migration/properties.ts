import type { CdkCustomResourceEvent } from 'aws-lambda';
import type { PreflightProperties } from '../../lib/contract';
import { TerminalError } from '../outcome';
import { connectionIdOf, originalParentIdOf, parentIdOf, show, timeoutMsOf } from '../properties';

/** The desired state of a migration: the properties of its preflight, checked. */
export interface DesiredMigration {
  readonly connectionIds: readonly string[];
  readonly parentId: string;
  readonly originalParentId?: string;
  readonly timeoutMs: number;
}

/** @throws TerminalError naming the property, its value, what was expected, and the prop of the construct to correct. */
export function parseMigration(event: Pick<CdkCustomResourceEvent, 'ResourceProperties'>): DesiredMigration {
  const properties = event.ResourceProperties as Partial<PreflightProperties>;
  return {
    connectionIds: connectionIdsOf(properties.connectionIds),
    parentId: parentIdOf('parentConnectionId', properties.parentConnectionId, 'parent'),
    originalParentId: originalParentIdOf(properties.originalParentConnectionId),
    timeoutMs: timeoutMsOf(properties.timeoutSeconds),
  };
}

function connectionIdsOf(value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new TerminalError(
      `connectionIds is ${show(value)}: expected a list of hosted connections' ids; correct the construct's connectionIds`,
    );
  }
  const ids = value.map(connectionIdOf);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated === undefined) return ids;
  throw new TerminalError(
    `connectionIds lists ${repeated} twice: expected each connection once; remove one, which may be a token`,
  );
}
