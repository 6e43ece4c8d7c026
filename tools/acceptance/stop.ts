/** Ctrl-C, and a request to end: what is in progress is given up, and the connection brought back. */
export class Stop {
  private readonly controller = new AbortController();

  /** @param atTheSecond says what is to be known when nothing more is done. */
  public constructor(private readonly atTheSecond: () => string) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => this.heed());
  }

  public get signal(): AbortSignal {
    return this.controller.signal;
  }

  public get isAsked(): boolean {
    return this.controller.signal.aborted;
  }

  private heed(): void {
    if (this.isAsked) {
      console.error(`\nended without bringing it back.\n${this.atTheSecond()}`);
      process.exit(130);
    }
    console.error(
      '\nstopping: the connection is being brought back. Once more ends this at once, and leaves it where it is.',
    );
    this.controller.abort(new Error('stopped by a signal'));
  }
}
