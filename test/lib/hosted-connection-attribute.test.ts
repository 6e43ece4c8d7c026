import type { Connection } from '@aws-sdk/client-direct-connect';
import { App, Stack } from 'aws-cdk-lib';
import { HostedConnectionAssociation, HostedConnectionAttribute, HostedConnectionParent } from '../../lib';
import type { AttributeName } from '../../lib/contract';

/** What the pinned client knows of a connection and no attribute says; `tsc` finds this not to be empty. */
type Missing = Exclude<keyof Connection, AttributeName>;
const nothingIsMissing: [Missing] extends [never] ? true : false = true;

test('every member of Direct Connect’s Connection is an attribute', () => {
  expect(nothingIsMissing).toBe(true);
});

test.each(Object.entries(HostedConnectionAttribute))('%s is named after %s', (member, name) => {
  expect(member.toLowerCase().replaceAll('_', '')).toBe(name.toLowerCase());
});

const association = new HostedConnectionAssociation(new Stack(new App(), 'Partner'), 'Acme', {
  connectionId: 'dxcon-fg9607vm',
  parent: HostedConnectionParent.fromLagId('dxlag-fhccu14t'),
});

test.each(Object.values(HostedConnectionAttribute))('the association has the member %s', (name) => {
  expect(association.stack.resolve(association[name])).toEqual({
    'Fn::GetAtt': ['HostedConnectionAssociationDxconFg9607vm', name],
  });
});
