import { Page, Pages } from '../../../lambda/direct-connect/pages';
import { Requeue } from '../../../lambda/outcome';

const PAGES: Readonly<Record<string, Page<string>>> = {
  '': { items: ['a', 'b'], nextToken: 'two' },
  two: { items: ['c'], nextToken: 'three' },
  three: { items: ['d'], nextToken: '' },
};

/** The list, and the tokens by which its pages were read. */
function list(pages = PAGES, from?: string) {
  const read: (string | undefined)[] = [];
  const readPage = (token?: string) => {
    read.push(token);
    const page = pages[token ?? ''];
    return page ? Promise.resolve(page) : Promise.reject(new Error(`no page ${token}`));
  };
  return { read, pages: new Pages(readPage, from) };
}

test('every page is read once, whoever reads', async () => {
  const { read, pages } = list();
  pages.prefetch();
  const lists = await Promise.all([pages.all(), pages.all()]);
  expect(lists).toEqual(Array(2).fill(['a', 'b', 'c', 'd']));
  expect(read).toEqual([undefined, 'two', 'three']);
});

test('a list is begun where it is said, and knows how far it was read', async () => {
  const { read, pages } = list(PAGES, 'two');
  expect(pages.position).toBe('two');
  for await (const { items, token } of pages) {
    expect({ items, token }).toEqual({ items: ['c'], token: 'two' });
    break;
  }
  expect(pages.position).toBe('two');
  expect(await pages.all()).toEqual(['c', 'd']);
  expect(pages.position).toBe('three');
  expect(read).toEqual(['two', 'three']);
});

test('a list of which nothing was read has no position, and the first page has an empty one', async () => {
  const { pages } = list({ '': { items: [] } });
  expect(pages.position).toBeUndefined();
  await pages.all();
  expect(pages.position).toBe('');
});

test('a list is whole only when it has been read to its end', async () => {
  const { pages } = list();
  await pages[Symbol.asyncIterator]().next();
  expect(await pages.whole()).toBeUndefined();
  await pages.all();
  expect(await pages.whole()).toEqual(['a', 'b', 'c', 'd']);
});

test('the error of a prefetch is met by who needs the list, and by nobody else', async () => {
  const { pages } = list({});
  pages.prefetch();
  await new Promise((resolve) => setImmediate(resolve));
  await expect(pages.all()).rejects.toThrow('no page undefined');
});

test('a list whose token comes again has no end, and is read again later', async () => {
  const again = { ...PAGES, three: { items: ['d'], nextToken: 'two' } };
  const { read, pages } = list(again);
  const reading = pages.all();
  await expect(reading).rejects.toThrow(Requeue);
  await expect(reading).rejects.toThrow(
    'direct connect gives the same page token again, so the list has no end',
  );
  expect(read).toEqual([undefined, 'two', 'three']);
  expect(await pages.whole()).toBeUndefined();
});
