import { Placeholders } from '../../../tools/acceptance/placeholders';

const placeholders = () =>
  new Placeholders({
    'dxcon-fg9607vm': '<connection>',
    HostedConnectionAssociationDxconFg9607vm: 'Association',
    '111122223333': '<account>',
  });

test('ids and accounts are replaced wherever they stand, in names of members too', () => {
  const replaced = placeholders().replaceIn({
    'dxcon-fg9607vm': ['dxcon-fg9607vm/dxcon-ffabc123', 7, null, undefined, true],
    reason: 'arn:aws:cloudformation:us-east-1:111122223333:stack/Test/5f2b6c00-1111-2222-3333-444455556666',
    id: 'Test-HostedConnectionAssociationDxconFg9607vm-1ABC',
  });
  expect(replaced).toEqual({
    '<connection>': ['<connection>/<direct-connect-1>', 7, null, undefined, true],
    reason: 'arn:aws:cloudformation:us-east-1:<account>:stack/Test/<uuid-1>',
    id: 'Test-Association-1ABC',
  });
});

test('the same id is the same placeholder, and another one is another', () => {
  const [a, b] = ['5f2b6c00-1111-2222-3333-444455556666', '00000000-1111-2222-3333-444455556666'];
  expect(placeholders().replaceIn([a, b, a])).toEqual(['<uuid-1>', '<uuid-2>', '<uuid-1>']);
});

test.each([
  [
    'User: arn:aws:sts::999988887777:assumed-role/Admin/jane is not authorized',
    'User: <principal-1> is not authorized',
  ],
  ['owned by 999988887777', 'owned by <account-1>'],
  ['vlan 101 is in use by dxcon-ffother1', 'vlan 101 is in use by <direct-connect-1>'],
  ['jane.doe@example.com', '<mail-1>'],
  ['AKIAIOSFODNN7EXAMPLE', '<key-1>'],
  ['2026-11-26T02:46:42.117Z', '2026-11-26T02:46:42.117Z'],
  ['1795657602117', '1795657602117'],
])('%s', (text, replaced) => {
  expect(placeholders().replaceIn(text)).toBe(replaced);
});
