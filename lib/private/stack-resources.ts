import { CfnResource, Stack } from 'aws-cdk-lib';
import { ASSOCIATION_TYPE } from '../contract';
import { findCollisions } from './collisions';

/** CloudFormation's quota of resources in a stack. */
export const MAX_RESOURCES = 500;

/** What the CDK adds to every stack, if it is not told otherwise. */
const ANALYTICS_TYPE = 'AWS::CDK::Metadata';

/** Says when CloudFormation would refuse the stack for its resources: two with one logical id, or too many. */
export function validateResources(stack: Stack): string[] {
  const resources = stack.node
    .findAll()
    .filter((child) => CfnResource.isCfnResource(child))
    .filter((resource) => resource.stack === stack);
  return [...describeCollisions(stack, resources), ...describeExcess(resources)];
}

function describeCollisions(stack: Stack, resources: CfnResource[]): string[] {
  return findCollisions(stack, resources).map(
    ({ id, first, second }) =>
      `logical id '${id}' is that of both '${first.node.path}' and '${second.node.path}', expected one id for one ` +
      'resource: rename one of the two constructs',
  );
}

function describeExcess(resources: CfnResource[]): string[] {
  const excess = resources.length - MAX_RESOURCES;
  if (excess <= 0) return [];
  const types = resources.map(({ cfnResourceType }) => cfnResourceType);
  const associations = types.filter((type) => type === ASSOCIATION_TYPE).length;
  const ofTheCdk = types.includes(ANALYTICS_TYPE)
    ? `; one is the CDK's own ${ANALYTICS_TYPE}, which the stack does without if you set its analyticsReporting to false`
    : '';
  return [
    `the stack has ${resources.length} resources, ${associations} of them associations, expected at most ` +
      `${MAX_RESOURCES}, the quota of CloudFormation: declare at least ${excess} of them in another stack, in a ` +
      'HostedConnectionMigration of its own, and make that stack depend on this one, so that they go one after the ' +
      `other${ofTheCdk}`,
  ];
}
