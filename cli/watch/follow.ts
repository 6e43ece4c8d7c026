import { setTimeout as sleep } from 'node:timers/promises';
import { willPass } from './troubles';
import { isOver } from './operation';
import { Look, Picture, nextPicture } from './picture';
import type { Reader } from './reader';

/** So long after one deployment has ended, the next stack's may begin. */
const GAP_MS = 30_000;

/** A look is followed by a pause that is so many times as long, so that many claims are not read all the time. */
const PAUSES = 2;

export interface FollowOptions {
  /** The pause between two looks, at least. */
  readonly everyMs: number;
  /** How long a deployment may take to begin. */
  readonly waitMs: number;
  /** Whether all stacks that are followed are known from the start. */
  readonly isNamed: boolean;
  /** Ends the following. */
  readonly signal: AbortSignal;
}

/** Who is told what is seen. */
export interface Observer {
  readonly sees: (before: Picture | undefined, picture: Picture) => void;
  /** It cannot look for now. */
  readonly cannotLook: (error: unknown) => void;
}

/**
 * Looks again and again until every deployment has ended.
 *
 * @param first what the first look has shown.
 * @throws what will not pass by itself.
 */
export async function follow(
  reader: Pick<Reader, 'look'>,
  first: Look,
  observer: Observer,
  options: FollowOptions,
): Promise<Picture | undefined> {
  const { signal, everyMs } = options;
  const started = performance.now();
  let picture: Picture | undefined;
  let endedAt: number | undefined;
  while (!signal.aborted) {
    const began = performance.now();
    try {
      const look = picture === undefined ? first : await unlessAborted(reader.look(), signal);
      if (look === undefined) return picture;
      const next = nextPicture(picture, look);
      observer.sees(picture, next);
      picture = next;
      endedAt = next.stacks.every(isOver) ? (endedAt ?? began) : undefined;
      if (mayEnd(next, options, began - started, began - (endedAt ?? began))) return picture;
    } catch (error) {
      if (!willPass(error)) throw error;
      observer.cannotLook(error);
    }
    await pause(Math.max(everyMs, PAUSES * (performance.now() - began)), signal);
  }
  return picture;
}

function mayEnd(
  { stacks, awaited }: Picture,
  { waitMs, isNamed }: FollowOptions,
  sinceStart: number,
  sinceEnd: number,
): boolean {
  if (stacks.length === 0) return sinceStart >= waitMs;
  if (!stacks.every(isOver)) return false;
  return (isNamed && awaited.length === 0) || sinceEnd >= Math.min(GAP_MS, waitMs);
}

/** What is under way is not waited for. */
async function unlessAborted<T>(looking: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([looking, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
    looking.catch(() => undefined);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
