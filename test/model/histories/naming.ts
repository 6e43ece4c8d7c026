import type { Owner } from '../../../lambda/cloudformation/owner';
import type { CallSeen } from '../aws/in-process-aws';
import { AssociationSpec, associationOf } from '../cloudformation/declared';
import type { CustomResourceRequest } from '../cloudformation/stack';

/** The association that a request is for. */
export function specOf({ spec, type }: CustomResourceRequest): AssociationSpec {
  const association = associationOf(spec);
  if (association === undefined) throw new Error(`${type} moves nothing`);
  return association;
}

export function keyOf({ stackId, logicalResourceId }: Owner): string {
  return `${stackId} ${logicalResourceId}`;
}

export function keyOfResource({ stack, resource }: CustomResourceRequest): string {
  return keyOf({ stackId: stack.id, logicalResourceId: resource.logicalId });
}

export function describe(request: CustomResourceRequest): string {
  const { type, requestId, stack, resource, spec } = request;
  const { connectionId = resource.logicalId, parentId = 'nowhere' } = associationOf(spec) ?? {};
  return `${type} ${requestId} of ${connectionId} to ${parentId} in ${stack.id}`;
}

/** Whether a call of a request writes the claim of its connection. */
export function writesClaim({ operation, input }: CallSeen, { spec }: CustomResourceRequest): boolean {
  const { connectionId } = (input['Item'] ?? {}) as { readonly connectionId?: { readonly S?: string } };
  const association = associationOf(spec);
  return operation === 'PutItem' && association !== undefined && connectionId?.S === association.connectionId;
}

/** Whether CloudFormation was answered that it has succeeded. */
export function hasSucceeded({ ended }: CustomResourceRequest): boolean {
  return ended?.how.kind === 'answered' && ended.how.success;
}

/** Whether a resource has been brought to what its template says. */
export function isComplete({ status }: { readonly status: string }): boolean {
  return /^(CREATE|UPDATE)_COMPLETE$/.test(status);
}
