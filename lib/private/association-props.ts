import { IConstruct } from 'constructs';
import { HostedConnectionAssociationProps } from '../hosted-connection-association';
import { HostedConnectionAttribute } from '../hosted-connection-attribute';
import { HostedConnectionParent } from '../hosted-connection-parent';
import { validateEnvironment } from './environments';
import { misuse } from './errors';
import {
  Expectation,
  hasMember,
  shown,
  validateBooleans,
  validateGiven,
  validateObject,
  validateOptional,
} from './given';
import { validateConnectionId } from './ids';
import { isPlaceholder } from './lookups';

const PARENT: Expectation = {
  isRight: (value) => hasMember(value, 'parentConnectionId'),
  expected:
    "a HostedConnectionParent: pass HostedConnectionParent.fromLagId('dxlag-…') or " +
    "HostedConnectionParent.fromInterconnectId('dxcon-…')",
};

const PROVIDER: Expectation = {
  isRight: (value) => hasMember(value, 'serviceToken') && hasMember(value, 'node'),
  expected:
    'a HostedConnectionProvider: pass one that you declare, HostedConnectionProvider.fromDeployed() or ' +
    'HostedConnectionProvider.fromServiceToken()',
};

const ATTRIBUTES: readonly unknown[] = Object.values(HostedConnectionAttribute);

/** Throws unless an association can be what its properties say. */
export function validateProps(association: IConstruct, props: HostedConnectionAssociationProps): void {
  validateObject(props, 'pass at least connectionId and parent', association);
  validateConnectionId('connectionId', props.connectionId, "pass a hosted connection's id", association);
  validateParents(association, props);
  validateBooleans(props, ['waitForAvailable', 'takeOver'], association);
  validateOutputAttributes(association, props.outputs);
  validateProvider(association, props.provider);
}

/** Throws unless a provider is one, or is not given. */
export function validateProvider(construct: IConstruct, provider: unknown): void {
  validateOptional('provider', provider, PROVIDER, construct);
}

/** Throws unless the parents are some, and where the construct is, as far as that is known. */
export function validateParents(
  construct: IConstruct,
  props: Pick<HostedConnectionAssociationProps, 'parent' | 'originalParent'> & {
    readonly connectionId?: string;
  },
): void {
  const { connectionId, parent, originalParent } = props;
  validateGiven('parent', parent, PARENT, construct);
  validateOptional('originalParent', originalParent, PARENT, construct);
  for (const [property, each] of Object.entries({ parent, originalParent })) {
    if (!each) continue;
    if (connectionId !== undefined) validateIsNot(connectionId, property, each, construct);
    validatePlace(property, each, construct);
  }
}

function validateIsNot(
  connectionId: string,
  property: string,
  { parentConnectionId }: HostedConnectionParent,
  construct: IConstruct,
): void {
  if (parentConnectionId !== connectionId || isPlaceholder(connectionId)) return;
  throw misuse(
    `${property} is '${connectionId}', which is the connection itself, expected an interconnect or a LAG: pass the ` +
      'hosted connection as `connectionId` and what it is on as a parent',
    construct,
  );
}

function validatePlace(property: string, parent: HostedConnectionParent, construct: IConstruct): void {
  const { _place: place } = parent;
  if (!place) return;
  const fix =
    'name a parent of the account and region of the stack, or put the association where the parent is';
  validateEnvironment(`${property} is ${place.name}`, place, construct, fix);
}

function validateOutputAttributes(association: IConstruct, outputs: unknown): void {
  const fix = 'pass members of HostedConnectionAttribute, such as HostedConnectionAttribute.VLAN';
  validateOptional(
    'outputs',
    outputs,
    { isRight: Array.isArray, expected: `a list of attributes: ${fix}` },
    association,
  );
  const unknown = ((outputs ?? []) as unknown[]).find((each) => !ATTRIBUTES.includes(each));
  if (unknown === undefined && !((outputs ?? []) as unknown[]).includes(undefined)) return;
  throw misuse(
    `outputs has ${shown(unknown)}, expected attributes of a hosted connection: ${fix}`,
    association,
  );
}
