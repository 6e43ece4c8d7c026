import { setTimeout as sleep } from 'node:timers/promises';
import { textOf, type Account } from './account';
import { PROVIDER_STACK, TEST_STACK } from './app';
import { isSettledOn, listingOf, onlyParentIn } from './placements';
import { FAILING, LEAVING, WAITING, type Parents } from './plan';
import { RECORDER_STACK } from './recorder/recorder-stack';

const LOOK_MS = 1000;
const PATIENCE_MS = 180_000;
const ALL_STACKS = [TEST_STACK, PROVIDER_STACK, RECORDER_STACK];

/** How a run has left things. */
export interface Ending {
  /** Where the connection is, if one parent lists it. */
  readonly isOn?: string;
  readonly isHome: boolean;
  /** Whether this program had to move it itself. */
  readonly movedByHand: boolean;
  /** The stacks that are still there. */
  readonly left: readonly string[];
}

/** Leaves the connection where it was found, and nothing else behind. */
export class BringBack {
  private movedByHand = false;

  public constructor(
    private readonly account: Account,
    private readonly connectionId: string,
    private readonly parents: Parents,
    private readonly say: (text: string) => void,
  ) {}

  /** Deletes the stack of the association: its delete brings the connection back. If that does not, moves it. */
  public async connection(): Promise<void> {
    const { stacks, recordings } = this.account;
    await recordings.tell(FAILING, WAITING, LEAVING);
    if (await stacks.find(TEST_STACK)) this.say(`  deleting the stack ${TEST_STACK}`);
    await stacks.delete(TEST_STACK);
    if (await this.isHome(LOOK_MS)) return;
    await this.move();
    // A delete that has failed finds the connection at home now.
    await stacks.delete(TEST_STACK);
  }

  /** Deletes what the test had besides; not while the provider remembers where the connection has to go. */
  public async end(): Promise<Ending> {
    const isHome = await this.isHome(LOOK_MS).catch(() => false);
    const left = isHome ? await this.deleteRest().catch(() => ALL_STACKS) : ALL_STACKS;
    const isOn = await this.listing().then(onlyParentIn, () => undefined);
    return { isOn, isHome, movedByHand: this.movedByHand, left };
  }

  private async deleteRest(): Promise<string[]> {
    const { stacks } = this.account;
    if ((await stacks.find(TEST_STACK)) !== undefined) return ALL_STACKS;
    const left: string[] = [];
    for (const stack of [PROVIDER_STACK, RECORDER_STACK]) {
      if ((await stacks.delete(stack)) !== undefined) left.push(stack);
    }
    return left;
  }

  private async move(): Promise<void> {
    const { origin } = this.parents;
    this.say(`  moving ${this.connectionId} to ${origin} with AssociateHostedConnection`);
    this.movedByHand = true;
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const refusal = await this.account.directConnect.associate(this.connectionId, origin).then(
        () => undefined,
        (error: unknown) => textOf(error),
      );
      if (refusal === undefined) break;
      this.say(`  ${refusal}`);
      if (!/transition|throttl/i.test(refusal)) break;
      await sleep(LOOK_MS);
    }
    await this.isHome(PATIENCE_MS);
  }

  /** Whether it is, or comes to be within this time. */
  private async isHome(patienceMs: number): Promise<boolean> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      if (isSettledOn(await this.listing(), this.parents.origin)) return true;
      if (Date.now() > deadline) return false;
      await sleep(LOOK_MS / 2);
    }
  }

  private listing() {
    const { origin, target, other } = this.parents;
    return listingOf(this.account.directConnect, this.connectionId, [...new Set([origin, target, other])]);
  }
}

/** What somebody has to know who finds the connection somewhere else. */
export function wayBack(connectionId: string, { origin }: Parents): string[] {
  return [
    `${connectionId} came from ${origin}. To bring it back, delete the stack if it is there, and look. If it is not on ${origin} then, move it:`,
    `  aws cloudformation delete-stack --stack-name ${TEST_STACK}`,
    `  aws directconnect describe-hosted-connections --connection-id ${origin}`,
    `  aws directconnect associate-hosted-connection --connection-id ${connectionId} --parent-connection-id ${origin}`,
  ];
}

export function describeEnding(connectionId: string, parents: Parents, ending: Ending): string[] {
  const left =
    ending.left.length === 0 ? 'Nothing of the test is left.' : `Still there: ${ending.left.join(', ')}.`;
  const moved = ending.movedByHand ? ' This command had to move it itself.' : '';
  if (ending.isHome) return [`${connectionId} is on ${parents.origin}, where it came from.${moved} ${left}`];
  const place =
    ending.isOn === undefined ? 'not on one parent alone, as far as could be seen' : `on ${ending.isOn}`;
  return [`${connectionId} is ${place}. ${left}`, ...wayBack(connectionId, parents)];
}
