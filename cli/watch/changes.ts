import { isDeepStrictEqual } from 'node:util';
import { stackNameOf } from '../../lambda/cloudformation/owner';
import type { Watched } from './connection';
import type { Picture, Progress } from './picture';
import type { ConnectionLine, StackLine, WatchLine } from './schema';
import { LONG_MS, hasEnded } from './steps';

/** What has a line. */
interface Told {
  readonly step: ConnectionLine['step'];
}

/** A line without what all lines have. */
type Bare<Line> = Omit<Line, 'version' | 'at'>;

/** What is new in a picture, a line for each change. */
export function changesIn(
  before: Picture | undefined,
  after: Picture,
  nameOf: (connectionId: string | undefined) => string | undefined,
): WatchLine[] {
  const common = { version: 1, at: new Date(after.at).toISOString() } as const;
  const looks = { before: before?.at ?? after.at, at: after.at };
  const connections = after.connections.flatMap((each) =>
    isNews(previous(before, each), each, looks) ? lineOf(each, nameOf(each.connectionId)) : [],
  );
  const isMoreKnown =
    before === undefined || !isDeepStrictEqual(counts(before.progress), counts(after.progress));
  const [begun, others] = stackLines(before, after);
  // As it happens: what has ended makes room for what begins.
  const lines = [
    ...begun,
    ...connections.filter(({ step }) => hasEnded(step)),
    ...failureLines(before, after),
    ...(isMoreKnown && after.stacks.length > 0 ? [progressLine(after.progress)] : []),
    ...others,
    ...connections.filter(({ step }) => !hasEnded(step)),
  ];
  return lines.map((line) => ({ ...common, ...line }));
}

/** Those of stacks that have just begun, and all others. */
function stackLines(before: Picture | undefined, after: Picture) {
  const begun: Bare<StackLine>[] = [];
  const others: Bare<StackLine>[] = [];
  for (const { stackId, begunAt, statuses } of after.stacks) {
    const known = before?.stacks.find((each) => each.stackId === stackId && each.begunAt === begunAt);
    statuses.forEach(({ status, reason }, index) => {
      const line = { kind: 'stack', stack: stackNameOf(stackId), stackId, status, reason } as const;
      if (index >= (known?.statuses.length ?? 0)) (index === 0 ? begun : others).push(line);
    });
  }
  return [begun, others] as const;
}

function failureLines(before: Picture | undefined, after: Picture) {
  const known = before?.failures ?? [];
  const news = after.failures.filter((each) => !known.some((other) => isDeepStrictEqual(each, other)));
  return news.map(({ stackId, type: resourceType, logicalId, connectionId, reason }) => {
    const stack = stackNameOf(stackId);
    return { kind: 'failure', stack, logicalId, resourceType, connectionId, reason } as const;
  });
}

function previous(before: Picture | undefined, { stackId, logicalId }: Watched): Watched | undefined {
  return before?.connections.find((each) => each.stackId === stackId && each.logicalId === logicalId);
}

/** What only waits for its turn is no news, and why one has failed is told as a failure. */
function isNews(before: Watched | undefined, after: Watched, looks: Looks): after is Told & Watched {
  const { step, reason } = after;
  if (step === 'to come' || step === 'failed') return false;
  if (before?.step !== step) return true;
  return (
    reason !== undefined &&
    isTold(after, looks.at) &&
    (reason !== before.reason || !isTold(before, looks.before))
  );
}

/** When it was looked before, and now. */
interface Looks {
  readonly before: number;
  readonly at: number;
}

/** Every move waits for a moment. */
function isTold({ interruptedSince }: Watched, at: number): boolean {
  return interruptedSince === undefined || at - interruptedSince >= LONG_MS;
}

function lineOf(each: Watched & Told, connectionName: string | undefined): Bare<ConnectionLine> {
  const { stackId, logicalId, connectionId, step, from, to, interruptedSince, interruptionSeconds, reason } =
    each;
  return {
    kind: 'connection',
    stack: stackNameOf(stackId),
    logicalId,
    connectionId,
    connectionName,
    step,
    from: from === to ? undefined : from,
    to,
    interruptedSince: interruptedSince === undefined ? undefined : new Date(interruptedSince).toISOString(),
    interruptionSeconds,
    reason,
  };
}

function progressLine({ secondsLeft, ...counted }: Progress) {
  const rounded = secondsLeft === undefined ? {} : { secondsLeft: Math.ceil(secondsLeft) };
  return { kind: 'progress', ...counted, ...rounded } as const;
}

function counts({ done, total, isBack, interrupted, failed }: Progress) {
  return { done, total, isBack, interrupted, failed };
}
