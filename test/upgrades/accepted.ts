import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Assembly } from './assembly';
import { FleetTemplate } from './fleet-template';

/** What was accepted last: what users of the latest version have. */
export const accepted = {
  readApi: () => read('api.json') as Assembly,
  readTemplate: () => read('template.json') as FleetTemplate,
  writeApi: (api: Assembly) => write('api.json', api),
  writeTemplate: (template: FleetTemplate) => write('template.json', template),
};

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, name), 'utf8'));
}

function write(name: string, content: unknown): void {
  writeFileSync(join(__dirname, name), `${JSON.stringify(content, null, 1)}\n`);
}
