import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type {
  CdkCustomResourceEvent,
  CdkCustomResourceIsCompleteResponseSuccess,
  CdkCustomResourceIsCompleteResponseWaiting,
} from 'aws-lambda';
import { AssociationAttributes, CLAIMS_TABLE_TYPE, PREFLIGHT_TYPE } from '../lib/contract';
import { LAST_WRITE_SECONDS, LISTS_KEPT_SECONDS, SEARCH_KEPT_SECONDS } from '../lib/timing';
import { listening } from './assumptions/answers';
import { noticeEvent } from './assumptions/events';
import { noticing } from './assumptions/notice';
import { Claims } from './association/claims';
import { associationPhysicalId, isCreatedId, isMadeUpId } from './association/physical-id';
import { reconcileAssociation } from './association/reconcile';
import type { SearchNote } from './association/search-note';
import { refuseContract, refuseForeignStack } from './cloudformation/contract';
import { presentable } from './cloudformation/error-response';
import { IsCompleteEvent, ReceivedEvent } from './cloudformation/event';
import { Guard } from './cloudformation/guard';
import { Owner, isGoneFromCloudFormation } from './cloudformation/owner';
import { stackStatuses } from './cloudformation/stack-status';
import { DirectConnect } from './direct-connect/client';
import { Inventory } from './direct-connect/inventory';
import { Kept } from './direct-connect/kept';
import { Pace } from './direct-connect/pace';
import { Log, connectionIn, logEvent } from './log';
import { ListsNote, preflightPhysicalId, reconcilePreflight } from './migration/preflight';
import { MigrationProgress } from './migration/progress';
import { Notes } from './notes';
import { Requeue } from './outcome';
import { PollTime } from './poll-time';
import { ClaimsTable, reconcileClaimsTable } from './provider/claims-table';

/**
 * What the handler is made of. The client of Direct Connect repeats nothing, and the others throttled calls only: the Provider framework's
 * waiter does the rest.
 */
export interface Parts {
  readonly directConnect: Pick<DirectConnectClient, 'send'>;
  readonly dynamoDb: Pick<DynamoDBClient, 'send'>;
  readonly cloudFormation: Pick<CloudFormationClient, 'send'>;
  readonly claimsTable: string;
  /** The id of the stack that the handler is in. */
  readonly providerStackId: string;
  /** Whether an emulator stands in for CloudFormation. */
  readonly isEmulated: boolean;
  readonly kept: Kept;
  /** Without it a poll waits for nothing. */
  readonly sleep?: (ms: number) => Promise<void>;
  readonly now: () => number;
  readonly log: Log;
}

/** What `onEvent` adds to the event before the first poll. */
export interface OnEventResponse extends ReceivedEvent {
  readonly PhysicalResourceId: string;
}

/** The framework also takes a physical id at the end of a create, which its type does not say. */
export type IsCompleteResponse =
  | CdkCustomResourceIsCompleteResponseWaiting
  | (CdkCustomResourceIsCompleteResponseSuccess<AssociationAttributes> & { PhysicalResourceId?: string });

export class Handler {
  public constructor(private readonly parts: Parts) {}

  /**
   * Checks the properties and names the resource. It calls nothing, so nothing can fail between a change and
   * CloudFormation's knowledge of it.
   *
   * @throws Error for properties that can never work, an update to another connection, a stack of another account or
   * region, and a contract that this version does not know.
   */
  public onEvent(event: CdkCustomResourceEvent): OnEventResponse {
    try {
      refuseForeignStack(event, this.parts.providerStackId);
      refuseContract(event, this.parts.providerStackId);
      return { PhysicalResourceId: this.physicalId(event), ReceivedAt: this.parts.now() };
    } catch (error) {
      throw presentable(error);
    }
  }

  /**
   * One poll: looks, compares, does at most one thing, looks again.
   *
   * @throws Error with a text for the person who deploys the stack: the Provider framework then answers FAILED.
   */
  public async isComplete(event: IsCompleteEvent): Promise<IsCompleteResponse> {
    try {
      switch (event.ResourceType) {
        case PREFLIGHT_TYPE:
          return await reconcilePreflight(event, this.services(event));
        case CLAIMS_TABLE_TYPE:
          return await reconcileClaimsTable(event, this.services(event));
        default:
          return await reconcileAssociation(event, this.services(event));
      }
    } catch (error) {
      return this.requeueOrThrow(event, error);
    }
  }

  private physicalId(event: CdkCustomResourceEvent): string {
    switch (event.ResourceType) {
      case PREFLIGHT_TYPE:
        return preflightPhysicalId(event);
      case CLAIMS_TABLE_TYPE:
        return this.parts.claimsTable;
      default:
        return associationPhysicalId(event);
    }
  }

  private requeueOrThrow(event: IsCompleteEvent, error: unknown): CdkCustomResourceIsCompleteResponseWaiting {
    if (error instanceof Requeue) {
      logEvent(this.parts.log, event, `not complete yet: ${error.message}`);
      return { IsComplete: false };
    }
    const shown = presentable(error);
    logEvent(this.parts.log, event, `failed: ${shown.message}`);
    throw shown;
  }

  /** The services, whose calls all end with this poll. */
  private services(event: IsCompleteEvent) {
    const { dynamoDb, cloudFormation, claimsTable, isEmulated, kept, now, sleep, log } = this.parts;
    const time = new PollTime(now, sleep);
    const { signal } = time;
    const lastSignal = AbortSignal.timeout(LAST_WRITE_SECONDS * 1000);
    const notice = noticing(log, event);
    if (!isEmulated) noticeEvent(notice, event, now());
    const client = listening(this.parts.directConnect, notice, connectionIn(event.ResourceProperties));
    const directConnect = new DirectConnect(client, signal, new Pace(kept.rate, time));
    return {
      directConnect,
      inventory: new Inventory(directConnect, kept.parents),
      time,
      kept,
      claims: new Claims(dynamoDb, claimsTable, signal),
      claimsTable: new ClaimsTable(dynamoDb, claimsTable, signal),
      progress: new MigrationProgress(dynamoDb, claimsTable, signal, now),
      listNotes: new Notes<ListsNote>(dynamoDb, claimsTable, lastSignal, now, LISTS_KEPT_SECONDS),
      searches: new Notes<SearchNote>(dynamoDb, claimsTable, lastSignal, now, SEARCH_KEPT_SECONDS),
      guard: new Guard(cloudFormation, signal, now, {
        isEmulated,
        isCreated: isCreatedId,
        isMadeUp: isMadeUpId,
        notice,
      }),
      isGone: (owner: Owner) => isGoneFromCloudFormation(cloudFormation, owner, signal),
      stackStatuses: (stackId: string) => stackStatuses(cloudFormation, stackId, signal),
      now,
      log,
      notice,
    };
  }
}
