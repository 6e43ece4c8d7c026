import { CfnResource, Stack } from 'aws-cdk-lib';
import { ASSOCIATION_TYPE } from '../contract';

/** CloudFormation's quota of resources in a stack. */
export const MAX_RESOURCES = 500;

/** What the CDK adds to every stack, if it is not told otherwise. */
const ANALYTICS_TYPE = 'AWS::CDK::Metadata';

/** Says when CloudFormation would refuse the stack for its number of resources, and how to split it. */
export function validateResources(stack: Stack): string[] {
  const resources = stack.node
    .findAll()
    .filter((child) => CfnResource.isCfnResource(child))
    .filter((resource) => resource.stack === stack);
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
