import type { Connection } from '@aws-sdk/client-direct-connect';
import { AssociationAttributes, CONNECTION_ATTRIBUTES } from '../../lib/contract';

/**
 * The attributes of the resource. Every one is a string, lists as JSON text; what Direct Connect does not tell is empty.
 */
export function attributesOf(
  connection: Connection | undefined,
  parentConnectionId: string,
  originalParentConnectionId: string,
): AssociationAttributes {
  const told = CONNECTION_ATTRIBUTES.map((name) => [name, textOf(connection?.[name])]);
  return {
    ...(Object.fromEntries(told) as Record<(typeof CONNECTION_ATTRIBUTES)[number], string>),
    parentConnectionId,
    originalParentConnectionId,
  };
}

function textOf(value: Connection[keyof Connection] | null): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
