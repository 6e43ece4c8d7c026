import { isDeepStrictEqual } from 'node:util';
import { ASSOCIATION_TYPE } from '../../lib/contract';
import { FleetTemplate, Resource } from './fleet-template';

type Resources = Record<string, Resource>;

const NO_UPDATE = 'no deployed stack can be updated any more';

/**
 * What CloudFormation would do to the connections of a deployed stack, and to those who read its outputs, when the same
 * app is deployed with another version of the package.
 */
export function describeUpgrade(before: FleetTemplate, after: FleetTemplate): string[] {
  return [
    ...describeTables(before.tables, after.tables),
    ...describeEntryPoints(before.entryPoints, after.entryPoints),
    ...describeCustomResources(before.customResources, after.customResources),
    ...describeOutputs(before.outputs, after.outputs),
    ...describeExports(before.exports, after.exports),
  ];
}

function describeCustomResources(before: Resources, after: Resources): string[] {
  const gone = Object.entries(before).flatMap(([id, was]) =>
    id in after ? [] : [describeGone(id, was, after)],
  );
  const changed = Object.entries(before).flatMap(([id, was]) => {
    const is = after[id];
    return is === undefined ? [] : describeChange(id, was, is);
  });
  const added = Object.keys(after).filter((id) => !(id in before));
  return [...gone, ...changed, ...added.map((id) => `${id}: is new, CloudFormation creates it`)];
}

function describeGone(id: string, { Type, Properties }: Resource, after: Resources): string {
  if (Type !== ASSOCIATION_TYPE) return `${id}: is gone, CloudFormation deletes it`;
  const successor = Object.keys(after).find((other) =>
    isDeepStrictEqual(after[other]?.Properties.connectionId, Properties.connectionId),
  );
  const how = successor === undefined ? 'is gone' : `is called ${successor}`;
  return `${id}: ${how}, CloudFormation deletes it: the connection ${show(Properties.connectionId)} is moved back`;
}

function describeChange(id: string, was: Resource, is: Resource): string[] {
  if (was.Type !== is.Type) return [`${id}: is a ${is.Type}, which CloudFormation refuses: ${NO_UPDATE}`];
  const names = Object.keys({ ...was.Properties, ...is.Properties });
  const changed = names.filter((name) => !isDeepStrictEqual(was.Properties[name], is.Properties[name]));
  const properties = changed.map((name) => {
    const difference = `${name} was ${show(was.Properties[name])}, and is ${show(is.Properties[name])}`;
    return `${id}: ${difference}: ${effectOf(name)}`;
  });
  return [...properties, ...describePolicy(id, was, is)];
}

function effectOf(property: string): string {
  switch (property) {
    case 'ServiceToken':
      return `CloudFormation cannot update it, ${NO_UPDATE}`;
    case 'connectionId':
      return 'another connection is moved, and this one back';
    case 'parentConnectionId':
      return 'the connection is moved';
    default:
      return 'CloudFormation sends an update event for each, with its risk of failing';
  }
}

function describePolicy(id: string, was: Resource, is: Resource): string[] {
  // What CloudFormation does without one.
  const [before, after] = [was, is].map(({ DeletionPolicy = 'Delete' }) => DeletionPolicy);
  if (before === after) return [];
  const difference = `DeletionPolicy was ${show(before)}, and is ${show(after)}`;
  return [`${id}: ${difference}: a delete does something else than it did`];
}

/** A key or a name cannot be changed: CloudFormation makes another table, an empty one. */
function describeTables(before: Resources, after: Resources): string[] {
  return Object.entries(before).flatMap(([id, was]) => {
    const is = after[id];
    const fixed = ['TableName', 'KeySchema', 'AttributeDefinitions'];
    const isSame = fixed.every((name) => isDeepStrictEqual(was.Properties[name], is?.Properties[name]));
    if (is && isSame) return describePolicy(id, was, is);
    return [`${id}: is replaced: the claims are lost, and with them where the connections came from`];
  });
}

function describeEntryPoints(before: Resources, after: Resources): string[] {
  return Object.entries(before)
    .filter(([id, was]) => id in after && !isDeepStrictEqual(after[id], was))
    .map(([id]) => `${id}: is replaced, and with it the ServiceToken: ${NO_UPDATE}`);
}

function describeOutputs(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  return Object.keys(before)
    .filter((key) => !isDeepStrictEqual(before[key], after[key]))
    .map(
      (key) => `${key}: the output ${key in after ? 'has another value' : 'is gone'}: what reads it breaks`,
    );
}

/** A stack that imports the token holds it: its name, and that there is one. */
function describeExports(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  return Object.keys(before)
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .map((name) => {
      const how = name in after ? 'has another value' : 'is gone';
      return `${name}: the export ${how}, which CloudFormation refuses while a stack imports it: no deployed provider can be updated any more`;
    });
}

function show(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
