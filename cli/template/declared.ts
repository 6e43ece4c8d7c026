import {
  ASSOCIATION_TYPE,
  CLAIMS_TABLE_TYPE,
  PREFLIGHT_TYPE,
  SERVICE_TOKEN_EXPORT,
} from '../../lib/contract';
import type { DeclaredResource, Template } from '../aws/deployed-stacks';
import { Surroundings, Unknown, evaluate, holds, whyUnknown } from './evaluate';

/** An association or a preflight, as a template declares it. */
export interface Declared {
  readonly type: string;
  /** As far as they are known before the deployment. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** As they stand in the template. */
  readonly text: string;
  /** What only the deployment knows of it. */
  readonly unknown?: string;
  readonly dependsOn: readonly string[];
  readonly retain: boolean;
  /** The stack of the provider that serves it, if the template says so. */
  readonly provider?: string;
}

const OURS: readonly string[] = [ASSOCIATION_TYPE, PREFLIGHT_TYPE];

/** What a template has of ours, by logical id, in the order of the template. */
export function declaredIn(
  template: Template,
  around: Surroundings,
  stackName: string,
): Map<string, Declared> {
  const { Resources: resources = {} } = template;
  const declared = new Map<string, Declared>();
  for (const [logicalId, resource] of Object.entries(resources)) {
    if (!OURS.includes(resource.Type)) continue;
    const truth = resource.Condition === undefined ? true : holds(resource.Condition, around);
    if (truth === false) continue;
    const properties = evaluate(resource.Properties ?? {}, around) as Record<string, unknown>;
    const { ServiceToken: token, ...asked } = properties;
    declared.set(logicalId, {
      type: resource.Type,
      properties: stringified({ ...asked, ServiceToken: token instanceof Unknown ? token.reason : token }),
      text: JSON.stringify(resource.Properties),
      unknown: truth instanceof Unknown ? truth.reason : whyUnknown(asked),
      dependsOn: oursBefore(logicalId, resources),
      retain: (resource.DeletionPolicy ?? 'Delete') !== 'Delete',
      provider: providerOf(token, resources, stackName),
    });
  }
  return declared;
}

/** CloudFormation delivers every value as a string. */
function stringified(value: Record<string, unknown>): Record<string, unknown> {
  const text = (each: unknown): unknown => {
    if (each instanceof Unknown) return each;
    if (Array.isArray(each)) return each.map(text);
    if (typeof each === 'object' && each !== null) return stringified(each as Record<string, unknown>);
    return typeof each === 'number' || typeof each === 'boolean' ? String(each) : each;
  };
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, text(each)]));
}

function providerOf(
  token: unknown,
  resources: Readonly<Record<string, DeclaredResource>>,
  stackName: string,
): string | undefined {
  const name = token instanceof Unknown ? /^the export (.+)$/.exec(token.reason)?.[1] : undefined;
  if (name?.endsWith(SERVICE_TOKEN_EXPORT) === true) return name.slice(0, -SERVICE_TOKEN_EXPORT.length);
  const hasOwn = Object.values(resources).some(({ Type }) => Type === CLAIMS_TABLE_TYPE);
  return hasOwn ? stackName : undefined;
}

/** Those of ours that a resource waits for, also through others. */
function oursBefore(
  logicalId: string,
  resources: Readonly<Record<string, DeclaredResource>>,
  seen = new Set<string>(),
): string[] {
  return dependenciesOf(resources[logicalId]).flatMap((id) => {
    const dependency = resources[id];
    if (dependency === undefined || seen.has(id)) return [];
    seen.add(id);
    return OURS.includes(dependency.Type) ? [id] : oursBefore(id, resources, seen);
  });
}

function dependenciesOf(resource: DeclaredResource | undefined): string[] {
  const { DependsOn: dependsOn = [], Properties: properties } = resource ?? {};
  return [...[dependsOn].flat(), ...referredTo(properties)];
}

/** What a value refers to makes a dependency as well. */
function referredTo(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(referredTo);
  return Object.entries(value).flatMap(([name, member]) => {
    if (name === 'Ref') return [String(member)];
    if (name === 'Fn::GetAtt')
      return [Array.isArray(member) ? String(member[0]) : (String(member).split('.')[0] ?? '')];
    if (name !== 'Fn::Sub') return referredTo(member);
    const [text, values] = Array.isArray(member) ? (member as unknown[]) : [member];
    const names = [...String(text).matchAll(/\$\{([^}!.]+)/g)].map(([, each]) => each ?? '');
    return [...names, ...referredTo(values)];
  });
}
