import type { Connection } from '@aws-sdk/client-direct-connect';
import { ATTRIBUTES, AssociationAttributes } from '../../lib/contract';

/**
 * The attributes of the resource. Every one is a string, lists are JSON text. What Direct Connect leaves out is empty.
 */
export function attributesOf(connection: Connection | undefined, ours: OwnAttributes): AssociationAttributes {
  const { lastInterruptionSeconds = 0 } = ours;
  const observed = { ...connection, ...ours, lastInterruptionSeconds };
  const attributes = ATTRIBUTES.map((name) => [name, textOf(observed[name])]);
  return Object.fromEntries(attributes) as AssociationAttributes;
}

/** The attributes that are not members of `Connection`. */
export interface OwnAttributes {
  readonly parentConnectionId: string;
  readonly originalParentConnectionId: string;
  readonly lastInterruptionSeconds?: number;
}

function textOf(value: Connection[keyof Connection] | number | null): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
