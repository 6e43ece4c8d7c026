import type { PlannedConnection } from '../schema';
import { NOT_KNOWN, NO_PARENT } from './words';

export type Kind = 'moves' | 'stays' | 'fails' | 'unknown';

/** Connections that go the same way. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly kind: Kind;
  readonly count: number;
  readonly interruptions: number;
}

/** A parent on one side of the picture: where it is from top to bottom. */
export interface Bar {
  readonly parent: string;
  readonly count: number;
  readonly y: number;
  readonly height: number;
}

/** A flow between two bars: where it begins and ends, and how thick it is. */
export interface Ribbon extends Flow {
  readonly fromY: number;
  readonly toY: number;
  readonly thickness: number;
}

export interface Layout {
  readonly height: number;
  readonly before: readonly Bar[];
  readonly after: readonly Bar[];
  readonly ribbons: readonly Ribbon[];
}

/** How high all connections together are at most, and one at most. */
const MOST_HEIGHT = 640;
const MOST_EACH = 14;
/** A bar has room for its name. */
const LEAST_ROOM = 18;
const GAP = 5;

/** What goes from where to where, in the order of the parents. */
export function flowsOf(connections: readonly PlannedConnection[]): Flow[] {
  const flows = new Map<string, Flow>();
  for (const connection of connections) {
    const { isOn: from = NO_PARENT, action, interruptions } = connection;
    const to = action === 'unknown' ? NOT_KNOWN : (connection.willBeOn ?? NO_PARENT);
    const kind = kindOf(connection, from, to);
    const key = `${from} ${to} ${kind}`;
    const { count = 0, interruptions: before = 0 } = flows.get(key) ?? {};
    flows.set(key, { from, to, kind, count: count + 1, interruptions: before + interruptions });
  }
  return [...flows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, flow]) => flow);
}

function kindOf({ action }: PlannedConnection, from: string, to: string): Kind {
  if (action === 'fail' || action === 'unknown') return action === 'fail' ? 'fails' : action;
  return from === to ? 'stays' : 'moves';
}

/** Places parents so that few ribbons cross, and ribbons in the order of their other ends. */
export function layOut(flows: readonly Flow[]): Layout {
  const total = flows.reduce((sum, { count }) => sum + count, 0);
  const each = Math.min(MOST_EACH, MOST_HEIGHT / Math.max(1, total));
  const byId = [...new Set(flows.map(({ to }) => to))].sort();
  const froms = byBarycentre(
    flows,
    ({ from }) => from,
    placesOf(byId),
    ({ to }) => to,
  );
  const tos = byBarycentre(
    flows,
    ({ to }) => to,
    placesOf(froms),
    ({ from }) => from,
  );
  const bars = [
    barsOf(froms, flows, ({ from }) => from, each),
    barsOf(tos, flows, ({ to }) => to, each),
  ] as const;
  const height = Math.max(...bars.map(bottomOf));
  const [before, after] = [centred(bars[0], height), centred(bars[1], height)];
  return { height, before, after, ribbons: ribbonsOf(flows, before, after, each) };
}

type End = (flow: Flow) => string;

function placesOf(parents: readonly string[]): ReadonlyMap<string, number> {
  return new Map(parents.map((parent, index) => [parent, index]));
}

/** The parents of one side, each about as high as what it is connected with. */
function byBarycentre(
  flows: readonly Flow[],
  own: End,
  places: ReadonlyMap<string, number>,
  other: End,
): string[] {
  const centre = (parent: string) => {
    const all = flows.filter((flow) => own(flow) === parent);
    const count = all.reduce((sum, flow) => sum + flow.count, 0);
    return all.reduce((sum, flow) => sum + (places.get(other(flow)) ?? 0) * flow.count, 0) / count;
  };
  const parents = [...new Set(flows.map(own))].map((parent) => ({ parent, at: centre(parent) }));
  return parents.sort((a, b) => a.at - b.at || (a.parent < b.parent ? -1 : 1)).map(({ parent }) => parent);
}

function barsOf(parents: readonly string[], flows: readonly Flow[], own: End, each: number): Bar[] {
  let top = 0;
  return parents.map((parent) => {
    const count = flows.filter((flow) => own(flow) === parent).reduce((sum, flow) => sum + flow.count, 0);
    const height = count * each;
    const room = Math.max(height, LEAST_ROOM);
    const y = top + (room - height) / 2;
    top += room + GAP;
    return { parent, count, y, height };
  });
}

function centred(bars: readonly Bar[], height: number): Bar[] {
  const down = (height - bottomOf(bars)) / 2;
  return bars.map((bar) => ({ ...bar, y: bar.y + down }));
}

function bottomOf(bars: readonly Bar[]): number {
  return Math.max(0, ...bars.map(({ y, height }) => y + Math.max(height, LEAST_ROOM)));
}

function ribbonsOf(
  flows: readonly Flow[],
  before: readonly Bar[],
  after: readonly Bar[],
  each: number,
): Ribbon[] {
  const next = (bars: readonly Bar[]) => new Map(bars.map(({ parent, y }) => [parent, y]));
  const [fromTop, toTop] = [next(before), next(after)];
  const [fromPlace, toPlace] = [
    placesOf(before.map(({ parent }) => parent)),
    placesOf(after.map(({ parent }) => parent)),
  ];
  const place = (places: ReadonlyMap<string, number>, parent: string) => places.get(parent) ?? 0;
  const take = (tops: Map<string, number>, parent: string, thickness: number) => {
    const y = tops.get(parent) ?? 0;
    tops.set(parent, y + thickness);
    return y;
  };
  const begun = [...flows]
    .sort((a, b) => place(toPlace, a.to) - place(toPlace, b.to))
    .map((flow) => ({ ...flow, fromY: take(fromTop, flow.from, flow.count * each) }));
  return begun
    .sort((a, b) => place(fromPlace, a.from) - place(fromPlace, b.from))
    .map((flow) => {
      const thickness = flow.count * each;
      return { ...flow, thickness, toY: take(toTop, flow.to, thickness) };
    });
}
