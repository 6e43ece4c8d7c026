import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { DirectConnectClient } from '@aws-sdk/client-direct-connect';

const AWS = /\.(amazonaws\.com(\.cn)?|api\.aws)$/;

/** Which services somebody else stood in for: what those did says nothing about AWS. */
export interface Emulated {
  readonly directConnect: boolean;
  readonly cloudFormation: boolean;
}

/** Notes which hosts a client calls: variables, profiles and its own configuration may name another than AWS's. */
export function hostsOf(client: CloudFormationClient | DirectConnectClient): ReadonlySet<string> {
  const hosts = new Set<string>();
  client.middlewareStack.add(
    (next) => (args) => {
      const { hostname } = args.request as { hostname?: string };
      if (hostname !== undefined) hosts.add(hostname);
      return next(args);
    },
    { step: 'finalizeRequest', name: 'noteHost' },
  );
  return hosts;
}

export function isEmulated(hosts: ReadonlySet<string>): boolean {
  return [...hosts].some((host) => !AWS.test(host));
}
