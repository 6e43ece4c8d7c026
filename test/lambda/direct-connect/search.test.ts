import type { DirectConnect } from '../../../lambda/direct-connect/client';
import { Inventory } from '../../../lambda/direct-connect/inventory';
import { Pages } from '../../../lambda/direct-connect/pages';
import { Parents } from '../../../lambda/direct-connect/parents';
import { RememberedParents } from '../../../lambda/direct-connect/remembered-parents';
import { search } from '../../../lambda/direct-connect/search';
import { CONNECTION, HOME, LAG_A } from '../world';

/* How much is read to find a connection. */

/** The lists with anything in them: the ids on each of their pages. */
let lists: Record<string, readonly (readonly string[])[]>;
/** The list that cannot be read. */
let broken: string | undefined;
/** The pages that were read, by parent and number. */
let read: string[];

beforeEach(() => {
  read = [];
  broken = undefined;
});

function readPage(parentId: string, token = '1'): Promise<{ items: object[]; nextToken?: string }> {
  read.push(`${parentId} ${token}`);
  if (parentId === broken) return Promise.reject(new Error('no answer'));
  const pages = lists[parentId] ?? [[]];
  const items = (pages[Number(token) - 1] ?? []).map((connectionId) => ({ connectionId }));
  return Promise.resolve({
    items,
    ...(Number(token) < pages.length && { nextToken: `${Number(token) + 1}` }),
  });
}

function inventory(parentIds: readonly string[]): Inventory {
  const hostedConnections = (parentId: string) => new Pages((token) => readPage(parentId, token));
  const parents = new Parents(
    [],
    parentIds.map((interconnectId) => ({ interconnectId })),
  );
  const directConnect = { hostedConnections } as unknown as DirectConnect;
  return new Inventory(directConnect, new RememberedParents(Date.now), () => Promise.resolve(parents));
}

const MANY = Array.from({ length: 7 }, (_, index) => `dxcon-${String(index).padStart(8, '0')}`);

test('where all are found, neither the rest of a list nor another list is read', async () => {
  lists = { [MANY[1] ?? '']: [[], [CONNECTION], []] };
  const found = await search(inventory(MANY), [CONNECTION], [MANY]);
  expect(found.get(CONNECTION)?.parentId).toBe(MANY[1]);
  // Five lists are read at the same time.
  expect(read.sort()).toEqual([...MANY.slice(0, 5).map((id) => `${id} 1`), `${MANY[1]} 2`].sort());
});

test('what was found is found, though another list could not be read at the same time', async () => {
  lists = { [LAG_A]: [[CONNECTION]] };
  broken = HOME;
  const found = await search(inventory([HOME, LAG_A]), [CONNECTION], [[HOME, LAG_A]]);
  expect(found.get(CONNECTION)?.parentId).toBe(LAG_A);
});

test('where one is not found, a list that could not be read says nothing of it', async () => {
  lists = { [LAG_A]: [[CONNECTION]] };
  broken = HOME;
  const searching = search(inventory([HOME, LAG_A]), [CONNECTION, 'dxcon-fg000001'], [[HOME, LAG_A]]);
  await expect(searching).rejects.toThrow('no answer');
});
