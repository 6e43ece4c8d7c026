import type { Ansis } from 'ansis';
import { stackNameOf } from '../../lambda/cloudformation/owner';
import type { Terminal } from '../output/terminal';
import type { Watched } from './connection';
import { duration } from '../output/duration';
import { isOver, statusOf } from './operation';
import { Picture, Progress, placeOf } from './picture';
import type { ConnectionLine, WatchLine } from './schema';
import { LONG_MS, STEPS } from './steps';

/** How wide the bar is. */
const BAR = 24;
const NARROW_BAR = 10;
const NARROW = 60;

/** A change as one line of text; undefined where there is nothing to say of it. */
export function renderChange(line: WatchLine, { colors }: Pick<Terminal, 'colors'>): string | undefined {
  const text = textOf(line, colors);
  return text === undefined ? undefined : `${colors.dim(line.at.replace(/\.\d+Z$/, 'Z'))} ${text}`;
}

function textOf(line: WatchLine, colors: Ansis): string | undefined {
  switch (line.kind) {
    case 'stack':
      return `${line.stack}: ${paintStatus(line.status, colors)}${line.reason ? `, ${line.reason}` : ''}`;
    case 'connection':
      // That its turn has come is to be seen by what follows.
      if (line.step === 'begun' && line.reason === undefined) return undefined;
      return `${nameOfConnection(line)}: ${paintStep(line, colors)}`;
    case 'failure':
      return colors.red(`${line.connectionId ?? `${line.stack}/${line.logicalId}`}: failed: ${line.reason}`);
    case 'progress':
      return line.done === 0 ? undefined : progressText(line);
    case 'end':
      return undefined;
  }
}

function nameOfConnection({ connectionId, connectionName, stack, logicalId }: ConnectionLine): string {
  const id = connectionId ?? `${stack}/${logicalId}`;
  return connectionName === undefined ? id : `${id} (${connectionName})`;
}

function paintStep(line: ConnectionLine, colors: Ansis): string {
  const text = stepText(line);
  switch (line.step) {
    case 'moving':
    case 'going home':
      return colors.yellow(text);
    case 'moved':
    case 'home':
      return colors.green(text);
    case 'to come':
    case 'begun':
    case 'in place':
    case 'left':
      return text;
  }
}

function stepText({ step, from, to, interruptionSeconds, reason }: ConnectionLine): string {
  const [origin, goal] = [from ? ` from ${from}` : '', to ? ` to ${to}` : ''];
  const place = to ? ` on ${to}` : '';
  const interrupted = interruptionSeconds === undefined ? '' : `, interrupted for ${interruptionSeconds} s`;
  switch (step) {
    case 'to come':
      return `is to go${goal}`;
    case 'begun':
      return reason === undefined ? `begun${goal}` : `waits to go${goal}: ${reason}`;
    case 'moving':
      return `interrupted, moving${origin}${goal}${reason ? `; ${reason}` : ''}`;
    case 'going home':
      return `interrupted, going home${origin}${goal}${reason ? `; ${reason}` : ''}`;
    case 'moved':
      return `moved${goal}${interrupted}`;
    case 'home':
      return `home${place}${interrupted}`;
    case 'in place':
      return `in place${place}, not interrupted`;
    case 'left':
      return `left${place}, not interrupted`;
  }
}

/** How far it has come, in words. */
export function progressText({ done, total, isBack, secondsLeft }: Progress): string {
  const count = total === undefined ? `${done}` : `${done} of ${total}`;
  const rest =
    secondsLeft !== undefined && secondsLeft > 0 ? `, the rest in about ${duration(secondsLeft)}` : '';
  return `${count} ${isBack ? 'home' : 'done'}${rest}`;
}

/** What a display shows now, as long as the deployment goes on. */
export interface Shown {
  readonly picture: Picture;
  readonly now: number;
  readonly nameOf: (connectionId: string | undefined) => string | undefined;
  /** Since when it could not look, and why. */
  readonly trouble?: { readonly since: number; readonly text: string };
}

