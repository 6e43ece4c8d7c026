import type { DirectConnect } from '../../../lambda/direct-connect/client';
import { Inventory } from '../../../lambda/direct-connect/inventory';
import { Pages } from '../../../lambda/direct-connect/pages';
import { RememberedParents } from '../../../lambda/direct-connect/remembered-parents';
import { CONNECTION, HOME, LAG_A, LAG_B } from '../world';

/** The pages that were read: the parent, and the token. */
let read: string[];
let inventory: Inventory;

beforeEach(() => {
  read = [];
  const hostedConnections = (parentId: string, from?: string) =>
    new Pages((token = 'first') => {
      read.push(`${parentId} ${token}`);
      return Promise.resolve({ items: [] });
    }, from);
  const directConnect = { hostedConnections } as unknown as DirectConnect;
  inventory = new Inventory(directConnect, new RememberedParents(() => 0));
});

test('lists are read on from the pages where an earlier poll has stopped', async () => {
  inventory.prefetch(LAG_B);
  const rest = inventory.from({ [LAG_A]: 'two', [LAG_B]: '' });
  for (const parentId of [LAG_A, LAG_B]) expect(await rest.findOn(parentId, CONNECTION)).toBeUndefined();
  expect(read).toEqual([`${LAG_B} first`, `${LAG_A} two`]);
  expect(rest.positions).toEqual({ [LAG_A]: 'two', [LAG_B]: '' });
});

test('a list that nobody has read has no position, and is none of the whole ones', async () => {
  inventory.prefetch(HOME);
  await inventory.hostedOn(LAG_A);
  expect(inventory.positions).toStrictEqual({ [LAG_A]: '' });
  expect(await inventory.wholeLists()).toStrictEqual({ [LAG_A]: [] });
});
