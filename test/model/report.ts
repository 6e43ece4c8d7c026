import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** The options of a command that writes a report: `--check` compares it with what is written. */
export function isCheckOnly(args: string[]): boolean {
  const { values } = parseArgs({ args, options: { check: { type: 'boolean', default: false } } });
  return values.check;
}

/**
 * Writes a file of `docs/reports/`, or, with `isCheck`, compares it.
 *
 * @returns what is wrong, if anything is.
 */
export function writeReport(
  name: string,
  { text, isCheck }: { readonly text: string; readonly isCheck: boolean },
): string | undefined {
  const file = join(__dirname, '../../docs/reports', name);
  if (!isCheck) {
    writeFileSync(file, text);
    return undefined;
  }
  const isFresh = existsSync(file) && readFileSync(file, 'utf8') === text;
  return isFresh ? undefined : `docs/reports/${name} is out of date`;
}
