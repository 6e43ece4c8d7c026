import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { claimsTableNameOf } from '../../lib/contract';
import { Inventory, loadInventory, parseInventory } from '../../simulator';
import { readInventory } from '../aws/account-inventory';
import { readItems } from '../aws/claims';
import { DeployedResource, DeployedStacks, Template, isMissing } from '../aws/deployed-stacks';
import type { Session } from '../aws/session';
import { CommandError } from '../outcome';
import type { Elsewhere, Item } from './rehearsal/aws-copy';
import { messageOf } from '../../lambda/outcome';

/** A stack in one of these is deleted, and created anew. */
const AS_IF_NOT_THERE = /^(ROLLBACK_COMPLETE|REVIEW_IN_PROGRESS|DELETE_COMPLETE)$/;

/** A stack as it is deployed. */
export interface DeployedStack {
  readonly stackId: string;
  readonly status: string;
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  readonly resources: ReadonlyMap<string, DeployedResource>;
}

/** What a plan is made from, beside the app. */
export interface Source {
  readonly kind: 'account' | 'inventory';
  /** Undefined where that is not known. */
  readonly account?: string;
  readonly region: string;
  readonly inventory: Inventory;
  readonly deployed: (stackName: string) => Promise<DeployedStack | undefined>;
  /** The claims that a provider has; undefined: it is not deployed. */
  readonly claimsOf: (providerStack: string) => Promise<readonly Item[] | undefined>;
  readonly elsewhere: Elsewhere;
}

/** @throws CommandError where the file is none. */
export function sourceInFile(file: string): Source {
  try {
    const inventory = loadInventory(file);
    const nothing = () => Promise.resolve(undefined);
    const elsewhere = { statusOf: nothing, resourceOf: nothing };
    const nowhere = { deployed: nothing, claimsOf: () => Promise.resolve([]), elsewhere };
    return { kind: 'inventory', region: inventory.region, inventory, ...nowhere };
  } catch (error) {
    throw new CommandError(messageOf(error));
  }
}

export async function sourceInAccount(session: Session): Promise<Source> {
  const stacks = new DeployedStacks(session.cloudFormation);
  const [found, { Account: account }] = await Promise.all([
    readInventory(session),
    session.sts.send(new GetCallerIdentityCommand({})),
  ]);
  return {
    kind: 'account',
    account,
    region: session.region,
    inventory: parseInventory({ ...found, account }),
    deployed: (name) => readStack(session, stacks, name),
    claimsOf: (providerStack) => readItems(session.dynamoDb, claimsTableNameOf(providerStack)),
    elsewhere: {
      statusOf: async (stackId) => (await describe(session, stackId))?.StackStatus,
      resourceOf: async (stackId, logicalId) => (await stacks.resourcesOf(stackId)).get(logicalId),
    },
  };
}

async function readStack(
  session: Session,
  stacks: DeployedStacks,
  name: string,
): Promise<DeployedStack | undefined> {
  const stack = await describe(session, name);
  if (stack === undefined || AS_IF_NOT_THERE.test(stack.StackStatus ?? '')) return undefined;
  const { StackId: stackId = '', StackStatus: status = '', Parameters = [] } = stack;
  const [template, resources] = await Promise.all([stacks.templateOf(stackId), stacks.resourcesOf(stackId)]);
  if (template === undefined) {
    throw new CommandError(
      `the template of the stack ${name} is not JSON: expected one that the CDK has deployed`,
    );
  }
  const parameters = Parameters.map(({ ParameterKey = '', ParameterValue = '', ResolvedValue }) => [
    ParameterKey,
    ResolvedValue ?? ParameterValue,
  ]);
  return {
    stackId,
    status,
    template,
    resources,
    parameters: Object.fromEntries(parameters) as Record<string, string>,
  };
}

async function describe({ cloudFormation }: Session, StackName: string) {
  try {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    return Stacks[0];
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
