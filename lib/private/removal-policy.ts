import { RemovalPolicy } from 'aws-cdk-lib';

/** The policy of an association's resource. Throws if there is none like it. */
export function renderRemovalPolicy(policy: RemovalPolicy): RemovalPolicy {
  switch (policy) {
    case RemovalPolicy.DESTROY:
      return policy;
    case RemovalPolicy.RETAIN:
    case RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE:
      // Unlike RETAIN it does not keep an association whose create failed.
      return RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    default:
      throw new Error(
        `removalPolicy is '${policy}', expected DESTROY or RETAIN: pass RemovalPolicy.RETAIN to leave the connection ` +
          'where it is',
      );
  }
}
