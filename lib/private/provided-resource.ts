import { CfnDeletionPolicy, CfnResource, CustomResource, Duration, Lazy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { SERVICE_TIMEOUT_MARGIN_SECONDS } from '../timing';
import { ProviderConnection } from './provider-connection';

/** Properties of a custom resource of a provider. */
export interface ProvidedResourceProps extends ProviderConnection {
  /** The type of the resource. */
  readonly resourceType: string;

  /** Seconds that the handler gives itself for an operation. */
  readonly timeoutSeconds: number;

  /** What the handler is told. */
  readonly properties: object;
}

/** A custom resource that is answered by a provider, and is made after it and deleted before it. */
export function createProvidedResource(
  scope: Construct,
  id: string,
  props: ProvidedResourceProps,
): CustomResource {
  const { serviceToken, lastResource, resourceType, timeoutSeconds, properties } = props;
  // eslint-disable-next-line cdk/no-variable-construct-id, cdk/require-passing-this -- the caller names it, and is its scope
  const resource = new CustomResource(scope, id, {
    resourceType,
    serviceToken,
    serviceTimeout: Duration.seconds(timeoutSeconds + SERVICE_TIMEOUT_MARGIN_SECONDS),
    properties: { ...properties },
  });
  if (lastResource) resource.node.addDependency(lastResource);
  renderPolicies(resource.node.defaultChild as CfnResource);
  return resource;
}

/**
 * Whoever sets `Retain`, such as `RemovalPolicies.of(stack).retain()` or an Aspect: CloudFormation would then keep a
 * resource whose create failed, with its connection on the new parent. What CloudFormation does anyway is left out, as
 * often as there are connections.
 */
function renderPolicies(resource: CfnResource): void {
  const { DELETE, RETAIN, RETAIN_EXCEPT_ON_CREATE } = CfnDeletionPolicy;
  const unlessDefault = (policy = DELETE) => (policy === DELETE ? undefined : policy);
  const deletion = () => {
    const { deletionPolicy } = resource.cfnOptions;
    return unlessDefault(deletionPolicy === RETAIN ? RETAIN_EXCEPT_ON_CREATE : deletionPolicy);
  };
  const replacement = () => unlessDefault(resource.cfnOptions.updateReplacePolicy);
  resource.addOverride('DeletionPolicy', Lazy.string({ produce: deletion }));
  resource.addOverride('UpdateReplacePolicy', Lazy.string({ produce: replacement }));
}
