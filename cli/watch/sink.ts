import type { LiveDisplay } from '../output/live';
import { wrap } from '../output/table';
import type { Terminal } from '../output/terminal';
import type { Status } from '../status/schema';
import { renderStatus } from '../status/render';
import type { Picture } from './picture';
import { Shown, progressText, renderChange, renderDisplay, summaryOf } from './render';
import type { Outcome, WatchLine } from './schema';

/** How what is seen is shown. */
export interface Sink {
  readonly changes: (lines: readonly WatchLine[], shown: Shown) => void;
  /** What is no change of the deployment: that it waits, or could not look. */
  readonly note: (text: string) => void;
  readonly end: (picture: Picture | undefined, outcome: Outcome, status: Status) => void;
  /** Nothing is shown any more. */
  readonly close: () => void;
}

/** The display on a terminal, lines elsewhere. */
export function sinkOf(terminal: Terminal, isJson: boolean): Sink {
  if (isJson) return jsonSink(terminal);
  return terminal.live === undefined ? plainSink(terminal) : liveSink(terminal, terminal.live);
}

function jsonSink(terminal: Terminal): Sink {
  const print = (line: WatchLine) => terminal.print(JSON.stringify(line));
  return {
    changes: (lines) => lines.forEach(print),
    note: terminal.complain,
    end: (_, outcome, status) =>
      print({ version: 1, at: new Date().toISOString(), kind: 'end', outcome, status }),
    close: () => undefined,
  };
}

function plainSink(terminal: Terminal): Sink {
  return {
    changes: textsOf(terminal, terminal.print),
    note: terminal.complain,
    end: (picture, _, status) => terminal.print(`\n${ending(picture, status, terminal)}`),
    close: () => undefined,
  };
}

const TICK_MS = 1000;

/** The changes stay in the lines above; those below count the seconds. */
function liveSink(terminal: Terminal, display: LiveDisplay): Sink {
  let shown: Shown | undefined;
  const draw = () => {
    if (shown !== undefined) display.draw(['', ...renderDisplay({ ...shown, now: Date.now() }, terminal)]);
  };
  const print = (text: string) => display.print(wrap(text, terminal.columns, '  '));
  const changes = textsOf(terminal, print);
  const ticking = setInterval(draw, TICK_MS);
  const close = () => {
    clearInterval(ticking);
    if (shown !== undefined) display.clear();
    shown = undefined;
  };
  return {
    changes: (lines, next) => {
      shown = next;
      changes(lines);
      draw();
    },
    note: (text) => print(terminal.colors.dim(text)),
    end: (picture, _, status) => {
      close();
      terminal.print(`\n${ending(picture, status, terminal)}`);
    },
    close,
  };
}

/** A count is a line of its own, as long as it is another one. */
function textsOf(terminal: Terminal, print: (text: string) => void): (lines: readonly WatchLine[]) => void {
  let counted = '';
  return (lines) => {
    for (const line of lines) {
      const count = line.kind === 'progress' ? progressText({ ...line, secondsLeft: undefined }) : undefined;
      if (count !== undefined && count === counted) continue;
      counted = count ?? counted;
      const text = renderChange(line, terminal);
      if (text !== undefined) print(text);
    }
  };
}

function ending(picture: Picture | undefined, status: Status, terminal: Terminal): string {
  const summary = (picture === undefined ? [] : summaryOf(picture, terminal)).map((line) =>
    wrap(line, terminal.columns),
  );
  return [renderStatus(status, terminal), ...(summary.length > 0 ? [summary.join('\n')] : [])].join('\n\n');
}
