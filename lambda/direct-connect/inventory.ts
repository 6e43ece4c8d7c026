import type { Connection } from '@aws-sdk/client-direct-connect';
import { kindOf } from '../aws-error';
import { DirectConnect } from './client';
import { Pages, ReadPage } from './pages';
import { Parents } from './parents';
import { Placement } from './placement';
import { RememberedParents } from './remembered-parents';

/** Hosted connections by their parent. */
export type HostedLists = Readonly<Record<string, readonly Connection[]>>;

/** What Direct Connect lists, within one poll: every page of every list is read once at most. */
export class Inventory {
  public constructor(
    private readonly directConnect: DirectConnect,
    private readonly remembered: RememberedParents,
    /** The interconnects and LAGs of the account in the region. */
    public readonly parents = once(() => readParents(directConnect, remembered)),
    private readonly hosted = new Map<string, Pages<Connection>>(),
  ) {}

  /** The same parents, with the lists of hosted connections read again: something has changed. */
  public afresh(): Inventory {
    return new Inventory(this.directConnect, this.remembered, this.parents);
  }

  /**
   * The same lists, with the parents that an earlier poll has read, if there is one.
   *
   * @param onUse called when they are asked for.
   */
  public trusting(onUse: () => void): Inventory | undefined {
    const { parents } = this.remembered;
    if (parents === undefined) return undefined;
    const ask = () => {
      onUse();
      return Promise.resolve(parents);
    };
    return new Inventory(this.directConnect, this.remembered, ask, this.hosted);
  }

  /** The same parents, with lists of hosted connections that an earlier poll has read. */
  public withLists(lists: HostedLists): Inventory {
    const known = Object.entries(lists).map(([parentId, connections]) => {
      const page = { items: connections };
      return [parentId, new Pages(() => Promise.resolve(page))] as const;
    });
    return new Inventory(this.directConnect, this.remembered, this.parents, new Map(known));
  }

  /** The lists of hosted connections that were read to their end, by parent. */
  public async wholeLists(): Promise<HostedLists> {
    const lists = await Promise.all(
      [...this.hosted].map(async ([id, list]) => [id, await list.whole()] as const),
    );
    return Object.fromEntries(lists.flatMap(([id, list]) => (list === undefined ? [] : [[id, list]])));
  }

  /** The hosted connections of a parent; none if there is no such parent. */
  public async hostedOn(parentId: string): Promise<Connection[]> {
    const all: Connection[] = [];
    for await (const { items } of this.pagesOn(parentId)) all.push(...items);
    return all;
  }

  /** The hosted connections of a parent, each with the parent that it is on. */
  public async placementsOn(parentId: string): Promise<Placement[]> {
    return (await this.hostedOn(parentId)).map((connection) => placementOn(parentId, connection));
  }

  /** The same, page by page, as far as whoever asks goes on. */
  public async *pagesOn(parentId: string): AsyncGenerator<ReadPage<Connection>, void> {
    try {
      yield* this.listOf(parentId);
    } catch (error) {
      // The text of a refusal does not say whether the parent is gone; the list of all parents does.
      if (kindOf(error) !== 'refused' || (await this.parents()).exists(parentId)) throw error;
    }
  }

  /** Where a connection is, if it is on this parent, and by which token its page was read. */
  public async findOn(parentId: string, connectionId: string): Promise<Found | undefined> {
    for await (const { items, token } of this.pagesOn(parentId)) {
      const found = items.find((each) => each.connectionId === connectionId);
      if (found) return { placement: placementOn(parentId, found), token };
    }
    return undefined;
  }

  /** The same parents, with their lists read from these pages on. */
  public from(positions: Readonly<Record<string, string>>): Inventory {
    const lists = Object.entries(positions).map(([parentId, token]) => {
      const isWhole = token === '';
      return [
        parentId,
        isWhole ? this.listOf(parentId) : this.directConnect.hostedConnections(parentId, token),
      ] as const;
    });
    return new Inventory(this.directConnect, this.remembered, this.parents, new Map(lists));
  }

  /** The last page that was read of each list, by parent. */
  public get positions(): Record<string, string> {
    const all = [...this.hosted].map(([parentId, { position }]) => [parentId, position] as const);
    return Object.fromEntries(
      all.flatMap(([id, position]) => (position === undefined ? [] : [[id, position]])),
    );
  }

  /** Where a connection is, if it is on that page of this parent's list, and the page can be read. */
  public async findOnPage(
    parentId: string,
    connectionId: string,
    token?: string,
  ): Promise<Found | undefined> {
    const { items } = await this.directConnect.pageOfHosted(parentId, token).catch(() => ({ items: [] }));
    const found = items.find((each) => each.connectionId === connectionId);
    return found && { placement: placementOn(parentId, found), token };
  }

  /** Starts to read a list that will be needed. The code that needs it meets its error. */
  public prefetch(parentId: string): void {
    this.listOf(parentId).prefetch();
  }

  /** Starts to read which parents there are, unless what is remembered may do. */
  public prefetchParents(): void {
    if (this.remembered.parents === undefined) this.parents().catch(() => undefined);
  }

  private listOf(parentId: string): Pages<Connection> {
    const pages = this.hosted.get(parentId) ?? this.directConnect.hostedConnections(parentId);
    this.hosted.set(parentId, pages);
    return pages;
  }
}

interface Found {
  readonly placement: Placement;
  readonly token: string | undefined;
}

export function placementOn(parentId: string, connection: Connection): Placement {
  return { parentId: connection.lagId || parentId, connection };
}

async function readParents(directConnect: DirectConnect, remembered: RememberedParents): Promise<Parents> {
  const [lags, interconnects] = await Promise.all([directConnect.lags(), directConnect.interconnects()]);
  const parents = new Parents(lags, interconnects);
  remembered.keep(parents);
  return parents;
}

/** A question that is asked when it is first needed, and answered from memory after that. */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}
