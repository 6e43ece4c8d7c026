import { PREFLIGHT_TYPE } from '../../lib/contract';
import { CommandError } from '../outcome';
import type { AssemblyStack } from './assembly';
import { PlannedStack, planStack } from './changes';
import { describeConnections } from './describe';
import { describeParents } from './describe-parents';
import { problemsOf } from './problems';
import { readProviders } from './providers';
import { Rehearsed, rehearse } from './rehearsal/rehearse';
import type { Plan } from './schema';
import type { Source } from './source';

export interface PlanSettings {
  /** The stack of the provider, for templates that do not say which. */
  readonly providerStack: string;
  readonly settleSeconds: number;
  readonly callsPerSecond?: number;
}

/**
 * What a deployment of stacks would do, if nothing else moves meanwhile.
 *
 * @param app all stacks of the app; default: these.
 */
export async function makePlan(
  stacks: readonly AssemblyStack[],
  source: Source,
  settings: PlanSettings,
  app = stacks,
): Promise<Plan> {
  const planned = await planStacks(stacks, source, settings);
  const changes = planned.map(({ change }) => change);
  const { claims, problems: missing } = await readProviders(planned, source, app);
  const { settleSeconds, callsPerSecond } = settings;
  const now = Date.now();
  const beginning = {
    inventory: source.inventory,
    claims,
    elsewhere: source.elsewhere,
    now,
    settleSeconds,
    callsPerSecond,
  };
  const rehearsed = await rehearse(beginning, changes);
  const problems = [...missing, ...problemsOf(planned, rehearsed)];
  const connections = describeConnections(planned, rehearsed, source.inventory);
  return {
    version: 1,
    source: source.kind,
    account: source.account,
    region: source.region,
    at: new Date(now).toISOString(),
    stacks: changes.map(({ name, isNew }) => ({ name, change: isNew ? 'create' : 'update' })),
    parents: describeParents(connections, source.inventory),
    connections,
    problems,
    notes: notesOf(stacks, planned, source),
    isClear: !problems.some(({ when }) => when !== 'delete'),
    estimate: estimateOf(rehearsed, settings),
  };
}

function estimateOf(
  { calls, seconds }: Rehearsed,
  { settleSeconds, callsPerSecond }: PlanSettings,
): Plan['estimate'] {
  return { seconds: Math.ceil(seconds), settleSeconds, calls, callsPerSecond };
}

/** Those that have anything of ours, now or after the deployment. */
async function planStacks(
  stacks: readonly AssemblyStack[],
  source: Source,
  { providerStack }: PlanSettings,
): Promise<PlannedStack[]> {
  const planned: PlannedStack[] = [];
  for (const stack of stacks) {
    const one = await planStack(stack, source, providerStack);
    if (one.declared.size > 0) planned.push(one);
  }
  return planned;
}

function notesOf(
  stacks: readonly AssemblyStack[],
  planned: readonly PlannedStack[],
  source: Source,
): string[] {
  const notes: string[] = [];
  if (source.kind === 'inventory') {
    notes.push(
      'neither the deployed stacks nor the claims are known: every stack counts as one that is not deployed yet',
    );
  }
  for (const { name, template } of stacks) {
    const nested = Object.entries(template.Resources ?? {}).filter(
      ([, { Type }]) => Type === 'AWS::CloudFormation::Stack',
    );
    for (const [logicalId] of nested)
      notes.push(`${name}: the nested stack ${logicalId} was not looked into`);
  }
  for (const { change, declared } of planned) {
    for (const [logicalId, { after }] of declared) {
      if (after?.type !== PREFLIGHT_TYPE || after.unknown === undefined) continue;
      notes.push(
        `${change.name}: the preflight ${logicalId} was not rehearsed, as only the deployment knows ${after.unknown}`,
      );
    }
  }
  return notes;
}

/**
 * The stacks that a plan is asked for, of those that have anything of ours, now or in the app.
 *
 * @throws CommandError where there is none of such a name, or it is not of the account and region.
 */
export function chosen(
  stacks: readonly AssemblyStack[],
  names: readonly string[],
  source: Pick<Source, 'kind' | 'account' | 'region'>,
): AssemblyStack[] {
  const unknown = names.filter((name) => !stacks.some((stack) => isNamed(stack, name)));
  if (unknown.length > 0) {
    const known = stacks.map(({ id }) => id).join(', ');
    throw new CommandError(
      `the app has no stack ${unknown.join(', ')}: expected one of ${known || 'none, as it has no stack'}`,
    );
  }
  const wanted = stacks.filter((stack) => names.length === 0 || names.some((name) => isNamed(stack, name)));
  const here = wanted.filter((stack) => isHere(stack, source));
  const [elsewhere] = wanted.filter((stack) => !here.includes(stack));
  if (elsewhere !== undefined && (names.length > 0 || here.length === 0)) {
    const { id, account = 'any account', region = 'any region' } = elsewhere;
    const seen = [source.account, source.region].filter((part) => part !== undefined).join(' in ');
    throw new CommandError(
      `the stack ${id} is for ${account} in ${region}: expected ${seen}, which was looked at; pass --profile and --region, or the names of other stacks`,
    );
  }
  return here;
}

function isNamed({ id, name }: AssemblyStack, wanted: string): boolean {
  return id === wanted || name === wanted;
}

function isHere({ account, region }: AssemblyStack, source: Pick<Source, 'account' | 'region'>): boolean {
  const isSame = (a: string | undefined, b: string | undefined) =>
    a === undefined || b === undefined || a === b;
  return isSame(account, source.account) && isSame(region, source.region);
}
