import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { CONNECTION_ID_PATTERN } from '../../lib/contract';
import { LiveClaim, isLive } from '../association/claim';
import { parseClaim } from '../association/claim-item';
import { messageOf } from '../outcome';

/** What the table says of connections that somebody has. */
export interface LiveClaims {
  readonly claims: LiveClaim[];
  /** Why a claim cannot be read: somebody has edited it, or a newer version has written it. */
  readonly unreadable: string[];
}

/** Reads all live claims. */
export async function readLiveClaims(
  client: Pick<DynamoDBClient, 'send'>,
  tableName: string,
  abortSignal: AbortSignal,
): Promise<LiveClaims> {
  const found: LiveClaims = { claims: [], unreadable: [] };
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const command = new ScanCommand({ TableName: tableName, ConsistentRead: true, ExclusiveStartKey });
    const page = await client.send(command, { abortSignal });
    for (const item of page.Items ?? []) add(found, unmarshall(item), tableName);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return found;
}

/** The table has more than claims: the key of a claim is the id of a connection. */
function add({ claims, unreadable }: LiveClaims, item: Record<string, unknown>, tableName: string): void {
  if (!CONNECTION_ID_PATTERN.test(String(item['connectionId']))) return;
  try {
    const claim = parseClaim(item, tableName);
    if (isLive(claim)) claims.push(claim);
  } catch (error) {
    unreadable.push(messageOf(error));
  }
}
