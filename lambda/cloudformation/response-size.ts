import { AssociationAttributes, AttributeName } from '../../lib/contract';

/** CloudFormation takes at most so many bytes of answer, with everything in it. */
const LIMIT_BYTES = 4096;

const LISTS = ['tags', 'macSecKeys'] as const;

/** The parts of the answer that the attributes share the space with. */
export interface Envelope {
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
}

/**
 * The attributes, shortened where the answer would be too large: first the lists, whose last element then says how
 * many are omitted, then whatever text is the longest.
 */
export function fitToLimit(
  attributes: AssociationAttributes,
  envelope: Envelope,
): { attributes: AssociationAttributes; shortened: AttributeName[] } {
  const fitted = { ...attributes };
  const shortened = new Set<AttributeName>();
  const excess = () => answerBytes(fitted, envelope) - LIMIT_BYTES;
  while (excess() > 0) {
    const name =
      longest(
        fitted,
        LISTS.filter((list) => omittable(fitted[list]) > 0),
      ) ?? longest(fitted);
    if (name === undefined) break;
    fitted[name] = isList(name) ? shorterList(fitted[name]) : cut(fitted[name]);
    shortened.add(name);
  }
  return { attributes: fitted, shortened: [...shortened] };
}

/** The bytes of the answer that the Provider framework makes of the attributes. */
export function answerBytes(attributes: AssociationAttributes, envelope: Envelope): number {
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId } = envelope;
  const body = {
    Status: 'SUCCESS',
    Reason: 'SUCCESS',
    StackId,
    RequestId,
    PhysicalResourceId,
    LogicalResourceId,
  };
  return Buffer.byteLength(JSON.stringify({ ...body, Data: attributes }));
}

function isList(name: AttributeName): boolean {
  return LISTS.some((list) => list === name);
}

function longest(
  attributes: AssociationAttributes,
  names = Object.keys(attributes) as AttributeName[],
): AttributeName | undefined {
  return names
    .filter((name) => attributes[name] !== '')
    .sort((a, b) => attributes[b].length - attributes[a].length)[0];
}

interface Omitted {
  readonly omitted: number;
}

function elementsOf(list: string): { kept: unknown[]; omitted: number } {
  const elements = list === '' ? [] : (JSON.parse(list) as unknown[]);
  const last = elements.at(-1) as Partial<Omitted> | undefined;
  return typeof last?.omitted === 'number'
    ? { kept: elements.slice(0, -1), omitted: last.omitted }
    : { kept: elements, omitted: 0 };
}

function omittable(list: string): number {
  return elementsOf(list).kept.length;
}

function omitLast(list: string): string {
  const { kept, omitted } = elementsOf(list);
  return JSON.stringify([...kept.slice(0, -1), { omitted: omitted + 1 } satisfies Omitted]);
}

/** Half of a list could not be read. */
function shorterList(list: string): string {
  return omittable(list) > 0 ? omitLast(list) : '';
}

function cut(text: string): string {
  return Array.from(text)
    .slice(0, Math.floor(Array.from(text).length / 2))
    .join('');
}
