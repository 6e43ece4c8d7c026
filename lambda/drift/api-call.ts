/** What an event says of a call of `AssociateHostedConnection`. */
export type ApiCall =
  { readonly kind: 'none' | 'refused' } | { readonly kind: 'moved'; readonly connectionId: string };

/** What AWS CloudTrail says through EventBridge; `none` for every other event, such as that of a schedule. */
export function movedConnection(event: unknown): ApiCall {
  const { eventName, errorCode, requestParameters } = mapOf(mapOf(event)['detail']);
  if (eventName !== 'AssociateHostedConnection') return { kind: 'none' };
  const { connectionId } = mapOf(requestParameters);
  if (errorCode !== undefined || typeof connectionId !== 'string') return { kind: 'refused' };
  return { kind: 'moved', connectionId };
}

function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
