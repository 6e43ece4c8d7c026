import type { IBufferCell, Terminal } from '@xterm/headless';

const CELL = { width: 8.4, height: 18 };
const MARGIN = 14;
const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace";
const BACKGROUND = '#0d1117';
const FOREGROUND = '#e6edf3';
const DIM = '#8b949e';
/** The eight colours of a terminal; the bright ones are the same. */
const PALETTE = ['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#e6edf3'];

interface Run {
  readonly column: number;
  readonly style: string;
  text: string;
}

/** What a terminal shows, as a picture. */
export function svgOf(screen: Terminal, title: string): string {
  const rows = rowsOf(screen);
  const width = Math.ceil(screen.cols * CELL.width + 2 * MARGIN);
  const height = rows.length * CELL.height + 2 * MARGIN;
  const texts = rows.flatMap((runs, row) => runs.map((run) => textOf(run, row)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title" font-family="${FONT}" font-size="14">`,
    `  <title id="title">${escaped(title)}</title>`,
    `  <rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>`,
    ...texts.map((text) => `  ${text}`),
    '</svg>',
    '',
  ].join('\n');
}

/** The lines down to the last that has anything, each in runs of one style. */
function rowsOf(screen: Terminal): Run[][] {
  const { active } = screen.buffer;
  const rows = Array.from({ length: active.length }, (_, row) => {
    const runs: Run[] = [];
    for (let column = 0; column < screen.cols; column += 1) {
      const cell = active.getLine(row)?.getCell(column);
      if (cell !== undefined && cell.getWidth() > 0) append(runs, column, cell);
    }
    return runs.filter(({ text }) => text.trim() !== '');
  });
  return rows.slice(0, rows.findLastIndex((runs) => runs.length > 0) + 1);
}

function append(runs: Run[], column: number, cell: IBufferCell): void {
  const [text, style] = [cell.getChars() || ' ', styleOf(cell)];
  const last = runs.at(-1);
  // A gap of a table begins a new run, so that columns stand where they stood.
  if (last !== undefined && last.style === style && !(last.text.endsWith('  ') && text !== ' '))
    last.text += text;
  else runs.push({ column, style, text });
}

function styleOf(cell: IBufferCell): string {
  const color = cell.isFgPalette() ? (PALETTE[cell.getFgColor() % 8] ?? FOREGROUND) : FOREGROUND;
  return `fill="${cell.isDim() ? DIM : color}"${cell.isBold() ? ' font-weight="bold"' : ''}`;
}

/** Its length is given, so that it is as wide in whatever font there is. */
function textOf({ column, style, text }: Run, row: number): string {
  const shown = text.trim();
  const indent = text.length - text.trimStart().length;
  const x = (MARGIN + (column + indent) * CELL.width).toFixed(1);
  const y = MARGIN + (row + 0.75) * CELL.height;
  const length = (shown.length * CELL.width).toFixed(1);
  return `<text x="${x}" y="${y}" textLength="${length}" lengthAdjust="spacingAndGlyphs" xml:space="preserve" ${style}>${escaped(shown)}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
