import { accepted } from './accepted';
import { FleetTemplate, Resource, synthesizeFleet } from './fleet-template';
import { describeUpgrade } from './upgrade';

const ASSOCIATION = 'HostedConnectionAssociationDxconFg000001';

// A difference here reaches every deployed stack with its next deployment. `npm run accept` accepts all.
test('an upgrade touches no association that is deployed', () => {
  expect(describeUpgrade(accepted.readTemplate(), synthesizeFleet())).toEqual([]);
});

describe('of an upgrade is named', () => {
  const before = accepted.readTemplate();
  type Section = 'customResources' | 'tables' | 'entryPoints';

  function find(section: Section, id = Object.keys(before[section])[0] ?? ''): [string, Resource] {
    const resource = before[section][id];
    if (!resource) throw new Error(`the accepted template has no ${id}`);
    return [id, resource];
  }

  function renamed(section: Section, id: string, newId: string): FleetTemplate {
    const entries = Object.entries(before[section]).map(([key, each]) => [key === id ? newId : key, each]);
    return { ...before, [section]: Object.fromEntries(entries) as Record<string, Resource> };
  }

  function changed(section: Section, id: string, change: object): FleetTemplate {
    const [, resource] = find(section, id);
    return { ...before, [section]: { ...before[section], [id]: { ...resource, ...change } } };
  }

  function withProperty(section: Section, id: string, property: object): FleetTemplate {
    const [, { Properties }] = find(section, id);
    return changed(section, id, { Properties: { ...Properties, ...property } });
  }

  const [table] = find('tables');
  const [entryPoint] = find('entryPoints');

  test.each<[string, FleetTemplate, RegExp]>([
    [
      'another logical id of an association',
      renamed('customResources', ASSOCIATION, 'Renamed'),
      /^HostedConnectionAssociationDxconFg000001: is called Renamed, .* "dxcon-fg000001" is moved back$/,
    ],
    [
      'another type',
      changed('customResources', ASSOCIATION, { Type: 'Custom::Other' }),
      /is a Custom::Other, which CloudFormation refuses: no deployed stack can be updated any more$/,
    ],
    [
      'another service token',
      withProperty('customResources', ASSOCIATION, { ServiceToken: 'arn' }),
      /ServiceToken was .*: CloudFormation cannot update it, no deployed stack can be updated any more$/,
    ],
    [
      'another parent',
      withProperty('customResources', ASSOCIATION, { parentConnectionId: 'dxlag-other123' }),
      /parentConnectionId was "dxlag-fhccu14t", and is "dxlag-other123": the connection is moved$/,
    ],
    [
      'a new property',
      withProperty('customResources', ASSOCIATION, { color: 'red' }),
      /color was absent, and is "red": CloudFormation sends an update event for each/,
    ],
    [
      'another policy',
      changed('customResources', ASSOCIATION, { DeletionPolicy: 'Retain' }),
      /DeletionPolicy was "Delete", and is "Retain": a delete does something else than it did$/,
    ],
    ['another table', renamed('tables', table, 'Other'), /is replaced: the claims are lost/],
    ['another key', withProperty('tables', table, { KeySchema: [] }), /is replaced: the claims are lost/],
    [
      'a name of the function that is called',
      withProperty('entryPoints', entryPoint, { FunctionName: 'fixed' }),
      /is replaced, and with it the ServiceToken: no deployed stack can be updated any more$/,
    ],
    [
      'an output that is gone',
      { ...before, outputs: { ...before.outputs, TokenVlan: undefined } },
      /^TokenVlan: the output has another value: what reads it breaks$/,
    ],
    [
      'an export that is gone',
      { ...before, exports: {} },
      /^cdk-hosted-connection-association-provider:ServiceToken: the export is gone, .* no deployed provider can be/,
    ],
    [
      'another policy of the table',
      changed('tables', table, { DeletionPolicy: 'Delete' }),
      /DeletionPolicy was "RetainExceptOnCreate", and is "Delete": a delete does something else than it did$/,
    ],
  ])('%s', (_, after, text) => {
    expect(describeUpgrade(before, after)).toContainEqual(expect.stringMatching(text));
  });
});
