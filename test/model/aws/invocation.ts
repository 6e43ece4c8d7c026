/** One run of a Lambda function. Once it is dead, nothing that it was doing goes on. */
export class Invocation {
  public readonly death: Promise<void>;
  private die: () => void = () => undefined;
  private dead = false;

  public constructor() {
    this.death = new Promise((resolve) => {
      this.die = resolve;
    });
  }

  public kill(): void {
    this.dead = true;
    this.die();
  }

  /** Passes while the invocation lives; otherwise never returns. */
  public async alive(): Promise<void> {
    if (this.dead) await new Promise<never>(() => undefined);
  }
}
