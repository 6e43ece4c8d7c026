import { Terminal } from '@xterm/headless';
import { LiveDisplay } from '../../cli/output/live';

const COLUMNS = 40;
const ROWS = 6;

const terminal = new Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true, convertEol: true });
const display = new LiveDisplay({ write: (text) => terminal.write(text), columns: COLUMNS, rows: ROWS });

afterEach(() => terminal.reset());

async function shown(): Promise<string[]> {
  await new Promise<void>((resolve) => terminal.write('', resolve));
  const { active } = terminal.buffer;
  const lines = Array.from(
    { length: active.length },
    (_, row) => active.getLine(row)?.translateToString(true) ?? '',
  );
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}

test('what is printed stays above what is drawn over', async () => {
  display.draw(['one', 'two']);
  display.print('kept');
  display.draw(['three']);
  display.print('kept, too');
  expect(await shown()).toEqual(['kept', 'kept, too', 'three']);
  display.clear();
  expect(await shown()).toEqual(['kept', 'kept, too']);
});

test('more lines than the terminal has are counted, and still drawn over', async () => {
  const many = Array.from({ length: 9 }, (_, index) => `line ${index}`);
  display.draw(many);
  display.draw(many);
  expect(await shown()).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'and 5 more lines']);
  display.clear();
});

test('a wide line is folded, wide letters too', async () => {
  const text = '接続 '.repeat(10);
  display.draw([text]);
  display.draw([text]);
  expect(await shown()).toHaveLength(2);
  display.clear();
  expect(await shown()).toEqual([]);
});
