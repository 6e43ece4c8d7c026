import type { CdkCustomResourceEvent } from 'aws-lambda';
import { CONTRACT } from '../../lib/contract';
import { TerminalError } from '../outcome';
import { show } from '../properties';
import { environmentOf, isSameEnvironment, stackNameOf } from './owner';

/** @throws TerminalError for a resource of another account or region: nothing of it could be seen from here. */
export function refuseForeignStack({ StackId }: CdkCustomResourceEvent, providerStackId: string): void {
  if (isSameEnvironment(StackId, providerStackId)) return;
  throw new TerminalError(
    `the stack ${stackNameOf(StackId)} is of account ${environmentOf(StackId)}: expected one of account ${environmentOf(providerStackId)}, where its provider ${stackNameOf(providerStackId)} is; use a provider of the stack's own account and region. nothing was moved`,
  );
}

/**
 * A delete is served all the same: what it needs is in the claim.
 *
 * @throws TerminalError for a resource that is newer than this handler, or does not say what it is.
 */
export function refuseContract(event: CdkCustomResourceEvent, providerStackId: string): void {
  if (event.RequestType === 'Delete') return;
  const { contract } = (event.ResourceProperties as { contract?: unknown } | undefined) ?? {};
  const version =
    typeof contract === 'string' && /^[1-9]\d{0,8}$/.test(contract) ? Number(contract) : undefined;
  const stack = stackNameOf(providerStackId);
  if (version === undefined) {
    throw new TerminalError(
      `contract is ${show(contract)}: expected "${CONTRACT}", the version of the properties that the provider ${stack} serves; set it. nothing was moved`,
    );
  }
  if (version <= CONTRACT) return;
  throw new TerminalError(
    `contract is ${show(contract)}: the provider ${stack} serves up to "${CONTRACT}"; deploy the stack ${stack} with the newer version of cdk-hosted-connection-association first. nothing was moved`,
  );
}
