import type { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DRIFT_LOOK_SECONDS } from '../../lib/timing';
import { LiveClaim, isLive } from '../association/claim';
import { Claims } from '../association/claims';
import { DirectConnect } from '../direct-connect/client';
import { Inventory } from '../direct-connect/inventory';
import { AT_ONCE } from '../direct-connect/pace';
import { RememberedParents } from '../direct-connect/remembered-parents';
import { readLiveClaims } from './claims';
import { Drift, findDrift, isComparable } from './drift';
import { sendEvents } from './events';
import { countsOf, interruptionsOf } from './metrics';

/** What the monitor is made of. */
export interface Parts {
  readonly directConnect: Pick<DirectConnectClient, 'send'>;
  readonly dynamoDb: Pick<DynamoDBClient, 'send'>;
  readonly eventBridge: Pick<EventBridgeClient, 'send'>;
  readonly claimsTable: string;
  /** What the metrics are of: the name of the provider's stack. */
  readonly provider: string;
  readonly eventBus: string;
  /** How often all claims are compared. */
  readonly intervalMs: number;
  readonly now: () => number;
  /** Writes a line of the log. */
  readonly write: (line: Record<string, unknown>) => void;
}

/** Compares claims with Direct Connect, and says which connections have been moved by hand, or are gone. It moves none. */
export class DriftMonitor {
  public constructor(private readonly parts: Parts) {}

  /**
   * Compares all claims.
   *
   * @throws Error if not all could be compared, or not all of it could be said.
   */
  public async compareAll(): Promise<void> {
    const { dynamoDb, claimsTable, provider, intervalMs, now, write } = this.parts;
    const signal = newSignal();
    const { claims, unreadable } = await readLiveClaims(dynamoDb, claimsTable, signal);
    for (const line of interruptionsOf(provider, claims, now() - intervalMs)) write(line);
    const drifts = await this.drifts(claims, signal);
    write(countsOf(provider, claims, drifts, now()));
    await this.tell(drifts, signal);
    if (unreadable.length > 0) throw new Error(unreadable.join('; '));
  }

  /** Compares the claim of one connection, if it has one: somebody has moved it just now. */
  public async compareOne(connectionId: string): Promise<void> {
    const { dynamoDb, claimsTable } = this.parts;
    const signal = newSignal();
    const claim = await new Claims(dynamoDb, claimsTable, signal).get(connectionId);
    if (isLive(claim)) await this.tell(await this.drifts([claim], signal), signal);
  }

  private async drifts(claims: readonly LiveClaim[], signal: AbortSignal): Promise<Drift[]> {
    const now = this.parts.now();
    const comparable = claims.filter((claim) => isComparable(claim, now));
    const directConnect = new DirectConnect(this.parts.directConnect, signal, AT_ONCE);
    return findDrift(new Inventory(directConnect, new RememberedParents(this.parts.now)), comparable);
  }

  private async tell(drifts: readonly Drift[], signal: AbortSignal): Promise<void> {
    const { eventBridge, eventBus, write } = this.parts;
    for (const drift of drifts) write(lineOf(drift));
    await sendEvents(eventBridge, eventBus, drifts, signal);
  }
}

function newSignal(): AbortSignal {
  return AbortSignal.timeout(DRIFT_LOOK_SECONDS * 1000);
}

function lineOf({ connectionId, kind, expectedParentId, foundParentId, owner }: Drift) {
  return {
    drift: kind,
    connection: connectionId,
    expected: expectedParentId,
    found: foundParentId ?? '',
    stack: owner.stackId,
    resource: owner.logicalResourceId,
  };
}
