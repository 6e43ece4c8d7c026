import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { PREFLIGHT_TYPE } from '../lib/contract';
import { ClaimStore } from './association/claims';
import { DirectConnect } from './direct-connect/client';
import { Guard } from './cloudformation/guard';
import { IsCompleteAnswer, answer } from './association/reconcile';
import { Log } from './log';
import { answerPreflight } from './migration/preflight';
import { isRollingBack } from './cloudformation/stack-status';
import { OnEventAnswer, onEvent } from './on-event';
import { IsCompleteEvent } from './cloudformation/request';
import { Roster } from './migration/progress';

/** What the handler is made of. The clients may ask again only when throttled: the Provider framework's waiter does the rest. */
export interface Parts {
  readonly directConnect: Pick<DirectConnectClient, 'send'>;
  readonly dynamoDb: Pick<DynamoDBClient, 'send'>;
  readonly cloudFormation: Pick<CloudFormationClient, 'send'>;
  readonly claimsTable: string;
  readonly now: () => number;
  readonly log: Log;
}

/** Every call of a poll ends within so long, well inside the function's timeout: a function that times out has failed. */
const POLL_MS = 20_000;

export class Handler {
  public constructor(private readonly parts: Parts) {}

  public onEvent(event: CloudFormationCustomResourceEvent): OnEventAnswer {
    return onEvent(event, this.parts.now());
  }

  public async isComplete(event: IsCompleteEvent): Promise<IsCompleteAnswer> {
    const { directConnect, dynamoDb, cloudFormation, claimsTable, now, log } = this.parts;
    const signal = AbortSignal.timeout(POLL_MS);
    const services = {
      directConnect: new DirectConnect(directConnect, signal),
      claims: new ClaimStore(dynamoDb, claimsTable, signal),
      roster: new Roster(dynamoDb, claimsTable, signal),
      guard: new Guard(cloudFormation, signal, now),
      isRollingBack: (stackId: string) => isRollingBack(cloudFormation, stackId, signal),
      now,
      log,
    };
    return event.ResourceType === PREFLIGHT_TYPE ? answerPreflight(event, services) : answer(event, services);
  }
}
