import type { Connection } from '@aws-sdk/client-direct-connect';
import type { Account } from './account';
import { PROVIDER_STACK, TEST_STACK } from './app';
import type { Arguments } from './arguments';
import type { Claim } from './claims';
import { isLive } from './claims';
import type { Parent } from './direct-connect';
import { RECORDER_STACK } from './recorder/recorder-stack';

/** What there is before anything is touched. */
export interface Survey {
  readonly account: string;
  readonly region: string;
  readonly parents: readonly Parent[];
  /** The parents that list the connection, and how they show it. */
  readonly placements: readonly { readonly parentId: string; readonly connection: Connection }[];
  /** The other connections on the parents to move to. */
  readonly neighbours: Readonly<Record<string, readonly Connection[]>>;
  /** The live claims of the connection. */
  readonly claims: readonly Claim[];
  /** The stacks of an earlier run that are still there. */
  readonly remains: readonly string[];
}

/** Looks, and changes nothing. */
export async function takeSurvey(account: Account, { connection, to, also }: Arguments): Promise<Survey> {
  const { directConnect, stacks } = account;
  const parents = await directConnect.parents();
  const placements: { parentId: string; connection: Connection }[] = [];
  const neighbours: Record<string, Connection[]> = {};
  for (const { id, memberOf } of parents) {
    if (memberOf !== undefined) continue;
    const hosted = await directConnect.hostedOn(id);
    const found = hosted.find(({ connectionId }) => connectionId === connection);
    if (found) placements.push({ parentId: id, connection: found });
    if (id === to || id === also) neighbours[id] = hosted.filter((each) => each !== found);
  }
  const remains: string[] = [];
  for (const name of [TEST_STACK, PROVIDER_STACK, RECORDER_STACK]) {
    if (await stacks.find(name)) remains.push(name);
  }
  const claims = await liveClaims(account, connection);
  return { account: account.id, region: account.region, parents, placements, neighbours, claims, remains };
}

async function liveClaims({ stacks, claims }: Account, connectionId: string): Promise<Claim[]> {
  const all = await Promise.all(
    (await stacks.providerStacks()).map((stack) => claims.find(stack, connectionId)),
  );
  return all.filter((claim) => claim !== undefined).filter(isLive);
}
