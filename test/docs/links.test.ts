import { dirname, join } from 'node:path';
import { PAGES, exists, read } from './pages';

test.each(PAGES)('the links of %s lead somewhere', (page) => {
  const links = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? '');
  const broken = links.filter((link) => !/^https:/.test(link) && !leadsSomewhere(page, link));
  expect(broken).toEqual([]);
});

test('every page of the guide is in its index and in the README', () => {
  const pages = PAGES.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
  expect(pages.filter((page) => !read('README.md').includes(`](${page})`))).toEqual([]);
  expect(pages.filter((page) => !read('docs/README.md').includes(`](${page.slice(5)})`))).toEqual([]);
});

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!exists(target)) return false;
  return anchor === undefined || anchorsOf(read(target)).includes(anchor);
}

/** Those that GitHub makes of headings, and those that the page gives. */
function anchorsOf(markdown: string): string[] {
  const text = withoutCode(markdown);
  const given = [...text.matchAll(/<a [^>]*\bid="([^"]+)"/g)].map(([, id]) => id ?? '');
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return [...given, ...headings];
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```.*?^```/gms, '');
}
