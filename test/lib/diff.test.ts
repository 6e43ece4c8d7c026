import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { App, Stack } from 'aws-cdk-lib';
import { HostedConnectionMigration, HostedConnectionMigrationProps, HostedConnectionParent } from '../../lib';

jest.setTimeout(180_000);

const CLI = join(__dirname, '../../node_modules/aws-cdk/bin/cdk');
const lag = HostedConnectionParent.fromLagId('dxlag-fhccu14t');
const idOf = (index: number) => `dxcon-fg${String(index).padStart(6, '0')}`;
const logicalIdOf = (index: number) => `HostedConnectionAssociationDxconFg${String(index).padStart(6, '0')}`;

/** The folder of an app with a migration of these connections. */
function synthesize(indexes: number[], props: Partial<HostedConnectionMigrationProps> = {}): string {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'diff-')) });
  const stack = new Stack(app, 'Night');
  const moves = indexes.map((index) => ({ connectionId: idOf(index), expectedParent: lag }));
  new HostedConnectionMigration(stack, 'Moves', { moves, parent: lag, ...props });
  return app.synth().directory;
}

/** What `cdk diff` says of the resources: a line for each, such as `[+] Custom::… <logical id>`. */
async function diff(before: string, after: string): Promise<string[]> {
  const args = ['diff', 'Night', '--exclusively', '--app', after, '--no-color', '--no-notices'];
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [CLI, ...args, '--template', join(before, 'Night.template.json')],
    {
      env: {
        ...process.env,
        CI: 'true',
        AWS_EC2_METADATA_DISABLED: 'true',
        CDK_DISABLE_CLI_TELEMETRY: 'true',
      },
    },
  );
  return `${stdout}${stderr}`.split('\n').filter((line) => /^\[[-+~]\] (AWS|Custom)::/.test(line));
}

const PREFLIGHT = /^\[~\] Custom::HostedConnectionMigrationPreflight /;
const added = (index: number) =>
  new RegExp(`^\\[\\+\\] Custom::HostedConnectionAssociation .* ${logicalIdOf(index)}$`);
const ordered = (index: number) =>
  new RegExp(`^\\[~\\] Custom::HostedConnectionAssociation .* ${logicalIdOf(index)}$`);

function expectLines(lines: string[], patterns: RegExp[]): void {
  expect(lines).toHaveLength(patterns.length);
  for (const pattern of patterns) expect(lines).toContainEqual(expect.stringMatching(pattern));
}

describe('`cdk diff` of one connection more in a migration', () => {
  test('at the end of the list: it, and what the preflight looks at', async () => {
    const lines = await diff(synthesize([1, 2, 3, 4]), synthesize([1, 2, 3, 4, 5]));
    expectLines(lines, [added(5), PREFLIGHT]);
  });

  test('in the middle: also the order of the one that follows', async () => {
    const lines = await diff(synthesize([1, 2, 4, 5, 6]), synthesize([1, 2, 3, 4, 5, 6]));
    expectLines(lines, [added(3), PREFLIGHT, ordered(4)]);
  });

  test('in the middle, with two at a time: the order of the two that follow, and of no other', async () => {
    const two = { maxConcurrent: 2 };
    const lines = await diff(
      synthesize([1, 2, 4, 5, 6, 7, 8], two),
      synthesize([1, 2, 3, 4, 5, 6, 7, 8], two),
    );
    expectLines(lines, [added(3), PREFLIGHT, ordered(4), ordered(5)]);
  });
});
