/** What became of the checks, and how long each took. */
export class Report {
  private passed = 0;
  private failures = 0;
  private readonly skipped: string[] = [];

  public get failed(): boolean {
    return this.failures > 0;
  }

  /** Does the check; its result, if it passed. */
  public async check<T>(name: string, check: () => T | Promise<T>): Promise<T | undefined> {
    const started = performance.now();
    const told = (verdict: string) =>
      console.log(`languages: ${name}: ${verdict}, ${((performance.now() - started) / 1000).toFixed(1)} s`);
    try {
      const result = await check();
      this.passed++;
      told('passed');
      return result;
    } catch (error) {
      this.failures++;
      told(`FAILED: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  public skip(name: string, why: string): void {
    this.skipped.push(name);
    console.log(`languages: ${name}: NOT TESTED, ${why}`);
  }

  /** Says it all in a line; returns the exit code. */
  public close(): number {
    const skipped = this.skipped.length > 0 ? `; not tested: ${this.skipped.join(', ')}` : '';
    console.log(`languages: ${this.passed} passed, ${this.failures} failed${skipped}`);
    return this.failed ? 1 : 0;
  }
}
