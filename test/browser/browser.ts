import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Browser, BrowserContextOptions, Page, chromium } from 'playwright-core';

const FINDER = join(__dirname, '../../tools/build/browser.mjs');

/** The Chromium that `npm run setup -- --browser` has found or installed. */
export function launch(): Promise<Browser> {
  const path = execFileSync(process.execPath, [FINDER], { encoding: 'utf8' }).trim();
  // Playwright takes a path; a name is looked for, as the shell does.
  const executablePath = path.includes('/')
    ? path
    : execFileSync('which', [path], { encoding: 'utf8' }).trim();
  // Chromium's sandbox does not run as root, and the page is our own.
  return chromium.launch({ executablePath, chromiumSandbox: false });
}

export interface Opened {
  readonly page: Page;
  /** What the page has asked for beside itself, and complained about. */
  readonly complaints: string[];
}

/** Opens a file in a window of its own. */
export async function open(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const page = await (await browser.newContext(options)).newPage();
  const complaints: string[] = [];
  const url = pathToFileURL(file).href;
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== url) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints };
}
