import { setMaxListeners } from 'node:events';

/** A clock that stands still while anything can happen, and then jumps to the next timer. */
export class VirtualTime {
  private at = Date.parse('2026-01-01T00:00:00Z');
  private sequence = 0;
  private timers: { readonly at: number; readonly sequence: number; readonly ring: () => void }[] = [];

  public readonly now = (): number => this.at;

  public timer(ms: number, ring: () => void): void {
    const timer = { at: this.at + Math.max(0, ms), sequence: this.sequence++, ring };
    const later = this.timers.findIndex((other) => other.at > timer.at);
    this.timers.splice(later < 0 ? this.timers.length : later, 0, timer);
  }

  public sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.timer(ms, wake);
    });
  }

  /** Rings the next timer; false where there is none. */
  public advance(): boolean {
    const next = this.timers.shift();
    if (next === undefined) return false;
    this.at = next.at;
    next.ring();
    return true;
  }
}

/** A signal that any number of waiters can listen to. */
export function newSignal(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** Resolves when the signal is given; without one, never. */
export function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve()));
}

/** Decides who goes next of all that are ready to. */
export interface Turns {
  /** Resolves when it is this one's turn. */
  take(): Promise<void>;
  readonly waiting: number;
  letOneGo(): Promise<void>;
}

/** First come, first served. */
export class Queue implements Turns {
  private readonly queue: (() => void)[] = [];

  public take(): Promise<void> {
    return new Promise((go) => this.queue.push(go));
  }

  public get waiting(): number {
    return this.queue.length;
  }

  public letOneGo(): Promise<void> {
    this.queue.shift()?.();
    return Promise.resolve();
  }
}

const immediate = setImmediate;

/** Runs until the program has ended: turns first, and time only when nobody is waiting for one. */
export async function drive(time: VirtualTime, turns: Turns, program: Promise<void>): Promise<void> {
  const ending = { seen: false };
  const mark = () => {
    ending.seen = true;
  };
  program.then(mark, mark);
  for (;;) {
    // Lets everything run that can run without a turn and without time.
    await new Promise((resolve) => immediate(resolve));
    if (ending.seen) return program;
    if (turns.waiting > 0) await turns.letOneGo();
    else if (!time.advance()) throw new Error('everybody waits for somebody else');
  }
}
