// Says whether a Node.js can run this repository. It may itself run on an old one, so it uses little of the language.
import { readFileSync } from 'node:fs';

/** What package.json asks users for: `>= 20.16.0`. */
const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** What to tell whoever runs that version; undefined if it will do. */
export function refusalOf(version) {
  const oldest = engines.node.replace('>= ', '');
  if (compare(version, oldest) >= 0) return undefined;
  return `this is Node.js ${version}, expected ${oldest} or later: install a newer one, for example with nvm install 24`;
}

function compare(one, other) {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  const place = [0, 1, 2].find((index) => a[index] !== b[index]);
  return place === undefined ? 0 : a[place] - b[place];
}
