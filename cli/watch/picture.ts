import type { Claim } from '../../lambda/association/claim';
import { stackNameOf } from '../../lambda/cloudformation/owner';
import { ASSOCIATION_TYPE } from '../../lib/contract';
import type { ReadClaim } from '../aws/claims';
import { DeclaredConnections, Watched, watchOne } from './connection';
import { Failure, StackOperation, isOver } from './operation';
import { hasEnded } from './steps';

/** What one look has shown of a stack whose deployment is followed. */
export interface FollowedStack {
  readonly operation: StackOperation;
  /** What its template declares; undefined: not known. */
  readonly template?: DeclaredConnections;
}

/** What one look has shown. */
export interface Look {
  /** In milliseconds. */
  readonly at: number;
  readonly stacks: readonly FollowedStack[];
  /** The names of stacks whose deployment has not begun. */
  readonly awaited: readonly string[];
  readonly claims: readonly ReadClaim[];
  /** Whether there is a table of claims at all. */
  readonly hasTable: boolean;
}

/** How far the deployments have come, all together. */
export interface Progress {
  readonly done: number;
  /** Of how many; undefined where that is not known. */
  readonly total?: number;
  /** Whether connections are being brought back. */
  readonly isBack: boolean;
  readonly interrupted: number;
  readonly failed: number;
  /** How long it will still take, if it goes on as until now. */
  readonly secondsLeft?: number;
}

/** A resource that has failed, and the connection of it, if it is an association. */
export interface FailedResource extends Failure {
  readonly stackId: string;
  readonly connectionId?: string;
}

/** Everything that is known of the deployments that are followed. */
export interface Picture {
  readonly at: number;
  readonly stacks: readonly StackOperation[];
  readonly awaited: readonly string[];
  readonly connections: readonly Watched[];
  readonly failures: readonly FailedResource[];
  readonly progress: Progress;
}

/** The picture after one more look. */
export function nextPicture(before: Picture | undefined, look: Look): Picture {
  const stacks = look.stacks.map(({ operation }) => operation);
  const connections = look.stacks.flatMap((stack) => connectionsOf(stack, look, before));
  const failures = stacks.flatMap((stack) => failuresOf(stack, connections));
  const failed = failures.filter(({ type }) => type === ASSOCIATION_TYPE).length;
  const progress = { ...progressOf(look, connections), failed };
  return { at: look.at, stacks, awaited: look.awaited, connections, failures, progress };
}

/** The name of the stack of a connection, and its logical id: what stands for it where its own id is not known. */
export function placeOf({ stackId, logicalId }: Pick<Watched, 'stackId' | 'logicalId'>): string {
  return `${stackNameOf(stackId)}/${logicalId}`;
}

function connectionsOf(stack: FollowedStack, look: Look, before: Picture | undefined): Watched[] {
  const { operation, template } = stack;
  const { stackId, resources } = operation;
  const claims = claimsOf(stackId, look.claims);
  const ours = [...resources].flatMap(([id, { type }]) => (type === ASSOCIATION_TYPE ? [id] : []));
  const logicalIds = new Set([...(template?.keys() ?? []), ...ours, ...claims.keys()]);
  return [...logicalIds].flatMap((logicalId) => {
    const known = before?.connections.find(
      (each) => each.stackId === stackId && each.logicalId === logicalId,
    );
    const [resource, claim] = [resources.get(logicalId), claims.get(logicalId)];
    return watchOne({ operation, logicalId, resource, template, claim }, known) ?? [];
  });
}

/** By logical id. */
function claimsOf(stackId: string, claims: readonly ReadClaim[]): ReadonlyMap<string, Claim> {
  const own = claims.flatMap((each) =>
    'claim' in each && each.claim.owner.stackId === stackId ? [each.claim] : [],
  );
  return new Map(own.map((claim) => [claim.owner.logicalResourceId, claim]));
}

function failuresOf(
  { stackId, failures }: StackOperation,
  connections: readonly Watched[],
): FailedResource[] {
  return failures.map((failure) => {
    const { connectionId } =
      connections.find((each) => each.stackId === stackId && each.logicalId === failure.logicalId) ?? {};
    return { ...failure, stackId, connectionId };
  });
}

function progressOf({ at, stacks }: Look, connections: readonly Watched[]): Omit<Progress, 'failed'> {
  const backOf = new Map(stacks.map(({ operation }) => [operation.stackId, operation.backSince]));
  // What was refused has nothing to be brought back.
  const counted = connections.filter(
    ({ stackId, step }) => backOf.get(stackId) === undefined || step !== 'failed',
  );
  const isDone = ({ stackId, step, begunAt = 0 }: Watched) =>
    step !== 'failed' && hasEnded(step) && begunAt >= (backOf.get(stackId) ?? 0);
  const done = counted.filter(isDone).length;
  const total = stacks.every(isTotalKnown(connections)) ? counted.length : undefined;
  const begun = Math.min(
    ...counted.map(({ stackId, begunAt = at }) => Math.max(begunAt, backOf.get(stackId) ?? 0)),
  );
  return {
    done,
    total,
    isBack: stacks.some(({ operation }) => operation.backSince !== undefined),
    interrupted: connections.filter(({ interruptedSince }) => interruptedSince !== undefined).length,
    secondsLeft:
      total === undefined || done === 0 ? undefined : ((at - begun) / 1000 / done) * (total - done),
  };
}

/** How many an update comes to is known only if the template says what is new. */
function isTotalKnown(connections: readonly Watched[]): (stack: FollowedStack) => boolean {
  return ({ operation, template }) => {
    if (operation.backSince !== undefined || isOver(operation)) return true;
    if (template === undefined) return false;
    const own = connections.filter(({ stackId }) => stackId === operation.stackId);
    return (
      operation.kind !== 'UPDATE' || own.some(({ step, isExpected }) => step === 'to come' || isExpected)
    );
  };
}
