import { textOf, type Account } from './account';
import type { Arguments } from './arguments';
import { BringBack, describeEnding, wayBack } from './bring-back';
import { ByHand, type HandMove } from './by-hand';
import { Deployments } from './deployments';
import { planSteps, type Parents, type Step } from './plan';
import { reportOn, writeReport } from './report';
import { Steps, type StepResult } from './steps';
import { Stop } from './stop';
import { succeeded } from '../local-aws/cdk';

/** A move that takes longer to settle is still in progress when its claim has been seen and a failure has arrived. */
const SLOW_MOVE_MS = 3_000;

/** One acceptance run, from the first interruption to the report. */
export class AcceptanceRun {
  private readonly startedAt = new Date();
  private readonly stop: Stop;
  private readonly deployments: Deployments;
  private readonly handMoves: HandMove[] = [];
  private presentParent?: HandMove;
  private readonly results: StepResult[] = [];

  public constructor(
    private readonly account: Account,
    private readonly given: Arguments,
    private readonly parents: Parents,
    folder: string,
  ) {
    const { connection } = given;
    this.stop = new Stop(() => wayBack(connection, parents).join('\n'));
    this.deployments = new Deployments(account, folder, connection, this.stop.signal);
  }

  /** @returns whether everything was as it is expected. */
  public async run(): Promise<boolean> {
    const stoppedBy = await this.goThrough().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (stoppedBy !== undefined) say(`\nnot finished: ${stoppedBy}`);
    return this.end(stoppedBy);
  }

  private async goThrough(): Promise<void> {
    const steps = planSteps(this.parents);
    say('\nDeploying the provider and the recorder. Nothing moves.');
    succeeded(await this.deployments.prepare(steps[0]?.declared ?? { recorders: [] }));
    await this.byHand();
    const runner = new Steps(this.account, this.deployments, {
      connectionId: this.given.connection,
      parents: this.parents,
      cancelAt: this.isSlow() ? 'moving' : 'begun',
      signal: this.stop.signal,
      say,
    });
    for (const [index, step] of steps.entries()) await this.step(runner, step, index + 2);
  }

  private async byHand(): Promise<void> {
    const { connection, askPresentParent } = this.given;
    const { origin, target } = this.parents;
    say(`  1. by the API alone: to ${target}, and back to ${origin}`);
    this.stop.signal.throwIfAborted();
    const byHand = new ByHand(this.account, connection, this.parents, this.stop.signal);
    for (const move of byHand.moves()) {
      const done = await move();
      this.handMoves.push(done);
      this.stop.signal.throwIfAborted();
      if ('error' in done.answer)
        throw new Error(`direct connect did not move it to ${done.to}: ${done.answer.error}`);
      if (done.shown.settledAfterMs === undefined)
        throw new Error(`it is not listed on ${done.to} alone and at rest`);
      say(`     on ${done.to} ${done.shown.settledAfterMs} ms after the answer`);
    }
    if (!askPresentParent) return;
    this.presentParent = await byHand.askPresentParent();
    this.stop.signal.throwIfAborted();
  }

  private isSlow(): boolean {
    return this.handMoves.some(({ shown }) => (shown.settledAfterMs ?? 0) > SLOW_MOVE_MS);
  }

  private async step(runner: Steps, step: Step, number: number): Promise<void> {
    this.stop.signal.throwIfAborted();
    say(`${String(number).padStart(3)}. ${step.text}`);
    const result = await runner.run(step);
    this.results.push(result);
    this.stop.signal.throwIfAborted();
    say(
      `     ${result.isAsExpected ? 'as expected' : 'NOT as expected'}: on ${result.endedOn ?? 'no parent alone'}`,
    );
    if (result.endedOn !== step.endsOn) throw new Error(`"${step.name}" had to end on ${step.endsOn}`);
  }

  /** Whatever has happened: brings the connection back, says where it is, and writes down what was seen. */
  private async end(stoppedBy: string | undefined): Promise<boolean> {
    const { account, parents, startedAt } = this;
    const { connection: connectionId, report: file } = this.given;
    const bringBack = new BringBack(account, connectionId, parents, say);
    await bringBack.connection().catch((error: unknown) => say(`  ${textOf(error)}`));
    const recordings = await account.recordings.all().catch(() => []);
    const ending = await bringBack.end();
    const evidence = {
      handMoves: this.handMoves,
      presentParent: this.presentParent,
      steps: this.results,
      recordings,
      labels: this.deployments.labelsByLogicalId,
      emulated: account.emulated(),
    };
    const report = reportOn({ account, connectionId, parents, startedAt, evidence, ending, stoppedBy });
    const described = describeEnding(connectionId, parents, ending);
    say(`\n${report.summary.slice(0, -described.length).join('\n')}`);
    say(`\n${described.join('\n')}`);
    say(`The report, without your ids, is ${writeReport(report, file)}.`);
    return report.isAsExpected;
  }
}

function say(text: string): void {
  console.log(text);
}
