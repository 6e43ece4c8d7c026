import type { Connection } from '@aws-sdk/client-direct-connect';
import { ATTRIBUTES, AssociationAttributes } from '../../lib/contract';

/**
 * The attributes of the resource. Every one is a string, lists are JSON text. What Direct Connect leaves out is empty.
 */
export function attributesOf(
  connection: Connection | undefined,
  parentConnectionId: string,
  originalParentConnectionId: string,
): AssociationAttributes {
  const observed = { ...connection, parentConnectionId, originalParentConnectionId };
  const attributes = ATTRIBUTES.map((name) => [name, textOf(observed[name])]);
  return Object.fromEntries(attributes) as AssociationAttributes;
}

function textOf(value: Connection[keyof Connection] | null): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
