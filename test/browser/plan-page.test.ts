import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { Opened, launch, open } from './browser';
import { NAMES, large, planPage, small } from './plans';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let file: string;
let opened: Opened[] = [];

beforeAll(async () => {
  file = planPage(small(), 1);
  browser = await launch();
});

afterAll(() => browser.close());

afterEach(async () => {
  const complaints = opened.flatMap((each) => each.complaints);
  await Promise.all(opened.map(({ page }) => page.context().close()));
  opened = [];
  // Whatever was done with it, it loads nothing, and nothing in it is wrong.
  expect(complaints).toEqual([]);
});

async function show(options: BrowserContextOptions = {}, path = file): Promise<Page> {
  const one = await open(browser, path, options);
  opened.push(one);
  return one.page;
}

const rowsOf = (page: Page) => page.locator('#rows > tr');
const shownRowsOf = (page: Page) => page.locator('#rows > tr:visible');

/** How many programs there are for each core: what somebody with the page alone waits for takes so much longer. */
const busy = () => Math.max(1, (loadavg()[0] ?? 1) / cpus().length);

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test('axe finds nothing', async () => {
    const page = await show({ colorScheme });
    await page.evaluate(AXE);
    const results = await page.evaluate<AxeResults>('axe.run()');
    const found = results.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
    );
    expect(found).toEqual([]);
    expect(results.passes.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['color-contrast', 'scope-attr-valid', 'svg-img-alt', 'region']),
    );
    const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(background).toBe(colorScheme === 'dark' ? 'rgb(20, 23, 26)' : 'rgb(255, 255, 255)');
  });
});

test('names of customers are text, whatever is in them', async () => {
  const page = await show();
  const names = await page.locator('#rows bdi').allTextContents();
  for (const name of NAMES) expect(names).toContain(name);
  expect(await page.locator('h1').allTextContents()).toEqual(['Plan of Night1']);
  expect(await page.locator('img').count()).toBe(0);
});

test('to a screen reader: headings, a picture with its text, tables with heads, and the count', async () => {
  const page = await show();
  expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
    'What happens',
    'Problems',
    'If it fails',
    'Who is interrupted',
    'Interconnects and LAGs',
    'Connections',
  ]);
  const picture = page.getByRole('img', { name: 'Where the connections are, and where they will be' });
  expect(await picture.locator('desc').textContent()).toContain('3 parents with their connections now');
  const table = page.getByRole('table', { name: 'What becomes of each connection' });
  expect(await table.getByRole('columnheader').count()).toBe(11);
  expect(await table.getByRole('rowheader').count()).toBe(30);
  expect(await page.getByRole('status').textContent()).toBe('30 connections');
  // The tables have the figures of the picture.
  const ribbons = await picture.locator('path').count();
  expect(await page.getByRole('table', { name: 'From where to where' }).getByRole('rowheader').count()).toBe(
    ribbons,
  );
});

test('by keyboard alone: to the connections, to a name, to an action, and back to all', async () => {
  const page = await show();
  const { keyboard } = page;
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.id')).toBe('text');
  expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  // Without accents, and whatever the case.
  await keyboard.type("o'neill sohne");
  const found = await shownRowsOf(page).locator('bdi').first().textContent();
  expect(found).toBe("O'Neill & Söhne");
  const count = await shownRowsOf(page).count();
  expect(count).toBe(4);
  expect(await page.getByRole('status').textContent()).toBe('4 of 30 connections shown');
  await keyboard.press('Tab');
  await keyboard.type('adopt');
  expect(await shownRowsOf(page).count()).toBeLessThan(count);
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await page.getByText('30 of 30 connections shown').waitFor();
  expect(await shownRowsOf(page).count()).toBe(30);
});

test('what is searched for can be on nothing; a problem leads to its connection all the same', async () => {
  const page = await show();
  await page.getByLabel('Search').fill('nobody has this');
  expect(await page.getByRole('status').textContent()).toBe('0 of 30 connections shown');
  await page.getByLabel('Problem', { exact: true }).selectOption('with a problem');
  await page.getByLabel('Search').fill('');
  expect(await shownRowsOf(page).count()).toBe(1);
  await page.getByLabel('Problem', { exact: true }).selectOption('without');
  expect(await shownRowsOf(page).count()).toBe(29);
  const link = page.getByRole('table', { name: 'What would fail, and why' }).getByRole('link');
  await link.click();
  expect(await page.locator('tr:target').isVisible()).toBe(true);
});

test('on paper: everything, without controls, and never on black', async () => {
  const page = await show({ colorScheme: 'dark' });
  await page.getByLabel('Search').fill('acme');
  expect(await shownRowsOf(page).count()).toBeLessThan(30);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  // A4 across, without its margins.
  await page.setViewportSize({ width: 1032, height: 703 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1032);
  expect(await shownRowsOf(page).count()).toBe(30);
  expect(await page.locator('form, nav').filter({ visible: true }).count()).toBe(0);
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
});

test('in 320 pixels only tables and the picture are scrolled', async () => {
  const page = await show({ viewport: { width: 320, height: 640 } });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
});

test('without scripts: everything is there, and no control that does nothing', async () => {
  const page = await show({ javaScriptEnabled: false });
  expect(await shownRowsOf(page).count()).toBe(30);
  expect(await page.locator('form').isVisible()).toBe(false);
});

test('no other script runs, even if it got in', async () => {
  const { page, complaints } = await open(browser, file);
  await page.evaluate(`{
    const script = document.createElement('script');
    script.textContent = 'globalThis.hasRun = true';
    document.body.append(script);
  }`);
  expect(await page.evaluate('typeof hasRun')).toBe('undefined');
  expect(complaints.join()).toContain('Content Security Policy');
  await page.context().close();
});

test('with 1,000 connections: soon there, and no pause while one types', async () => {
  const page = await show({}, planPage(large(), 0));
  expect(await rowsOf(page).count()).toBe(1000);
  const painted = await page.evaluate<number>(
    "performance.getEntriesByName('first-contentful-paint')[0].startTime",
  );
  expect(painted).toBeLessThan(1500 * busy());
  // Each letter, until the first of what it changes is on the screen.
  const milliseconds = await page.evaluate<number[]>(`(async () => {
    const input = document.getElementById('text');
    const texts = ['d', 'dx', 'dxlag-00000007', 'dxlag-0000000', 'nothing', ''];
    const best = texts.map(() => Infinity);
    for (let round = 0; round < 5; round += 1) {
      for (const [index, text] of texts.entries()) {
        const began = performance.now();
        input.value = text;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        best[index] = Math.min(best[index], performance.now() - began);
      }
    }
    return best;
  })()`);
  for (const each of milliseconds) expect(each).toBeLessThan(100 * busy());
  await page.locator('#rows > tr[hidden]').first().waitFor({ state: 'detached' });
});
