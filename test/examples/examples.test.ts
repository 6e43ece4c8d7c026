import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ASSOCIATION_TYPE, CLAIMS_TABLE_TYPE, PREFLIGHT_TYPE } from '../../lib/contract';
import { reachableFrom } from '../lib/dependencies';
import { Resource } from '../lib/stacks';
import { synthesize, Template, VALIDATED } from './synthesize';

const LAG_ID = 'dxlag-fhccu14t';
const OTHER_LAG_ID = 'dxlag-fgkq2m7x';
const INTERCONNECT_ID = 'dxcon-ffabc123';

jest.setTimeout(180_000);

/** What each example is about, by the name of its folder: an example that is not tested has no place here. */
const EXAMPLES: Record<string, () => Promise<void>> = {
  adoption,
  association,
  associations,
  'bulk-adoption': bulkAdoption,
  drift,
  'lag-in-stack': lagInStack,
  lookup,
  migration,
  night,
  pipeline,
  'several-stacks': severalStacks,
};

test.each(Object.entries(EXAMPLES))('the example %s', async (_, check) => check());

test('each example is tested', () => {
  expect(readdirSync(join(__dirname, '../../examples')).sort()).toEqual(Object.keys(EXAMPLES).sort());
});

test.each(Object.keys(EXAMPLES))('the guide says when to use %s, and how to see it', (name) => {
  const page = readFileSync(join(__dirname, '../../docs/trying-it-without-an-account.md'), 'utf8');
  const row = page.split('\n').find((line) => line.startsWith(`| [${name}](../examples/${name}/app.ts) |`));
  expect(row).toMatch(/ \| [A-Z].{20,} \| /);
  const commands = [`npm run example -- ${name}`, `npx cdk synth --app "npx tsx examples/${name}/app.ts"`];
  expect(commands.some((command) => row?.includes(`| \`${command}\` |`))).toBe(true);
});

function parentsIn(template: Template | undefined): unknown[] {
  return ofType(template, ASSOCIATION_TYPE).map(({ Properties }) => Properties.parentConnectionId);
}

async function association(): Promise<void> {
  const { HostedConnections } = await synthesize('association', { connectionId: 'dxcon-fgother1' });
  const [only, ...others] = ofType(HostedConnections, ASSOCIATION_TYPE);
  expect(only?.Properties).toMatchObject({ connectionId: 'dxcon-fgother1', parentConnectionId: LAG_ID });
  expect(others).toEqual([]);
}

async function associations(): Promise<void> {
  const { Customers } = await synthesize('associations');
  const parents = parentsIn(Customers);
  expect(parents).toEqual([LAG_ID, LAG_ID, INTERCONNECT_ID]);
  expect(Object.keys(Customers?.Outputs ?? {})).toHaveLength(2 * parents.length);
}

async function adoption(): Promise<void> {
  const { Adopted } = await synthesize('adoption');
  const [adopted] = ofType(Adopted, ASSOCIATION_TYPE);
  expect(adopted?.Properties).toMatchObject({
    parentConnectionId: LAG_ID,
    expectedParentConnectionId: LAG_ID,
    originalParentConnectionId: INTERCONNECT_ID,
  });
  expect(adopted?.DeletionPolicy).toBe('RetainExceptOnCreate');
}

async function lookup(): Promise<void> {
  const environment = { CDK_DEFAULT_ACCOUNT: '111122223333', CDK_DEFAULT_REGION: 'us-east-1' };
  const context = {
    'ssm:account=111122223333:parameterName=/direct-connect/acme:region=us-east-1': 'dxcon-fg9607vm',
    'ssm:account=111122223333:parameterName=/direct-connect/lag:region=us-east-1': LAG_ID,
  };
  const [first, second] = await Promise.all([
    synthesize('lookup', {}, {}, environment),
    synthesize('lookup', context, {}, environment),
  ]);
  const [asking] = ofType(first.LookedUp, ASSOCIATION_TYPE);
  expect(asking?.Properties.connectionId).toBe('dummy-value-for-/direct-connect/acme');
  expect(second.LookedUp?.Resources.HostedConnectionAssociationDxconFg9607vm?.Properties).toMatchObject({
    connectionId: 'dxcon-fg9607vm',
    parentConnectionId: LAG_ID,
  });
}

