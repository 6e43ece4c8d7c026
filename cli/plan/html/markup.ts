/** Text that is HTML already. */
export class Markup {
  public constructor(public readonly text: string) {}
}

/** What can stand in markup: markup as it is, anything else escaped, nothing where it is undefined. */
export type Value = Markup | string | number | undefined | readonly Value[];

/** Markup with values in it, each escaped: in an element or in an attribute between double quotes, and nowhere else. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(parts.map((part, index) => unindented(part) + textOf(values[index])).join(''));
}

/** What a source is indented by is a part of every row. */
function unindented(part: string): string {
  return part.replace(/\s*\n\s*/g, '\n');
}

function textOf(value: Value): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(textOf).join('');
  return escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters have no place in HTML. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

function escaped(text: string): string {
  return text.replace(CONTROL, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
