import { LiveClaim, isOpen } from '../../lambda/association/claim';
import { homeOf } from '../../lambda/association/before';
import { nameOfOwner, stackNameOf } from '../../lambda/cloudformation/owner';
import { Parents } from '../../lambda/direct-connect/parents';
import { Placement, isGone } from '../../lambda/direct-connect/placement';
import { MISSING_SECONDS } from '../../lib/timing';
import type { DeployedResource } from '../aws/deployed-stacks';
import type { ConnectionStatus } from './schema';
import type { State } from './states';

/** A claim, and what its connection and its association are like now. */
export interface Found {
  readonly claim: LiveClaim;
  /** Where the connection is; undefined: on no parent. */
  readonly placement: Placement | undefined;
  readonly parents: Parents;
  /** What CloudFormation says of the association; undefined: it does not exist. */
  readonly resource: DeployedResource | undefined;
  /** Whether a delete leaves the connection where it is, if that is known. */
  readonly isRetained?: boolean;
  /** In milliseconds. */
  readonly now: number;
}

/** What is true of a claim, and what to do about it. */
export function assess(found: Found): ConnectionStatus {
  const { claim, placement, parents, resource, isRetained } = found;
  const [state, reason] = stateOf(found);
  const home = parents.standsFor(homeOf(claim));
  return {
    connectionId: claim.connectionId,
    state,
    ...describePlacement(placement),
    stack: stackNameOf(claim.owner.stackId),
    stackId: claim.owner.stackId,
    logicalId: claim.owner.logicalResourceId,
    resourceStatus: resource?.status,
    phase: claim.phase,
    declaredOn: declaredOn(found),
    home,
    isRetained,
    reason,
    advice: adviceOn(state, found, home),
  };
}

/** What Direct Connect says of a connection. */
export function describePlacement(placement: Placement | undefined): Partial<ConnectionStatus> {
  if (placement === undefined) return {};
  const { connectionName, ownerAccount, vlan, connectionState } = placement.connection;
  return { connectionName, ownerAccount, vlan, connectionState, isOn: placement.parentId };
}

function stateOf(found: Found): [State, string?] {
  const { claim, placement, resource, parents, now } = found;
  if (resource === undefined) return ['no stack', `${nameOfOwner(claim.owner)} does not exist any more`];
  if (placement !== undefined && isGone(placement))
    return ['gone', `its state is ${placement.connection.connectionState}`];
  if (isUnderWay(found)) return ['moving', claim.waiting?.[0]?.reason ?? resource.status];
  if (placement === undefined) return goneOrLate(found);
  if (resource.status.endsWith('FAILED')) return ['failed', resource.reason ?? resource.status];
  const on = parents.standsFor(placement.parentId);
  if (on === declaredOn(found)) return ['as declared'];
  return claim.phase === 'settled' || now > claim.deadline
    ? ['moved by hand', `it is on ${on}, and was put on ${declaredOn(found) ?? 'no other parent'}`]
    : ['moving'];
}

function isUnderWay({ claim, resource, now }: Found): boolean {
  if (resource?.status.endsWith('IN_PROGRESS') === true) return true;
  return isOpen(claim) && now < claim.deadline;
}

/** In the middle of a move a connection can be listed nowhere. */
function goneOrLate({ claim, now }: Found): [State, string] {
  const reason = 'it is on no interconnect or LAG of the account';
  return [now - claim.updatedAt < MISSING_SECONDS * 1000 ? 'moving' : 'gone', reason];
}

function declaredOn({ claim, parents }: Found): string | undefined {
  const parentId = claim.movedTo.at(-1);
  return parentId === undefined ? undefined : parents.standsFor(parentId);
}

function adviceOn(state: State, found: Found, home: string): string | undefined {
  const { claim, placement, resource } = found;
  switch (state) {
    case 'as declared':
    case 'moving':
    case 'no claim':
    case 'no association':
    case 'unreadable':
      return undefined;
    case 'moved by hand':
      return (
        `a delete of ${nameOfOwner(claim.owner)} leaves it where it is. if it belongs there, declare that parent and deploy; ` +
        `if not, move it back by hand: ${associate(claim.connectionId, declaredOn(found) ?? home)}`
      );
    case 'gone':
      return `remove ${nameOfOwner(claim.owner)} from its app and deploy`;
    case 'failed':
      return resource?.status.startsWith('DELETE') === true
        ? 'delete the stack again, as often as you need to'
        : 'correct what the reason says, and deploy again';
    case 'no stack':
      return placement?.parentId === home || placement === undefined
        ? 'nothing has to be done for the connection; to forget it, delete its claim in the table'
        : `to put it back, declare it again in a stack, which takes the claim over, and then remove it; or by hand: ${associate(claim.connectionId, home)}`;
  }
}

/** The one call that moves a connection. */
export function associate(connectionId: string, parentId: string): string {
  return `aws directconnect associate-hosted-connection --connection-id ${connectionId} --parent-connection-id ${parentId}`;
}
