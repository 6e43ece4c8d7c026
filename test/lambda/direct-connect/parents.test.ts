import { Parents } from '../../../lambda/direct-connect/parents';
import { hasSameVlan, nameOf } from '../../../lambda/direct-connect/placement';
import { HOME, LAG_A } from '../world';

test('a parent of which the state is not given can be used', () => {
  const parents = new Parents([{ lagId: LAG_A }], [{ interconnectId: HOME }]);
  expect([LAG_A, HOME].map((id) => parents.whyUnusable(id))).toEqual([undefined, undefined]);
  expect(parents.searchable).toEqual([LAG_A, HOME]);
});

test('one without an id is none', () => {
  const parents = new Parents([{ lagState: 'available' }], [{ interconnectState: 'available' }]);
  expect(parents.exists('')).toBe(false);
  expect(parents.searchable).toEqual([]);
});

describe('two connections with one VLAN', () => {
  const acme = { connectionId: 'dxcon-fg000001', vlan: 101 };
  const bolt = { connectionId: 'dxcon-fg000002', vlan: 101 };

  test('cannot be on one parent', () => {
    expect(hasSameVlan(acme, bolt)).toBe(true);
    expect(hasSameVlan(acme, { ...bolt, vlan: 102 })).toBe(false);
  });

  test('can, if they are one, or if one is not in use any more', () => {
    expect(hasSameVlan(acme, acme)).toBe(false);
    for (const connectionState of ['deleted', 'rejected'] as const)
      expect(hasSameVlan(acme, { ...bolt, connectionState })).toBe(false);
    expect(hasSameVlan(acme, { ...bolt, connectionState: 'deleting' })).toBe(true);
  });

  test('are none without a VLAN', () => {
    expect(hasSameVlan({ ...acme, vlan: undefined }, { ...bolt, vlan: undefined })).toBe(false);
  });
});

test.each([
  ['Acme', 'dxcon-fg000001 (Acme)'],
  ['', 'dxcon-fg000001'],
  [undefined, 'dxcon-fg000001'],
  ['dxcon-fg000001', 'dxcon-fg000001'],
])('a connection of the name %j is called %s', (connectionName, called) => {
  expect(nameOf({ connectionId: 'dxcon-fg000001', connectionName })).toBe(called);
});
