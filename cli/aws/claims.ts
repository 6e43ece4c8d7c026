import { DynamoDBClient, ResourceNotFoundException, paginateScan } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { paginateListExports } from '@aws-sdk/client-cloudformation';
import { parseClaim } from '../../lambda/association/claim-item';
import { Claim } from '../../lambda/association/claim';
import { SEARCH_KEY } from '../../lambda/notes';
import { MIGRATION_KEY } from '../../lambda/migration/progress';
import { messageOf } from '../../lambda/outcome';
import { SERVICE_TOKEN_EXPORT, claimsTableNameOf } from '../../lib/contract';
import { CommandError } from '../outcome';
import type { Session } from './session';

/** A claim, or why it cannot be read. */
export type ReadClaim =
  | { readonly connectionId: string; readonly claim: Claim }
  | { readonly connectionId: string; readonly unreadable: string };

/**
 * The claims of a provider, in the order of their connections.
 *
 * @throws CommandError where there is no such provider.
 */
export async function readClaims(session: Session, providerStack: string): Promise<ReadClaim[]> {
  const table = claimsTableNameOf(providerStack);
  const items = await readItems(session.dynamoDb, table);
  if (items === undefined) throw new CommandError(await whyNoClaims(session, providerStack));
  return claimsIn(items, table);
}

/** Why a provider has no claims, and what to do about it. */
export async function whyNoClaims(session: Session, providerStack: string): Promise<string> {
  return (
    `there is no table ${claimsTableNameOf(providerStack)} in ${session.region}: expected the provider's stack ${providerStack} to be deployed there` +
    `${await knownProviders(session)}; deploy it, or pass --region or --provider-stack`
  );
}

/** The claims among the items of a table, in the order of their connections. */
export function claimsIn(items: readonly Record<string, AttributeValue>[], table: string): ReadClaim[] {
  return items
    .map((item) => unmarshall(item))
    .filter(isClaim)
    .map((item) => read(item, table))
    .sort((a, b) => (a.connectionId < b.connectionId ? -1 : 1));
}

type Item = Record<string, unknown>;

/** Everything that is in a table, as DynamoDB has it; undefined where there is no such table. */
export async function readItems(
  client: DynamoDBClient,
  table: string,
): Promise<Record<string, AttributeValue>[] | undefined> {
  const items: Record<string, AttributeValue>[] = [];
  try {
    const pages = paginateScan({ client }, { TableName: table, ConsistentRead: true });
    for await (const { Items = [] } of pages) items.push(...Items);
    return items;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function isClaim({ connectionId }: Item): boolean {
  return ![MIGRATION_KEY, SEARCH_KEY].some((key) => String(connectionId).startsWith(key));
}

function read(item: Item, table: string): ReadClaim {
  const connectionId = String(item['connectionId']);
  try {
    return { connectionId, claim: parseClaim(item, table) };
  } catch (error) {
    return { connectionId, unreadable: messageOf(error) };
  }
}

/** Who exports a service token is a provider. It is help with a mistake, so it may not be another one. */
async function knownProviders({ cloudFormation: client }: Session): Promise<string> {
  const stacks: string[] = [];
  try {
    for await (const { Exports = [] } of paginateListExports({ client }, {})) {
      const names = Exports.map(({ Name = '' }) => Name).filter((name) =>
        name.endsWith(SERVICE_TOKEN_EXPORT),
      );
      stacks.push(...names.map((name) => name.slice(0, -SERVICE_TOKEN_EXPORT.length)));
    }
  } catch {
    return '';
  }
  return stacks.length === 0 ? '' : `, and found ${stacks.join(', ')}`;
}
