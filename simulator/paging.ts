import { textUnknown } from './errors';
import type { PageRequest } from './requests';

export interface Page<T> {
  readonly items: T[];
  readonly nextToken?: string;
}

/**
 * One page of a list, in the order of the ids. A token remembers the last id, so what comes and goes between
 * two pages shifts nothing; and whose list it is, so that it serves no other.
 */
export function pageOf<T>(
  all: readonly T[],
  idOf: (item: T) => string,
  listName: string,
  { pageSize, maxResults = pageSize, nextToken }: PageRequest & { readonly pageSize: number },
): Page<T> {
  const after = nextToken === undefined ? undefined : readToken(nextToken, listName);
  const rest = all
    .filter((item) => after === undefined || idOf(item) > after)
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const items = rest.slice(0, Math.min(maxResults, pageSize));
  const last = items.at(-1);
  return last !== undefined && rest.length > items.length
    ? { items, nextToken: writeToken(listName, idOf(last)) }
    : { items };
}

function writeToken(listName: string, lastId: string): string {
  return Buffer.from(`${listName} ${lastId}`).toString('base64url');
}

function readToken(token: string, listName: string): string {
  const prefix = `${listName} `;
  const content = Buffer.from(token, 'base64url').toString();
  const lastId = content.slice(prefix.length);
  if (!content.startsWith(prefix) || writeToken(listName, lastId) !== token)
    throw textUnknown.invalidNextToken();
  return lastId;
}
