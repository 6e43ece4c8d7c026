import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';

/** What stands between two columns. */
const GAP = '  ';

/** A column: its heading, and what it says of a row. */
export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => string;
}

/** A table, if the columns are wide enough for it; else each row as a paragraph, with a line for each cell. */
export function tableOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number): string {
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)));
  const headings = columns.map(({ heading }) => heading);
  const widths = headings.map((heading, index) =>
    Math.max(stringWidth(heading), ...cells.map((row) => stringWidth(row[index] ?? ''))),
  );
  const total = widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length);
  if (total > width) return cells.map((row) => paragraphOf(row, headings, width)).join('\n\n');
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - stringWidth(cell)))
      .join(GAP)
      .trimEnd();
  return [headings, ...cells].map(line).join('\n');
}

function paragraphOf(row: readonly string[], headings: readonly string[], width: number): string {
  const lines = row.map((cell, index) => (index === 0 ? cell : `  ${headings[index] ?? ''}: ${cell}`));
  return lines
    .filter((_, index) => row[index] !== '')
    .map((line) => wrap(line, width, '    '))
    .join('\n');
}

/** A text in lines of at most a width, those after the first indented. */
export function wrap(text: string, width: number, indent = ''): string {
  if (width === Infinity) return text;
  const [first = '', ...rest] = wrapAnsi(text, width, { hard: true, trim: false }).split('\n');
  if (rest.length === 0) return first;
  const others = wrapAnsi(rest.join(' ').trim(), Math.max(1, width - indent.length), { hard: true });
  return [first.trimEnd(), ...others.split('\n').map((line) => indent + line.trim())].join('\n');
}
