import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { DRIFT_DETAIL_TYPE, DRIFT_EVENT_SOURCE, DriftDetail } from '../../lib/contract';
import type { Drift } from './drift';

/** EventBridge takes so many in one call. */
const EVENTS_IN_A_CALL = 10;

/**
 * Sends an event for each connection that has drifted.
 *
 * @throws Error if the bus has not taken all of them.
 */
export async function sendEvents(
  client: Pick<EventBridgeClient, 'send'>,
  bus: string,
  drifts: readonly Drift[],
  abortSignal: AbortSignal,
): Promise<void> {
  for (let start = 0; start < drifts.length; start += EVENTS_IN_A_CALL) {
    const Entries = drifts.slice(start, start + EVENTS_IN_A_CALL).map((drift) => entryOf(drift, bus));
    const { FailedEntryCount = 0, Entries: results = [] } = await client.send(
      new PutEventsCommand({ Entries }),
      { abortSignal },
    );
    if (FailedEntryCount > 0) {
      const reason =
        results.find(({ ErrorCode }) => ErrorCode)?.ErrorMessage ?? 'for no reason that it tells';
      throw new Error(`the bus ${bus} has not taken ${FailedEntryCount} events: ${reason}`);
    }
  }
}

function entryOf(drift: Drift, EventBusName: string): PutEventsRequestEntry {
  const { connectionId, kind, expectedParentId, foundParentId = '', owner } = drift;
  const detail: DriftDetail = {
    connectionId,
    kind,
    expectedParentConnectionId: expectedParentId,
    foundParentConnectionId: foundParentId,
    stackId: owner.stackId,
    logicalResourceId: owner.logicalResourceId,
  };
  return {
    EventBusName,
    Source: DRIFT_EVENT_SOURCE,
    DetailType: DRIFT_DETAIL_TYPE,
    Resources: [owner.stackId],
    Detail: JSON.stringify(detail),
  };
}
