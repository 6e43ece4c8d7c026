import { isDeepStrictEqual } from 'node:util';
import type { Template } from '../aws/deployed-stacks';
import { Declared, declaredIn } from '../template/declared';
import type { Surroundings } from '../template/evaluate';
import type { AssemblyStack } from './assembly';
import type { DeployedOne, Resource, StackChange } from './change';
import type { DeployedStack, Source } from './source';

/** What a deployment makes of a stack, and what of that only the deployment knows. */
export interface PlannedStack {
  readonly change: StackChange;
  /** By logical id, everything of ours that there was or will be. */
  readonly declared: ReadonlyMap<
    string,
    { readonly before?: Declared; readonly after?: Declared; readonly physicalId?: string }
  >;
  /** Whether its template says which provider serves it. */
  readonly saysProvider: boolean;
  /** Why CloudFormation would not take the deployment at all. */
  readonly obstacles: readonly string[];
}

const DEPLOYABLE =
  /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$|^UPDATE_FAILED$|^CREATE_FAILED$/;

/** Compares a stack of the app with what is deployed under its name. */
export async function planStack(
  stack: AssemblyStack,
  source: Source,
  defaultProvider: string,
): Promise<PlannedStack> {
  const deployed = await source.deployed(stack.name);
  const account = source.account ?? stack.account ?? source.inventory.account;
  const stackId =
    deployed?.stackId ??
    `arn:aws:cloudformation:${source.region}:${account}:stack/${stack.name}/not-deployed-yet`;
  const around = (template: Template, parameters: Readonly<Record<string, string>>) =>
    surroundings(template, { ...parameters }, { stackId, name: stack.name });
  const after = declaredIn(
    stack.template,
    around(stack.template, { ...deployed?.parameters, ...stack.parameters }),
    stack.name,
  );
  const before = deployed
    ? declaredBefore(deployed, around(deployed.template, deployed.parameters), stack.name)
    : [];
  const declared = [...after.values(), ...before.map(([, each]) => each)];
  const said = declared.find(({ provider }) => provider !== undefined)?.provider;
  const provider = said ?? defaultProvider;
  return {
    change: changeOf({ stack, stackId, isNew: deployed === undefined, after, before, provider }),
    declared: merged(new Map(before), after),
    saysProvider: said !== undefined,
    obstacles: obstaclesOf(deployed, before, after),
  };
}

type Deployed = readonly (readonly [
  logicalId: string,
  declared: Declared & { readonly physicalId: string },
])[];

/** What its template declares, and is there. */
function declaredBefore(deployed: DeployedStack, around: Surroundings, name: string): Deployed {
  return [...declaredIn(deployed.template, around, name)].flatMap(([logicalId, declared]) => {
    const { physicalId, status = '' } = deployed.resources.get(logicalId) ?? {};
    if (physicalId === undefined || status === 'DELETE_COMPLETE') return [];
    return [[logicalId, { ...declared, physicalId }] as const];
  });
}

interface Compared {
  readonly stack: AssemblyStack;
  readonly stackId: string;
  readonly isNew: boolean;
  readonly after: ReadonlyMap<string, Declared>;
  readonly before: Deployed;
  readonly provider: string;
}

/** Without what is not known: nothing of that can be rehearsed. */
function changeOf({ stack, stackId, isNew, after, before, provider }: Compared): StackChange {
  const old = new Map(before);
  const known = <T extends Declared>(all: Iterable<readonly [string, T]>) =>
    [...all].filter(([, { unknown }]) => unknown === undefined);
  const resource = (declared: Declared, all: ReadonlyMap<string, Declared>): Resource => ({
    type: declared.type,
    properties: declared.properties,
    dependsOn: knownBefore(declared, all),
    retain: declared.retain,
  });
  const changed = [...after].filter(([logicalId, each]) => {
    const previous = old.get(logicalId);
    return previous !== undefined && isChanged(previous, each);
  });
  return {
    name: stack.name,
    stackId,
    isNew,
    before: new Map(
      known(before).map(([id, each]): [string, DeployedOne] => [
        id,
        { ...resource(each, old), physicalId: each.physicalId },
      ]),
    ),
    after: new Map(known(after).map(([id, each]) => [id, resource(each, after)])),
    changed: new Set(changed.map(([logicalId]) => logicalId)),
    provider,
  };
}

/** Through those that are not known. */
function knownBefore({ dependsOn }: Declared, all: ReadonlyMap<string, Declared>): string[] {
  return dependsOn.flatMap((id) => {
    const dependency = all.get(id);
    return dependency?.unknown === undefined ? [id] : knownBefore(dependency, all);
  });
}

/** Where one of the two is not known, what stands in the templates is compared. */
export function isChanged(before: Declared, after: Declared): boolean {
  const isKnown = before.unknown === undefined && after.unknown === undefined;
  return isKnown ? !isDeepStrictEqual(before.properties, after.properties) : before.text !== after.text;
}

function merged(
  before: ReadonlyMap<string, Declared & { readonly physicalId: string }>,
  after: ReadonlyMap<string, Declared>,
) {
  const logicalIds = new Set([...after.keys(), ...before.keys()]);
  return new Map(
    [...logicalIds].map((id) => {
      const old = before.get(id);
      return [id, { before: old, after: after.get(id), physicalId: old?.physicalId }] as const;
    }),
  );
}

function obstaclesOf(
  deployed: DeployedStack | undefined,
  before: Deployed,
  after: ReadonlyMap<string, Declared>,
): string[] {
  const obstacles: string[] = [];
  if (deployed !== undefined && !DEPLOYABLE.test(deployed.status)) {
    obstacles.push(
      deployed.status.endsWith('IN_PROGRESS')
        ? `the stack is ${deployed.status}: expected no operation in progress; wait until it has ended, and plan again`
        : `the stack is ${deployed.status}: expected one that can be updated; continue its rollback, or delete it`,
    );
  }
  for (const [logicalId, old] of before) {
    const next = after.get(logicalId);
    if (next === undefined || next.properties['ServiceToken'] === old.properties['ServiceToken']) continue;
    obstacles.push(
      `the ServiceToken of ${logicalId} changes: cloudformation cannot update it; keep the provider that the association was created with`,
    );
  }
  return obstacles;
}

function surroundings(
  { Parameters: parameters = {}, Conditions: conditions = {}, Mappings: mappings = {} }: Template,
  given: Readonly<Record<string, string>>,
  { stackId, name }: { readonly stackId: string; readonly name: string },
): Surroundings {
  const [, , , region = '', account = ''] = stackId.split(':');
  const defaults = Object.entries(parameters).flatMap(([key, { Type: type = '', Default: value }]) =>
    // The value of such a parameter is the name of another.
    value === undefined || type.startsWith('AWS::SSM::')
      ? []
      : [[key, typeof value === 'string' ? value : JSON.stringify(value)] as const],
  );
  const { partition, suffix } = partitionOf(region);
  return {
    pseudo: {
      'AWS::Region': region,
      'AWS::AccountId': account,
      'AWS::Partition': partition,
      'AWS::URLSuffix': suffix,
      'AWS::StackName': name,
    },
    parameters: { ...Object.fromEntries(defaults), ...given },
    conditions,
    mappings,
  };
}

function partitionOf(region: string): { readonly partition: string; readonly suffix: string } {
  if (region.startsWith('cn-')) return { partition: 'aws-cn', suffix: 'amazonaws.com.cn' };
  return { partition: region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws', suffix: 'amazonaws.com' };
}
