import { Markup, html } from './markup';

export interface Column {
  readonly heading: string;
  readonly kind?: 'number';
}

/** A table that is scrolled by itself where it is wider than the page, by keyboard too. */
export function scrolledTable(
  name: string,
  caption: string,
  columns: readonly Column[],
  rows: readonly Markup[],
): Markup {
  const heads = columns.map(({ heading, kind }) =>
    kind === undefined
      ? html`<th scope="col">${heading}</th>`
      : html`<th scope="col" class="${kind}">${heading}</th>`,
  );
  return html`<div class="scroll" role="region" aria-labelledby="${name}-caption" tabindex="0">
    <table>
      <caption id="${name}-caption">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
