import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MUTANTS } from './mutants/mutants';

test.each(MUTANTS)('$what: its text is once in $file', ({ file, from }) => {
  const source = readFileSync(join(__dirname, '../../lambda', file), 'utf8');
  expect(source.split(from)).toHaveLength(2);
});
