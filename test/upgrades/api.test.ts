import { accepted } from './accepted';
import { compareApis } from './api-changes';
import { Assembly, Member, readBuiltAssembly, Type } from './assembly';

// A difference here is met by users. Undo a breaking one, or release it as one; `npm run accept` accepts all.
test('the API is what was accepted', () => {
  expect(compareApis(accepted.readApi(), readBuiltAssembly())).toEqual({ breaking: [], additions: [] });
}, 60_000);

describe('of two APIs', () => {
  const api = accepted.readApi();
  const nameOf = (type: string) => `${api.name}.${type}`;
  const [association, migration] = [
    'HostedConnectionAssociationProps',
    'HostedConnectionMigrationProps',
  ] as const;

  /** The API with other members in one of its types. */
  function withMembers(
    from: Assembly,
    type: string,
    section: 'properties' | 'methods',
    change: (members: Member[]) => Member[],
  ): Assembly {
    const changed = from.types[nameOf(type)];
    if (!changed) throw new Error(`the accepted API has no type ${type}`);
    const members: Type = { ...changed, [section]: change(changed[section] ?? []) };
    return { ...from, types: { ...from.types, [nameOf(type)]: members } };
  }

  const without = (name: string) => (members: Member[]) => members.filter((member) => member.name !== name);
  const replace = (name: string, facets: object) => (members: Member[]) =>
    members.map((member) => (member.name === name ? { ...member, ...facets } : member));
  const duplicate = (name: string) => (members: Member[]) => [
    ...members,
    ...members.filter((member) => member.name === name).map((member) => ({ ...member, name: 'another' })),
  ];

  test('what breaks users is named', () => {
    let after = withMembers(api, migration, 'properties', without('canary'));
    after = withMembers(after, migration, 'properties', replace('maxConcurrent', { docs: { default: '2' } }));
    after = withMembers(after, association, 'properties', replace('timeout', { optional: undefined }));
    after = withMembers(after, 'HostedConnectionParent', 'methods', without('fromLag'));
    const type = { primitive: 'number' };
    after = withMembers(after, 'HostedConnectionAssociation', 'properties', replace('vlan', { type }));
    const engines = { node: '>= 99' };
    expect(compareApis(api, { ...after, engines })).toEqual({
      breaking: expect.arrayContaining([
        expect.stringMatching(/HostedConnectionMigrationProps\.canary: has been removed/),
        expect.stringMatching(
          /HostedConnectionMigrationProps\.maxConcurrent: its default was '1', and is '2'/,
        ),
        expect.stringMatching(/HostedConnectionAssociationProps: newly required property 'timeout'/),
        expect.stringMatching(/HostedConnectionParent\.fromLag: has been removed/),
        expect.stringMatching(/HostedConnectionAssociation\.vlan: .*number is not assignable to string/),
        expect.stringMatching(/^package\.engines\.node: was '.*', and is '>= 99'$/),
      ]) as unknown,
      additions: [],
    });
  }, 60_000);

  test('what is new is named, and breaks nobody', () => {
    const after = withMembers(api, association, 'properties', duplicate('timeout'));
    const targets = { ...api.targets, ruby: { gem: 'hosted_connection_association' } };
    expect(compareApis(api, { ...after, targets })).toEqual({
      breaking: [],
      additions: [`${association}.another`, 'package.targets.ruby.gem'],
    });
  }, 60_000);
});
