import type { Plan, Problem } from '../schema';
import { anchorOf, keyOf, problemAnchorOf } from './connections';
import { Markup, html } from './markup';
import { scrolledTable } from './table';

/** Everything that stands in the way, in the words of the handler, and what was not looked at. */
export function problemsSection({ problems, notes, connections }: Plan): Markup {
  const anchors = new Map(connections.map((each, index) => [keyOf(each), anchorOf(index)]));
  return html`<section aria-labelledby="problems">
    <h2 id="problems">Problems</h2>
    ${problems.length === 0 ? html`<p>None was found: not for the deployment, not for its rollback, and not for a later delete.</p>` : table(problems, anchors)}
    ${
      notes.length === 0
        ? ''
        : html`<h3>What was not looked at</h3>
            <ul>
              ${notes.map((note) => html`<li>${note}</li>`)}
            </ul>`
    }
  </section>`;
}

function table(problems: readonly Problem[], anchors: ReadonlyMap<string, string>): Markup {
  const rows = problems.map((problem, index) => {
    const anchor = anchors.get(keyOf(problem));
    const place = [problem.stack, problem.logicalId].filter((part) => part !== undefined).join('/');
    return html`<tr id="${problemAnchorOf(index)}">
      <th scope="row">${index + 1}</th>
      <td>${whenOf(problem)}</td>
      <td>${anchor === undefined ? place : html`<a href="#${anchor}">${place}</a>`}</td>
      <td>${problem.text}</td>
    </tr>`;
  });
  return scrolledTable(
    'problems',
    'What would fail, and why',
    [{ heading: 'Problem' }, { heading: 'What fails' }, { heading: 'Where' }, { heading: 'Why' }],
    rows,
  );
}

function whenOf({ when, isRace }: Problem): string {
  const condition = isRace ? ', depending on which of two is first' : '';
  switch (when) {
    case 'deployment':
      return `the deployment${condition}`;
    case 'rollback':
      return 'its rollback';
    case 'delete':
      return 'a later delete (the deployment can go on)';
  }
}
