import fc from 'fast-check';
import { directed } from './directed';
import { histories } from './generators';
import type { Excuse } from './excuses';
import type { Harsh } from './harshness';
import type { History } from './history';
import { Outcome, run } from './run';
import { HandlerClasses } from '../simulation';
import { Queue, Turns } from '../aws/virtual-time';

/** What a number of histories came to. */
export interface Tally {
  histories: number;
  operations: number;
  calls: number;
  faults: number;
  interruptions: number;
  /** How often each excuse was all that kept something from being a violation. */
  readonly excused: Map<Excuse, number>;
}

/** A history in which an invariant does not hold, as short as it could be made. */
export interface CounterExample {
  readonly seed: number;
  readonly path: string;
  readonly history: History;
  readonly violations: readonly string[];
}

export interface CheckOptions {
  readonly histories: number;
  readonly seed?: number;
  readonly path?: string;
  readonly handler?: HandlerClasses;
  /** What is as bad as it gets. */
  readonly harsh: Harsh;
  /** Whether a counter-example is made as short as possible; default true. */
  readonly shrink?: boolean;
}

/** Runs the directed histories, and then random ones, until an invariant is found broken. */
export async function check(options: CheckOptions): Promise<{ tally: Tally; found?: CounterExample }> {
  const tally: Tally = {
    histories: 0,
    operations: 0,
    calls: 0,
    faults: 0,
    interruptions: 0,
    excused: new Map(),
  };
  for (const [index, history] of directed(options.harsh).entries()) {
    const outcome = await run(history, new Queue(), options.handler);
    add(tally, outcome);
    const { violations } = outcome;
    if (violations.length > 0)
      return { tally, found: { seed: 0, path: `directed ${index}`, history, violations } };
  }
  return checkRandom(options, tally);
}

/** With fast-check's scheduler deciding who goes next. */
async function checkRandom(
  options: CheckOptions,
  tally: Tally,
): Promise<{ tally: Tally; found?: CounterExample }> {
  let lastFailing: Outcome | undefined;
  const property = fc.asyncProperty(histories(options.harsh), fc.scheduler(), async (history, scheduler) => {
    const outcome = await run(history, shuffled(scheduler), options.handler);
    add(tally, outcome);
    if (outcome.violations.length > 0) lastFailing = outcome;
    return outcome.violations.length === 0;
  });
  const { histories: numRuns, seed, path, shrink = true } = options;
  const details = await fc.check(property, { numRuns, seed, path, endOnFailure: !shrink });
  if (!details.failed) return { tally };
  const [history, scheduler] = details.counterexample ?? [];
  if (history === undefined || scheduler === undefined)
    throw new Error('a history failed and cannot be shown');
  const found = {
    seed: details.seed,
    path: details.counterexamplePath ?? '',
    history,
    violations: lastFailing?.violations ?? [String(details.errorInstance)],
  };
  return { tally, found };
}

function shuffled(scheduler: fc.Scheduler): Turns {
  return {
    take: () => scheduler.schedule(Promise.resolve()),
    get waiting() {
      return scheduler.count();
    },
    letOneGo: () => scheduler.waitOne(),
  };
}

function add(tally: Tally, outcome: Outcome): void {
  tally.histories += 1;
  tally.operations += outcome.operations;
  tally.calls += outcome.calls;
  tally.faults += outcome.faults;
  tally.interruptions += outcome.interruptions;
  for (const [name, times] of outcome.excused)
    tally.excused.set(name, (tally.excused.get(name) ?? 0) + times);
}