/** The lines of the display. */
export function renderDisplay(shown: Shown, { colors, columns }: Terminal): string[] {
  const { picture, now, trouble } = shown;
  const { stacks, awaited, progress, failures } = picture;
  return [
    ...stacks.map((stack) => {
      const { at = now } = stack.statuses.at(-1) ?? {};
      const until = statusOf(stack).endsWith('_IN_PROGRESS') ? now : at;
      return `${stackNameOf(stack.stackId)}: ${paintStatus(statusOf(stack), colors)}, ${duration((until - stack.begunAt) / 1000)}`;
    }),
    ...awaited.map((name) => colors.dim(`${name}: waiting for its deployment to begin`)),
    ...(stacks.length > 0 ? [`${bar(progress, columns)}${progressText(progress)}`] : []),
    ...picture.connections.flatMap((each) => connectionLine(each, shown, colors)),
    ...failures.map(({ connectionId, reason, ...place }) =>
      colors.red(`failed: ${labelOf(connectionId, placeOf(place), shown)}: ${reason}`),
    ),
    ...(trouble
      ? [colors.red(`could not look for ${duration((now - trouble.since) / 1000)}: ${trouble.text}`)]
      : []),
  ];
}

/** Only those that are under way: the others have their lines above. */
function connectionLine(each: Watched, shown: Shown, colors: Ansis): string[] {
  const { step, to = '', interruptedSince, reason } = each;
  const label = labelOf(each.connectionId, placeOf(each), shown);
  switch (step) {
    case 'moving':
    case 'going home': {
      const seconds = Math.max(0, shown.now - (interruptedSince ?? shown.now)) / 1000;
      const why = reason === undefined || 1000 * seconds < LONG_MS ? '' : `; ${reason}`;
      const how = step === 'moving' ? 'interrupted' : 'interrupted on its way home';
      return [colors.yellow(`${how} for ${duration(seconds)}: ${label} to ${to}${why}`)];
    }
    case 'begun':
      return reason === undefined ? [] : [`waits: ${label}: ${reason}`];
    case 'to come':
    case 'moved':
    case 'in place':
    case 'home':
    case 'left':
    case 'failed':
      return [];
  }
}

function labelOf(connectionId: string | undefined, place: string, { nameOf }: Shown): string {
  const name = nameOf(connectionId);
  return `${connectionId ?? place}${name === undefined ? '' : ` (${name})`}`;
}

function bar({ done, total }: Progress, columns: number): string {
  if (total === undefined || total === 0) return '';
  const width = columns < NARROW ? NARROW_BAR : BAR;
  const full = Math.round((width * done) / total);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} `;
}

function paintStatus(status: string, colors: Ansis): string {
  if (/ROLLBACK|FAILED/.test(status)) return colors.red(status);
  return status.endsWith('_COMPLETE') ? colors.green(status) : colors.cyan(status);
}

/** What has become of each stack, in a line. */
export function summaryOf(
  { stacks, connections, failures }: Picture,
  { colors }: Pick<Terminal, 'colors'>,
): string[] {
  return stacks.map((stack) => {
    const own = connections.filter(({ stackId }) => stackId === stack.stackId);
    const counts = STEPS.filter((step) => own.some((each) => each.step === step)).map(
      (step) => `${own.filter((each) => each.step === step).length} ${step}`,
    );
    const failed = failures.filter(({ stackId }) => stackId === stack.stackId).length;
    if (failed > 0) counts.push(`${failed} failed`);
    const { at } = stack.statuses.at(-1) ?? { at: stack.begunAt };
    const status = `${stackNameOf(stack.stackId)}: ${paintStatus(statusOf(stack), colors)}`;
    const seconds = isOver(stack) ? ` after ${duration((at - stack.begunAt) / 1000)}` : '';
    return `${status}${seconds}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}${interruptions(own)}`;
  });
}

function interruptions(connections: readonly Watched[]): string {
  const all = connections.flatMap(({ interruptionSeconds: seconds }) => seconds ?? []);
  if (all.length === 0) return '';
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return `; interrupted for ${least === most ? `${most} s` : `${least} to ${most} s each`}`;
}
