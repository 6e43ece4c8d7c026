import type { Connection } from '@aws-sdk/client-direct-connect';
import { kindOf } from './aws-error';
import { DirectConnect } from './direct-connect';
import { Parents } from './parents';

/** A connection, and the interconnect or LAG that it is on. */
export interface Place {
  readonly parentId: string;
  readonly connection: Connection;
}

/** How many lists are read at the same time in a search. */
const READS_AT_ONCE = 5;

/**
 * Finds a connection's parent. Direct Connect does not tell it: only the list of a parent's hosted connections does.
 * Within one poll every list is read once.
 */
export class Locator {
  private readonly lists = new Map<string, Promise<Connection[]>>();
  private parentsRead: Promise<Parents> | undefined;

  public constructor(
    private readonly directConnect: DirectConnect,
    private readonly connectionId: string,
  ) {}

  /** Where the connection is, looking at the likely parents first and then everywhere. */
  public async find(likeliest: string, others: readonly (string | undefined)[]): Promise<Place | undefined> {
    const place = await this.findOn([likeliest]);
    if (place) return place;
    const likely = [...new Set(others)].filter((id) => id !== undefined && id !== likeliest) as string[];
    // Whoever does not find it where it shall be needs to know of all parents in any case.
    const [found, parents] = await Promise.all([this.findOn(likely), this.parents()]);
    return found ?? this.findOn(parents.searchable);
  }

  /** Where the connection is, if it is on one of these parents. */
  public async findOn(parentIds: readonly string[]): Promise<Place | undefined> {
    for (let start = 0; start < parentIds.length; start += READS_AT_ONCE) {
      const some = parentIds.slice(start, start + READS_AT_ONCE);
      const places = await Promise.all(some.map((parentId) => this.on(parentId)));
      const found = places.find((place) => place !== undefined);
      if (found) return found;
    }
    return undefined;
  }

  /** Starts reading a list that will be needed. Who needs it meets its error. */
  public prefetch(parentId: string): void {
    this.hostedOn(parentId).catch(() => undefined);
  }

  /** Starts reading all that a move to a parent needs. */
  public prefetchMove(parentId: string): void {
    this.prefetch(parentId);
    this.parents().catch(() => undefined);
  }

  /** The hosted connections of a parent; none where there is no such parent. */
  public async hostedOn(parentId: string): Promise<Connection[]> {
    const list = this.lists.get(parentId) ?? this.directConnect.hostedConnections(parentId);
    this.lists.set(parentId, list);
    try {
      return await list;
    } catch (error) {
      // The text of a refusal does not tell a parent that is gone from other reasons; the list of all parents does.
      if (kindOf(error) !== 'refused' || (await this.parents()).exists(parentId)) throw error;
      return [];
    }
  }

  public async parents(): Promise<Parents> {
    this.parentsRead ??= Promise.all([this.directConnect.lags(), this.directConnect.interconnects()]).then(
      ([lags, interconnects]) => new Parents(lags, interconnects),
    );
    return this.parentsRead;
  }

  /** Forgets what was read: something has changed. */
  public lookAfresh(): void {
    this.lists.clear();
  }

  private async on(parentId: string): Promise<Place | undefined> {
    const hosted = await this.hostedOn(parentId);
    const connection = hosted.find((each) => each.connectionId === this.connectionId);
    return connection && { parentId: connection.lagId || parentId, connection };
  }
}
