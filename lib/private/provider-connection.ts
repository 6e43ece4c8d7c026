import { Construct, IDependable } from 'constructs';
import { IHostedConnectionProvider } from '../hosted-connection-provider';
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
  return connections.get(provider)?.(scope) ?? { serviceToken };
}
