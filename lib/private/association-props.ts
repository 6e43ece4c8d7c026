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
  validateGiven('parent', props.parent, PARENT, association);
  validateParents(association, props);
  validateBooleans(props, ['waitForAvailable', 'takeOver'], association);
  validateOutputAttributes(association, props.outputs);
  validateProvider(association, props.provider);
}

/** Throws unless a provider is one, or is not given. */
export function validateProvider(construct: IConstruct, provider: unknown): void {
  validateOptional('provider', provider, PROVIDER, construct);
}

/** The parents that an association or a move can name. */
type Parents = Partial<
  Pick<HostedConnectionAssociationProps, 'connectionId' | 'parent' | 'originalParent' | 'expectedParent'>
>;

/**
 * Throws unless the parents that are given are some, none of them is the connection, and they are where the construct is,
 * as far as that is known.
 *
 * @param place what is in front of the name of a property in an error: `moves[3].`.
 */
export function validateParents(construct: IConstruct, props: Parents, place = ''): void {
  const { connectionId, parent, originalParent, expectedParent } = props;
  for (const [name, each] of Object.entries({ parent, originalParent, expectedParent })) {
    const property = `${place}${name}`;
    validateOptional(property, each, PARENT, construct);
    if (!each) continue;
    if (connectionId !== undefined) validateIsNotItself(property, each, connectionId, construct);
    validatePlace(property, each, construct);
  }
}

function validateIsNotItself(
  property: string,
  { parentConnectionId }: HostedConnectionParent,
  connectionId: string,
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

/** Throws unless outputs are a list of attributes, or not given. */
export function validateOutputAttributes(association: IConstruct, outputs: unknown): void {
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
