import type { Declared, DeclaredRecorder } from './app';

/** The parents of a run. */
export interface Parents {
  /** Where the connection was found, and where it is left. */
  readonly origin: string;
  readonly target: string;
  /** Where updates put it: a second parent, or the origin. */
  readonly other: string;
}

export type StepName =
  | 'by hand'
  | 'create'
  | 'update'
  | 'update back'
  | 'failed update'
  | 'clean-up'
  | 'cancelled create'
  | 'create without rollback'
  | 'retry'
  | 'destroy';

/** A step that deploys, or destroys. */
export interface Step {
  readonly name: StepName;
  /** What it does, for the person who has to agree. */
  readonly text: string;
  /** The parents that the connection is on one after the other, at most: each is one interruption. */
  readonly moves: readonly string[];
  /** Where it has to be at the end. */
  readonly endsOn: string;
  /** What is deployed; without it everything is destroyed. */
  readonly declared?: Declared;
  /** Whether the deployment has to fail. */
  readonly fails?: boolean;
  /** Further arguments of the CLI. */
  readonly args?: readonly string[];
}

/** Updated in every step, and never the cause of anything. */
const witness = (revision: number): DeclaredRecorder => ({
  label: 'Witness',
  revision: String(revision),
  onCreate: 'succeed',
  onDelete: 'succeed',
});

export const LEAVING = 'Leaving';

/** Cannot be deleted until it is told so. */
const leaving: DeclaredRecorder = {
  label: LEAVING,
  revision: '1',
  onCreate: 'succeed',
  onDelete: 'fail until told',
};

/** Begins when the association is where it has to be. */
const after = (label: string, onCreate: DeclaredRecorder['onCreate']): DeclaredRecorder => ({
  ...{ label, revision: '1', onCreate, onDelete: 'succeed', isAfterAssociation: true },
});

/** Begins together with the association, where anything does. */
const beside = (label: string, onCreate: DeclaredRecorder['onCreate']): DeclaredRecorder => ({
  ...{ label, revision: '1', onCreate, onDelete: 'succeed' },
});

function on(parent: string, revision: number, ...more: DeclaredRecorder[]): Declared {
  return { parent, recorders: [witness(revision), ...more] };
}

/**
 * Two that are created beside the association: one fails when it is told to, the other one waits meanwhile. What creates
 * one after the other, in the order of their names, comes to them after the association.
 */
export const FAILING = 'SiblingThatFails';
export const WAITING = 'SiblingThatWaits';

const NO_ROLLBACK = ['--no-rollback'];

/** The steps through CloudFormation, in their order. Each begins where the one before it has left the connection. */
export function planSteps(parents: Parents): Step[] {
  const { origin, target } = parents;
  return [
    {
      name: 'create',
      text: `create: to ${target}`,
      moves: [target],
      endsOn: target,
      declared: on(target, 1),
    },
    ...planUpdates(parents),
    {
      name: 'clean-up',
      text: `the association leaves its stack: back to ${origin}`,
      moves: [origin],
      endsOn: origin,
      declared: { recorders: [witness(5)] },
    },
    ...planCreates(parents),
    { name: 'destroy', text: `destroy: back to ${origin}`, moves: [origin], endsOn: origin },
  ];
}

function planUpdates({ target, other }: Parents): Step[] {
  return [
    {
      name: 'update',
      text: `update: to ${other}`,
      moves: [other],
      endsOn: other,
      declared: on(other, 2, leaving),
    },
    {
      name: 'update back',
      text: `update: to ${target}`,
      moves: [target],
      endsOn: target,
      declared: on(target, 3, leaving),
    },
    {
      name: 'failed update',
      text: `an update to ${other} whose sibling fails: rolled back to ${target}`,
      moves: [other, target],
      endsOn: target,
      declared: on(other, 4, leaving, after('FailingUpdate', 'fail')),
      fails: true,
    },
  ];
}

function planCreates({ origin, target }: Parents): Step[] {
  return [
    {
      name: 'cancelled create',
      text: `a create to ${target} that is cancelled while it is in progress: back to ${origin}`,
      moves: [target, origin],
      endsOn: origin,
      declared: on(target, 6, beside(FAILING, 'fail when told'), beside(WAITING, 'wait until told')),
      fails: true,
    },
    {
      name: 'create without rollback',
      text: `a create to ${target} whose sibling fails, with --no-rollback: it stays there`,
      moves: [target],
      endsOn: target,
      declared: on(target, 7, after('FailingOnce', 'fail')),
      fails: true,
      args: NO_ROLLBACK,
    },
    {
      name: 'retry',
      text: 'the same again, and the sibling succeeds',
      moves: [],
      endsOn: target,
      declared: on(target, 7, after('FailingOnce', 'succeed')),
      args: NO_ROLLBACK,
    },
  ];
}

/** What the person who runs the test reads: the step through the API alone comes first. */
export function describePlan(parents: Parents): { text: string; interruptions: number }[] {
  const { origin, target } = parents;
  return [
    { text: `by the API alone: to ${target}, and back to ${origin}`, interruptions: 2 },
    ...planSteps(parents).map(({ text, moves }) => ({ text, interruptions: moves.length })),
  ];
}
