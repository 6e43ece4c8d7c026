import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { CONNECTION_ID_PATTERN, LAG_ID_PATTERN } from '../contract';
import { misuse } from './errors';
import { shown } from './given';
import { isKnown } from './lookups';

/** Throws unless the id is a hosted connection's or an interconnect's, or is known later only. */
export function validateConnectionId(
  property: string,
  id: string,
  fix: string,
  construct?: IConstruct,
): void {
  validateId(property, id, { pattern: CONNECTION_ID_PATTERN, prefix: 'dxcon', fix }, construct);
}

/** Throws unless the id is a LAG's, or is known later only. */
export function validateLagId(property: string, id: string, fix: string): void {
  validateId(property, id, { pattern: LAG_ID_PATTERN, prefix: 'dxlag', fix });
}

interface IdRule {
  readonly pattern: RegExp;
  readonly prefix: string;
  readonly fix: string;
}

function validateId(property: string, given: unknown, rule: IdRule, construct?: IConstruct): void {
  const { pattern, prefix, fix } = rule;
  const id = typeof given === 'string' ? given : undefined;
  if (id !== undefined && (!isKnown(id) || pattern.test(id))) return;
  const more = id !== undefined && pattern.test(id.trim()) ? ', without the blank or line end around it' : '';
  throw misuse(
    `${property} is ${shown(given)}, expected '${prefix}-' and 8 to 17 lowercase letters and digits: ${fix}${more}`,
    construct,
  );
}

/** CloudFormation takes 255 characters for a logical id; what follows a name, such as an attribute, has room in the rest. */
const MAX_NAME_LENGTH = 200;

const HASH_LENGTH = 8;

/**
 * The construct's path in its stack, as a part of a logical id. With a hash of the path where not all of it can be shown:
 * the same for ever, and another for another path.
 */
export function nameInStack(construct: Construct): string {
  const path = construct.node.path.slice(Stack.of(construct).node.path.length);
  const name = toPascalCase(path);
  if (name !== '' && name.length <= MAX_NAME_LENGTH && !hasForeignLetters(path)) return name;
  const hash = createHash('sha256').update(path).digest('hex').slice(0, HASH_LENGTH).toUpperCase();
  return `${name.slice(0, MAX_NAME_LENGTH - HASH_LENGTH)}${hash}`;
}

/** `Partners/acme-2` becomes `PartnersAcme2`: what a logical id may be made of, and still readable. */
export function toPascalCase(text: string): string {
  return withoutAccents(text)
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `Zürich` becomes `Zurich`. */
function withoutAccents(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '');
}

/** Whether a text has characters that no logical id can show, such as those of `東京`. */
function hasForeignLetters(text: string): boolean {
  return /\P{ASCII}/u.test(withoutAccents(text));
}
