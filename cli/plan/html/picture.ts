import type { Plan, PlannedParent } from '../schema';
import { Markup, html } from './markup';
import { scrolledTable } from './table';
import { Bar, Flow, Kind, Ribbon, flowsOf, layOut } from './picture-layout';
import { counted } from './words';

/** From left to right: the names, a bar for each parent, the ribbons, and the same again. */
const [NAMES, BAR, RIBBONS] = [250, 10, 260];
const LEFT = NAMES + BAR;
const RIGHT = LEFT + RIBBONS;
const WIDTH = RIGHT + BAR + NAMES;
const HEAD = 28;

/** Where connections are, and where they will be: as a picture, and as tables with the same figures. */
export function picture({ connections, parents }: Plan): Markup {
  const flows = flowsOf(connections);
  const count = (wanted: Kind) =>
    flows.filter(({ kind }) => kind === wanted).reduce((sum, each) => sum + each.count, 0);
  return html`<section aria-labelledby="parents">
    <h2 id="parents">Interconnects and LAGs</h2>
    <ul class="key">
      ${LEGEND.filter(([kind]) => count(kind) > 0).map(
        ([kind, text]) => html`<li><span class="swatch ${kind}"></span>${count(kind)} ${text}</li>`,
      )}
    </ul>
    <div class="scroll" role="region" aria-label="Picture of interconnects and LAGs" tabindex="0">
      ${svgOf(flows)}
    </div>
    ${parentsTable(flows, parents)} ${flowsTable(flows)}
  </section>`;
}

/** The picture alone. Its colours are in `colors.css`, and what has which in `picture.css`. */
export function svgOf(flows: readonly Flow[]): Markup {
  const { height, before, after, ribbons } = layOut(flows);
  return html`<svg
    viewBox="0 0 ${WIDTH} ${rounded(height + HEAD + 4)}"
    role="img"
    aria-labelledby="picture-title picture-description"
  >
    <title id="picture-title">Where the connections are, and where they will be</title>
    <desc id="picture-description">
      On the left are ${counted(before.length, 'parent')} with their connections now, on the right
      ${counted(after.length, 'parent')} after the deployment. A ribbon is as thick as the number of
      connections that go its way. The tables that follow have the same figures.
    </desc>
    <g transform="translate(0 ${HEAD})">
      <text class="side" x="${NAMES}" y="-12" text-anchor="end">Now</text>
      <text class="side" x="${RIGHT + BAR}" y="-12">After the deployment</text>
      ${ribbons.map(ribbon)} ${before.map((bar) => barOf(bar, LEFT - BAR, 'end'))}
      ${after.map((bar) => barOf(bar, RIGHT, 'start'))}
    </g>
  </svg>`;
}

const LEGEND: readonly (readonly [Kind, string])[] = [
  ['moves', 'moving'],
  ['stays', 'staying'],
  ['fails', 'refused'],
  ['unknown', 'known at deployment'],
];

function ribbon({ fromY, toY, thickness, kind, from, to, count }: Ribbon): Markup {
  const middle = LEFT + RIBBONS / 2;
  const [a, b, c, d] = [fromY, toY, toY + thickness, fromY + thickness].map(rounded);
  const path = `M${LEFT} ${a}C${middle} ${a} ${middle} ${b} ${RIGHT} ${b}V${c}C${middle} ${c} ${middle} ${d} ${LEFT} ${d}Z`;
  return html`<path class="${kind}" d="${path}"><title>${count}: ${from} → ${to}</title></path>`;
}

function barOf({ parent, count, y, height }: Bar, x: number, anchor: 'start' | 'end'): Markup {
  const textX = anchor === 'end' ? x - 6 : x + BAR + 6;
  return html`<rect
      class="bar"
      x="${x}"
      y="${rounded(y)}"
      width="${BAR}"
      height="${rounded(Math.max(height, 1))}"
    />
    <text x="${textX}" y="${rounded(y + height / 2)}" dy="0.35em" text-anchor="${anchor}"
      >${parent} (${count})</text
    >`;
}

/** Shorter, and the same on every machine. */
function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function parentsTable(flows: readonly Flow[], parents: readonly PlannedParent[]): Markup {
  const known = new Map(parents.map((each) => [each.parentId, each]));
  const ids = [...new Set(flows.flatMap(({ from, to }) => [from, to]))].sort();
  const sum = (own: (flow: Flow) => string, id: string) =>
    flows.filter((flow) => own(flow) === id).reduce((total, { count }) => total + count, 0);
  return scrolledTable(
    'parents',
    'Connections of this plan on each interconnect and LAG',
    [
      { heading: 'Interconnect or LAG' },
      { heading: 'Name' },
      { heading: 'Location' },
      { heading: 'Now', kind: 'number' },
      { heading: 'After', kind: 'number' },
    ],
    ids.map(
      (id) =>
        html`<tr>
          <th scope="row">${id}</th>
          <td><bdi>${known.get(id)?.name}</bdi></td>
          <td>${known.get(id)?.location}</td>
          <td class="number">${sum(({ from }) => from, id)}</td>
          <td class="number">${sum(({ to }) => to, id)}</td>
        </tr>`,
    ),
  );
}

function flowsTable(flows: readonly Flow[]): Markup {
  return scrolledTable(
    'flows',
    'From where to where',
    [
      { heading: 'Is on' },
      { heading: 'Will be on' },
      { heading: 'What' },
      { heading: 'Connections', kind: 'number' },
      { heading: 'Interruptions', kind: 'number' },
    ],
    flows.map(
      ({ from, to, kind, count, interruptions }) =>
        html`<tr>
          <th scope="row">${from}</th>
          <td>${to}</td>
          <td>${kind}</td>
          <td class="number">${count}</td>
          <td class="number">${interruptions}</td>
        </tr>`,
    ),
  );
}
