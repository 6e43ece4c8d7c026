import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './account';
import { describeEnding, type Ending } from './bring-back';
import type { Emulated } from './emulation';
import { findingsOf } from './findings';
import type { Evidence, Finding } from './findings/finding';
import { Placeholders } from './placeholders';
import type { Parents } from './plan';
import type { StepResult } from './steps';

const PACKAGE = join(__dirname, '../../package.json');

/** What a run came to. */
export interface Run {
  readonly account: Pick<Account, 'id' | 'region'>;
  readonly connectionId: string;
  readonly parents: Parents;
  readonly startedAt: Date;
  readonly evidence: Evidence;
  readonly ending: Ending;
  /** Why the run did not come to its end. */
  readonly stoppedBy?: string;
}

/** The report, which can go into a public issue. */
export interface Report {
  /** For those who read. */
  readonly summary: readonly string[];
  readonly startedAt: string;
  readonly region: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Whether somebody else stood in for a service of AWS. */
  readonly emulated: Emulated;
  readonly isAsExpected: boolean;
  readonly findings: readonly Finding[];
  readonly steps: readonly StepResult[];
}

export function reportOn(run: Run): Report {
  const { account, evidence, startedAt } = run;
  const findings = findingsOf(evidence);
  const isAsExpected =
    run.stoppedBy === undefined &&
    run.ending.isHome &&
    evidence.steps.every((step) => step.isAsExpected) &&
    findings.every(({ agrees }) => agrees !== false);
  const report: Report = {
    summary: summaryOf(run, findings),
    startedAt: startedAt.toISOString(),
    region: account.region,
    versions: versions(),
    emulated: evidence.emulated,
    isAsExpected,
    findings,
    steps: evidence.steps,
  };
  return placeholdersFor(run).replaceIn(report);
}

function placeholdersFor({ account, connectionId, parents, evidence }: Run): Placeholders {
  return new Placeholders({
    [parents.other]: '<other parent>',
    [parents.origin]: '<original parent>',
    [parents.target]: '<target parent>',
    [connectionId]: '<connection>',
    [account.id]: '<account>',
    // That of an association contains the id of its connection.
    ...Object.fromEntries(evidence.labels),
  });
}

function summaryOf(
  { connectionId, parents, evidence, ending, stoppedBy }: Run,
  findings: readonly Finding[],
): string[] {
  return [
    ...(stoppedBy === undefined ? [] : [`It was not finished: ${stoppedBy}`]),
    ...evidence.steps.map(
      ({ name, isAsExpected, seconds, endedOn }) =>
        `${isAsExpected ? 'as expected' : 'NOT as expected'}: ${name}, ${Math.round(seconds)} s, ends on ${endedOn ?? 'no parent alone'}`,
    ),
    ...findings.map(({ question, seen, agrees }) => `${verdictOf(agrees)}${question} ${seen}`),
    ...describeEnding(connectionId, parents, ending),
  ];
}

function verdictOf(agrees: boolean | undefined): string {
  if (agrees === undefined) return '';
  return agrees ? 'as assumed: ' : 'NOT as assumed: ';
}

function versions(): Record<string, string> {
  const { version, devDependencies } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as {
    version: string;
    devDependencies: Record<string, string>;
  };
  const { 'aws-cdk': cli = '', 'aws-cdk-lib': library = '' } = devDependencies;
  return { package: version, 'aws-cdk': cli, 'aws-cdk-lib': library, node: process.versions.node };
}

/** Writes it to a file that was not there; returns its name. */
export function writeReport(report: Report, file?: string): string {
  const name = file ?? freeName(`test-aws-${report.startedAt.slice(0, 10)}`);
  writeFileSync(name, `${JSON.stringify(report, undefined, 2)}\n`);
  return name;
}

function freeName(stem: string): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? `${stem}.json` : `${stem}-${count}.json`;
    if (!existsSync(name)) return name;
  }
}
