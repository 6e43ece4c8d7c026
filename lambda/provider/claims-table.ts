import type { CdkCustomResourceIsCompleteResponseSuccess } from 'aws-lambda';
import { DeleteTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { SEARCH_KEY } from '../notes';
import type { IsCompleteEvent } from '../cloudformation/event';
import { Log, logEvent } from '../log';
import { MIGRATION_KEY } from '../migration/progress';
import { messageOf } from '../outcome';

/** How the keys of what else is in the table begin. */
const NO_CLAIMS = [MIGRATION_KEY, SEARCH_KEY];

/** The table of claims as a whole. */
export class ClaimsTable {
  public constructor(
    private readonly client: Pick<DynamoDBClient, 'send'>,
    private readonly tableName: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Whether a claim in it is live. One whose phase is not known counts as live. */
  public async hasLiveClaim(): Promise<boolean> {
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.client.send(
        new ScanCommand({ TableName: this.tableName, ConsistentRead: true, ExclusiveStartKey }),
        { abortSignal: this.signal },
      );
      if ((page.Items ?? []).some(isLive)) return true;
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return false;
  }

  public async delete(): Promise<void> {
    await this.client.send(new DeleteTableCommand({ TableName: this.tableName }), {
      abortSignal: this.signal,
    });
  }
}

function isLive({ connectionId, phase }: Record<string, AttributeValue>): boolean {
  const key = connectionId?.S ?? '';
  return phase?.S !== 'released' && !NO_CLAIMS.some((start) => key.startsWith(start));
}

/**
 * Deletes the table with the stack of the provider, if nobody needs it any more: CloudFormation itself retains it. It
 * never fails, because a failure would not keep CloudFormation from deleting the provider.
 */
export async function reconcileClaimsTable(
  event: IsCompleteEvent,
  { claimsTable, log }: { readonly claimsTable: ClaimsTable; readonly log: Log },
): Promise<CdkCustomResourceIsCompleteResponseSuccess<never>> {
  if (event.RequestType === 'Delete') logEvent(log, event, await deleteIfUnused(claimsTable));
  return { IsComplete: true };
}

async function deleteIfUnused(table: ClaimsTable): Promise<string> {
  try {
    if (await table.hasLiveClaim())
      return 'the table of claims is kept: a claim in it is live; deploy the provider again with --import-existing-resources';
    await table.delete();
    return 'the table of claims is deleted: no claim in it is live';
  } catch (error) {
    return `the table of claims is kept: ${messageOf(error)}`;
  }
}
