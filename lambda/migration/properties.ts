import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { PreflightProperties } from '../../lib/contract';
import { Failure } from '../outcome';
import { connectionIdOf, parentIdOf, show, timeoutMsOf } from '../association/properties';

/** The properties of a migration's preflight, checked. */
export interface WantedMigration {
  readonly connectionIds: readonly string[];
  readonly parentId: string;
  readonly originalParentId?: string;
  readonly timeoutMs: number;
}

/** @throws Failure naming the property, its value, what was expected, and the prop of the construct to correct. */
export function parseMigration(event: CloudFormationCustomResourceEvent): WantedMigration {
  const properties = event.ResourceProperties as Partial<PreflightProperties>;
  const { originalParentConnectionId: original } = properties;
  return {
    connectionIds: connectionIdsOf(properties.connectionIds),
    parentId: parentIdOf('parentConnectionId', properties.parentConnectionId, 'parent'),
    originalParentId:
      original === undefined
        ? undefined
        : parentIdOf('originalParentConnectionId', original, 'originalParent'),
    timeoutMs: timeoutMsOf(properties.timeoutSeconds),
  };
}

function connectionIdsOf(value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new Failure(
      `connectionIds is ${show(value)}: expected a list of hosted connections' ids; correct the construct's connectionIds`,
    );
  }
  const ids = value.map(connectionIdOf);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated === undefined) return ids;
  throw new Failure(
    `connectionIds has ${repeated} twice: expected every connection once; take one out, which may be a token`,
  );
}
