import { isMadeUpId, parseNotCreated, parsePhysicalId } from '../../../lambda/association/physical-id';
import { CONNECTION, HOME, LAG_A } from '../world';

/** What a physical id says, whoever has made it. */

test.each([
  [`${CONNECTION}/${HOME}`, { connectionId: CONNECTION, foundOn: HOME }],
  [`${CONNECTION}/${LAG_A}`, { connectionId: CONNECTION, foundOn: LAG_A }],
  [`${CONNECTION}/${HOME}/${LAG_A}`, undefined],
  [`${CONNECTION}/not-created/1`, undefined],
  [`Partner/${HOME}`, undefined],
  [CONNECTION, undefined],
  ['', undefined],
  [undefined, undefined],
])('%s is of a create that has succeeded: %j', (id, created) => {
  expect(parsePhysicalId(id)).toEqual(created);
});

test.each([
  [`${CONNECTION}/not-created/5f2b0e10-0000-11f0`, '5f2b0e10-0000-11f0'],
  [`a/${CONNECTION}/not-created/1`, undefined],
  ['/not-created/1', undefined],
  [`${CONNECTION}/not-created/`, undefined],
  [`${CONNECTION}/${HOME}`, undefined],
])('%s is of the create %s, which has not succeeded', (id, requestId) => {
  expect(parseNotCreated(id)).toBe(requestId);
});

test.each([
  ['Partner-Association-1A2B3C4D5E6F', true],
  [`${CONNECTION}/${HOME}`, false],
  [`${CONNECTION}/not-created/1`, false],
])('%s is made up by CloudFormation: %s', (id, isMadeUp) => {
  expect(isMadeUpId(id)).toBe(isMadeUp);
});
