import { Arn, ArnFormat } from 'aws-cdk-lib';
import { Construct, IDependable } from 'constructs';
import { IHostedConnectionProvider } from '../hosted-connection-provider';
import { validateEnvironment } from './environments';
import { isKnown } from './lookups';
import { Shared } from './shared';

/** What a custom resource needs of its provider. */
export interface ProviderConnection {
  /** What the custom resource calls, as its stack has to say it. */
  readonly serviceToken: string;

  /** What the custom resource is made after, and deleted before; absent: nothing of this app. */
  readonly lastResource?: IDependable;
}

/**
 * How a provider of ours is connected with what is in a scope; it throws if it cannot serve it. This is also how ours are
 * known, whichever copy of the package has made them.
 */
export const connections = new Shared<(scope: Construct) => ProviderConnection>('HostedConnectionProvider');

/**
 * Connects what is in a scope with its provider.
 *
 * @throws if the provider cannot serve it.
 */
export function connectTo(provider: IHostedConnectionProvider, scope: Construct): ProviderConnection {
  const { serviceToken } = provider;
  return connections.get(provider)?.(scope) ?? connectToForeign(serviceToken, scope);
}

/** Somebody's own class: all that is known of it is what its service token says. */
function connectToForeign(serviceToken: string, scope: Construct): ProviderConnection {
  if (isKnown(serviceToken) && serviceToken.startsWith('arn:')) {
    const fix = 'pass a provider that is deployed there';
    const place = Arn.split(serviceToken, ArnFormat.COLON_RESOURCE_NAME);
    validateEnvironment(`provider is '${serviceToken}'`, place, scope, fix);
  }
  return { serviceToken };
}
