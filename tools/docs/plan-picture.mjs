import { readFileSync } from 'node:fs';
import { tsImport } from 'tsx/esm/api';

const HTML = new URL('../../cli/plan/html/', import.meta.url);

/** What the picture in the docs is of: two interconnects and a LAG become a new LAG, and one VLAN is in use there. */
const FLOWS = [
  ['dxcon-11111111', 'dxlag-bbbbbbbb', 'moves', 12],
  ['dxcon-22222222', 'dxlag-bbbbbbbb', 'moves', 8],
  ['dxcon-22222222', 'dxcon-22222222', 'fails', 1],
  ['dxlag-aaaaaaaa', 'dxlag-bbbbbbbb', 'moves', 5],
  ['dxlag-aaaaaaaa', 'dxlag-aaaaaaaa', 'stays', 6],
].map(([from, to, kind, count]) => ({ from, to, kind, count, interruptions: kind === 'moves' ? count : 0 }));

/** The picture of a page that `plan --html` writes, as a file of its own. */
export async function renderPlanPicture() {
  const { svgOf } = await tsImport('../../cli/plan/html/picture.ts', import.meta.url);
  const style = ['colors.css', 'picture.css']
    .map((name) => readFileSync(new URL(name, HTML), 'utf8'))
    .join('');
  const { text } = svgOf(FLOWS);
  return `${text
    .replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif"')
    .replace(
      '<title',
      `<style>${style}</style>\n<rect width="100%" height="100%" style="fill: var(--ground)"/>\n<title`,
    )}\n`;
}
