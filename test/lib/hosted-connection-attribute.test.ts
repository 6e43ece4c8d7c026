import { HostedConnectionAttribute } from '../../lib';
import { ATTRIBUTES } from '../../lib/contract';

test('the attributes are those that the handler answers', () => {
  expect(Object.values(HostedConnectionAttribute)).toEqual([...ATTRIBUTES]);
});

test.each(Object.entries(HostedConnectionAttribute))('%s is named after %s', (member, name) => {
  expect(member.toLowerCase().replaceAll('_', '')).toBe(name.toLowerCase());
});