async function drift(): Promise<void> {
  const { Drift } = await synthesize('drift', {}, {}, VALIDATED);
  const alarms = ofType(Drift, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
  expect(alarms.map(({ MetricName, EvaluationPeriods }) => [MetricName, EvaluationPeriods])).toEqual([
    ['Drifted', 2],
    ['Errors', 2],
  ]);
  for (const { AlarmActions } of alarms) expect(AlarmActions).toHaveLength(1);
  expect(ofType(Drift, 'AWS::Events::Rule')).toHaveLength(2);
}

async function migration(): Promise<void> {
  const { Migration } = await synthesize('migration', {}, {}, VALIDATED);
  expect(ofType(Migration, ASSOCIATION_TYPE)).toHaveLength(5);
  expect(ofType(Migration, PREFLIGHT_TYPE)).toHaveLength(1);
}

/** The list is a CSV of Windows. */
async function night(): Promise<void> {
  const list = readFileSync(join(__dirname, '../../examples/night/night.csv'), 'utf8');
  expect(list).toMatch(/^\uFEFF.*\r\n/);
  const { Night } = await synthesize('night');
  expect(parentsIn(Night)).toEqual([LAG_ID, LAG_ID, OTHER_LAG_ID, LAG_ID, OTHER_LAG_ID]);
  const expected = ofType(Night, ASSOCIATION_TYPE).map((each) => each.Properties.expectedParentConnectionId);
  expect(new Set(expected)).toEqual(new Set([INTERCONNECT_ID]));
  expect(ofType(Night, PREFLIGHT_TYPE)).toHaveLength(1);

  const plain = join(mkdtempSync(join(tmpdir(), 'night-')), 'plain.csv');
  writeFileSync(plain, list.slice(1).replaceAll('\r\n', '\n'));
  expect((await synthesize('night', { list: plain })).Night).toEqual(Night);
}

async function bulkAdoption(): Promise<void> {
  const { Fleet } = await synthesize('bulk-adoption');
  const adopted = ofType(Fleet, ASSOCIATION_TYPE);
  expect(adopted).toHaveLength(300);
  for (const { Properties, DeletionPolicy } of adopted) {
    expect(Properties.expectedParentConnectionId).toBe(Properties.parentConnectionId);
    expect(Properties.originalParentConnectionId).toMatch(/^dxcon-/);
    expect(DeletionPolicy).toBe('RetainExceptOnCreate');
  }
}

async function severalStacks(): Promise<void> {
  const dependencies: Record<string, string[]> = {};
  const { Part1, Part2, Part3 } = await synthesize('several-stacks', {}, dependencies);
  expect([Part1, Part2, Part3].map((part) => ofType(part, ASSOCIATION_TYPE).length)).toEqual([2, 2, 1]);
  expect(dependencies['Part2']).toContain('Part1');
  expect(dependencies['Part3']).toContain('Part2');
}

/** CloudFormation deletes in the reverse order of the dependencies: who needs the LAG goes before it. */
async function lagInStack(): Promise<void> {
  const [before, after] = await Promise.all([
    synthesize('lag-in-stack'),
    synthesize('lag-in-stack', { move: 'true' }),
  ]);
  const resources = after.NewLag?.Resources ?? {};
  const movers = Object.keys(resources).filter((id) => resources[id]?.Type === ASSOCIATION_TYPE);
  expect(movers).toHaveLength(3);
  for (const id of movers) expect(reachableFrom(resources, id)).toContain('Lag');
  expect(reachableFrom(resources, 'Lag')).toEqual(new Set());

  expect(Object.keys(before.NewLag?.Resources ?? {}).filter((id) => id !== 'CDKMetadata')).toEqual(['Lag']);
  expect(before.NewLag?.Resources.Lag).toEqual(resources.Lag);
}

async function pipeline(): Promise<void> {
  const { MigrationPipeline, ...stages } = await synthesize('pipeline');
  // In the order of their names.
  const [first, provider, second, ...others] = Object.values(stages);
  const waves = [first, second];
  expect(waves.map((wave) => ofType(wave, ASSOCIATION_TYPE).length)).toEqual([2, 3]);
  expect(others).toEqual([]);
  expect(ofType(provider, CLAIMS_TABLE_TYPE)).toHaveLength(1);
  const exportName = provider?.Outputs?.HostedConnectionProviderServiceToken?.Export?.Name;
  expect(exportName).toEqual(expect.any(String));
  for (const { Properties } of waves.flatMap((wave) => ofType(wave, ASSOCIATION_TYPE))) {
    expect(Properties.ServiceToken).toEqual({ 'Fn::ImportValue': exportName });
  }

  const [{ Properties } = { Properties: {} }] = ofType(MigrationPipeline, 'AWS::CodePipeline::Pipeline');
  expect(stagesOf(Properties)).toEqual([
    'Source',
    'Build',
    'UpdatePipeline',
    'Assets',
    'Provider',
    'First',
    'Second',
  ]);
  expect(actionsOf(Properties, 'First')).toEqual(['Manual', 'CloudFormation', 'CloudFormation']);
  expect(actionsOf(Properties, 'Second')).toEqual([
    'StepFunctions',
    'Manual',
    'CloudFormation',
    'CloudFormation',
  ]);
  const [wait] = ofType(MigrationPipeline, 'AWS::StepFunctions::StateMachine');
  expect(wait?.Properties.DefinitionString).toContain('"Type":"Wait","Seconds":14400');
}

interface PipelineStage {
  readonly Name: string;
  readonly Actions: { readonly RunOrder: number; readonly ActionTypeId: { readonly Provider: string } }[];
}

function stagesOf(pipelineProperties: Record<string, unknown>): string[] {
  return (pipelineProperties.Stages as PipelineStage[]).map(({ Name }) => Name);
}

/** Who acts in a stage of the pipeline, one after the other. */
function actionsOf(pipelineProperties: Record<string, unknown>, name: string): string[] {
  const stages = pipelineProperties.Stages as PipelineStage[];
  const actions = [...(stages.find(({ Name }) => Name === name)?.Actions ?? [])];
  expect(new Set(actions.map(({ RunOrder }) => RunOrder)).size).toBe(actions.length);
  return actions.sort((a, b) => a.RunOrder - b.RunOrder).map(({ ActionTypeId }) => ActionTypeId.Provider);
}

function ofType(template: Template | undefined, type: string): Resource[] {
  return Object.values(template?.Resources ?? {}).filter(({ Type }) => Type === type);
}
