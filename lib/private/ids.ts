import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CONNECTION_ID_PATTERN, LAG_ID_PATTERN } from '../contract';
import { isKnown } from './lookups';

/** Throws unless the id is a hosted connection's or an interconnect's, or is known later only. */
export function validateConnectionId(property: string, id: string, fix: string): void {
  validateId(property, id, CONNECTION_ID_PATTERN, 'dxcon', fix);
}

/** Throws unless the id is a LAG's, or is known later only. */
export function validateLagId(property: string, id: string, fix: string): void {
  validateId(property, id, LAG_ID_PATTERN, 'dxlag', fix);
}

function validateId(property: string, id: string, pattern: RegExp, prefix: string, fix: string): void {
  if (!isKnown(id) || pattern.test(id)) {
    return;
  }
  throw new Error(
    `${property} is '${id}', expected '${prefix}-' and 8 to 17 lowercase letters and digits: ${fix}`,
  );
}

/** The construct's path in its stack, as a part of a logical id. */
export function nameInStack(construct: Construct): string {
  return toPascalCase(construct.node.path.slice(Stack.of(construct).node.path.length));
}

/** `Partners/acme-2` becomes `PartnersAcme2`: what a logical id may be made of, and still readable. */
export function toPascalCase(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
