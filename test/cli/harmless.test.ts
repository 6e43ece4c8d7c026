import { Ansis } from 'ansis';
import { harmless } from '../../cli/output/harmless';
import { LiveDisplay } from '../../cli/output/live';
import { terminalOf } from '../../cli/output/terminal';

const HOSTILE = 'Acme\u001B]0;title\u0007 \u001B[2J\u009B31m\rGone\u0000';
const SHOWN = 'Acme\uFFFD]0;title\uFFFD \uFFFD[2J\uFFFD31m\uFFFDGone\uFFFD';

test('what steers a terminal does not get there', () => {
  expect(harmless(HOSTILE)).toBe(SHOWN);
});

test('colours, tabs and lines do, and letters of any kind', () => {
  const text = `${new Ansis(3).hex('#ff0000')('red')}\tMüller\n顧客 🙂`;
  expect(harmless(text)).toBe(text);
});

test('it is so for all that is printed', () => {
  let written = '';
  const stream = { write: (text: string) => Boolean((written += text)) };
  const { print, complain } = terminalOf({ stdout: stream, stderr: stream });
  print(HOSTILE);
  complain(HOSTILE);
  expect(written).toBe(`${SHOWN}\n${SHOWN}\n`);
});

test('and for what is drawn over', () => {
  let written = '';
  const display = new LiveDisplay({ write: (text) => (written += text), columns: 200, rows: 9 });
  display.draw([HOSTILE]);
  display.print(HOSTILE);
  expect(written.split(SHOWN)).toHaveLength(4);
  expect(written).not.toContain('\u0007');
});
