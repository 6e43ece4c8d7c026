import { duration } from '../../output/duration';
import { ACTIONS } from '../actions';
import type { Plan, PlannedConnection, PlannedParent, Problem } from '../schema';
import { Markup, Value, html } from './markup';
import { NOT_KNOWN, NO_PARENT, counted } from './words';

/** What a row is known by in links. */
export const anchorOf = (index: number) => `connection-${index + 1}`;
export const problemAnchorOf = (index: number) => `problem-${index + 1}`;

/** Every connection, with the fields by which they can be searched. */
export function connectionsSection(plan: Plan): Markup {
  const { connections, stacks } = plan;
  const columns = COLUMNS.filter(({ needsStacks }) => needsStacks !== true || stacks.length > 1);
  const around = { parents: namesOf(plan.parents), problems: problemsByConnection(plan.problems) };
  const rows = connections.map((connection, index) => {
    const hasProblem = around.problems.has(keyOf(connection));
    const cells = columns.map(({ cell, kind, isHead }) =>
      isHead === true
        ? html`<th scope="row">${cell(connection, around)}</th>`
        : html`<td${kind === undefined ? '' : html` class="${kind}"`}>${cell(connection, around)}</td>`,
    );
    return html`<tr
      id="${anchorOf(index)}"
      data-what="${connection.action}"
      data-problem="${hasProblem ? 'yes' : 'no'}"
    >
      ${cells}
    </tr>`;
  });
  return html`<section aria-labelledby="connections">
    <h2 id="connections">Connections</h2>
    ${fields(plan)}
    <div class="scroll" role="region" aria-labelledby="connections-caption" tabindex="0">
      <table class="wide">
        <caption id="connections-caption">
          What becomes of each connection, in the order in which it begins
        </caption>
        <thead>
          <tr>
            ${columns.map(({ heading, kind = '', width }) => html`<th scope="col" class="${`${kind} ${width}`.trim()}">${heading}</th>`)}
          </tr>
        </thead>
        <tbody id="rows">
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** They do nothing without the script, and so only that shows them. */
function fields({ connections }: Plan): Markup {
  const actions = ACTIONS.filter((action) => connections.some((each) => each.action === action));
  return html`<form id="filter" role="search" aria-label="Connections" autocomplete="off" hidden>
    <p>
      <label for="text">Search</label>
      <input id="text" name="text" type="search" spellcheck="false" aria-describedby="text-hint" />
      <span id="text-hint" class="hint">name, id, customer, VLAN, parent</span>
    </p>
    <p>
      <label for="what">What</label>
      <select id="what" name="what">
        <option value="">everything</option>
        ${actions.map((action) => html`<option>${action}</option>`)}
      </select>
    </p>
    <p>
      <label for="problem">Problem</label>
      <select id="problem" name="problem">
        <option value="">with or without</option>
        <option value="yes">with a problem</option>
        <option value="no">without</option>
      </select>
    </p>
    <p><button type="reset">Show all</button></p>
    <output id="shown" for="text what problem">${counted(connections.length, 'connection')}</output>
  </form>`;
}

interface Around {
  readonly parents: ReadonlyMap<string, string>;
  /** The places of the problems of a connection in the list of all. */
  readonly problems: ReadonlyMap<string, readonly number[]>;
}

interface Column {
  readonly heading: string;
  readonly cell: (connection: PlannedConnection, around: Around) => Value;
  readonly width: 'w1' | 'w2' | 'w3';
  readonly kind?: 'number';
  readonly isHead?: boolean;
  readonly needsStacks?: boolean;
}

const COLUMNS: readonly Column[] = [
  { heading: 'Order', width: 'w1', kind: 'number', cell: ({ order }) => order },
  { heading: 'Connection', width: 'w3', isHead: true, cell: nameOf },
  { heading: 'Customer', width: 'w2', cell: ({ ownerAccount }) => ownerAccount },
  { heading: 'VLAN', width: 'w1', kind: 'number', cell: ({ vlan }) => vlan },
  { heading: 'Stack', width: 'w2', needsStacks: true, cell: ({ stack }) => stack },
  { heading: 'Is on', width: 'w3', cell: ({ isOn }, around) => parentOf(isOn, around) },
  { heading: 'Will be on', width: 'w3', cell: willBeOn },
  { heading: 'What', width: 'w1', cell: whatOf },
  { heading: 'Interruptions', width: 'w2', kind: 'number', cell: ({ interruptions }) => interruptions },
  {
    heading: 'Starts',
    width: 'w1',
    kind: 'number',
    cell: ({ startsAfterSeconds: s }) => (s === undefined ? undefined : `+${duration(s)}`),
  },
  { heading: 'If it is rolled back', width: 'w3', cell: ({ onRollback }) => onRollback },
  { heading: 'If it is deleted later', width: 'w3', cell: ({ onDelete }) => onDelete },
];

function nameOf({ connectionId, connectionName, knownAtDeployment, logicalId }: PlannedConnection): Value {
  const id = connectionId ?? `${logicalId} (${NOT_KNOWN}: ${knownAtDeployment ?? ''})`;
  return connectionName === undefined ? id : [id, html`<br /><bdi>${connectionName}</bdi>`];
}

function parentOf(id: string | undefined, { parents }: Around): Value {
  if (id === undefined) return NO_PARENT;
  const name = parents.get(id);
  return name === undefined ? id : [id, html`<br /><bdi>${name}</bdi>`];
}

function willBeOn({ action, willBeOn: id, knownAtDeployment }: PlannedConnection, around: Around): Value {
  return action === 'unknown' ? `${NOT_KNOWN}: ${knownAtDeployment ?? ''}` : parentOf(id, around);
}

function whatOf(connection: PlannedConnection, { problems }: Around): Value {
  const links = (problems.get(keyOf(connection)) ?? []).map(
    (index) => html`<br /><a href="#${problemAnchorOf(index)}">problem ${index + 1}</a>`,
  );
  return [html`<span class="${classOf(connection)}">${connection.action}</span>`, links];
}

/** Whether it is looked at twice. */
function classOf({ action }: PlannedConnection): string {
  switch (action) {
    case 'move':
    case 'put back':
      return 'moving';
    case 'fail':
    case 'unknown':
      return 'failing';
    case 'adopt':
    case 'leave':
    case 'forget':
    case 'update':
    case 'untouched':
      return 'resting';
  }
}

function namesOf(parents: readonly PlannedParent[]): ReadonlyMap<string, string> {
  return new Map(
    parents.flatMap(({ parentId, name }) =>
      name === undefined || name === parentId ? [] : [[parentId, name]],
    ),
  );
}

/** An association is known by its stack and its logical id. */
export function keyOf({ stack, logicalId = '' }: Pick<Problem, 'stack' | 'logicalId'>): string {
  return `${stack}/${logicalId}`;
}

function problemsByConnection(problems: readonly Problem[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const [index, problem] of problems.entries())
    found.set(keyOf(problem), [...(found.get(keyOf(problem)) ?? []), index]);
  return found;
}
