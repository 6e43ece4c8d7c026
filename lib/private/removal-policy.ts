import { RemovalPolicy } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { misuse } from './errors';
import { shown } from './given';

/** The policy of an association's resource. Throws if there is none like it. */
export function renderRemovalPolicy(policy: RemovalPolicy, construct: IConstruct): RemovalPolicy {
  switch (policy) {
    case RemovalPolicy.DESTROY:
      return policy;
    case RemovalPolicy.RETAIN:
    case RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE:
      // Unlike RETAIN it does not keep an association whose create failed.
      return RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    default:
      throw misuse(
        `removalPolicy is ${shown(policy)}, expected DESTROY or RETAIN: pass RemovalPolicy.RETAIN to leave the connection ` +
          'where it is',
        construct,
      );
  }
}
