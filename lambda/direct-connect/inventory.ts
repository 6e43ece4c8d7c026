import type { Connection } from '@aws-sdk/client-direct-connect';
import { kindOf } from '../aws-error';
import { DirectConnect } from './client';
import { Parents } from './parents';

/** A connection, and the interconnect or LAG that it is on. */
export interface Place {
  readonly parentId: string;
  readonly connection: Connection;
}

/** A connection in the middle of a move may be listed nowhere; one that is missing for so long is gone. */
export const MISSING_MS = 120_000;

/** How many lists are read at the same time in a search. */
export const READS_AT_ONCE = 5;

/** What Direct Connect lists, within one poll: every list is read once. */
export class Lists {
  private readonly hosted = new Map<string, Promise<Connection[]>>();
  private parentsRead: Promise<Parents> | undefined;

  public constructor(private readonly directConnect: DirectConnect) {}

  /** The hosted connections of a parent; none where there is no such parent. */
  public async hostedOn(parentId: string): Promise<Connection[]> {
    const list = this.hosted.get(parentId) ?? this.directConnect.hostedConnections(parentId);
    this.hosted.set(parentId, list);
    try {
      return await list;
    } catch (error) {
      // The text of a refusal does not tell a parent that is gone from other reasons; the list of all parents does.
      if (kindOf(error) !== 'refused' || (await this.parents()).exists(parentId)) throw error;
      return [];
    }
  }

  /** The hosted connections of a parent, each with the place where it is. */
  public async placesOn(parentId: string): Promise<Place[]> {
    const hosted = await this.hostedOn(parentId);
    return hosted.map((connection) => ({ parentId: connection.lagId || parentId, connection }));
  }

  public async parents(): Promise<Parents> {
    this.parentsRead ??= Promise.all([this.directConnect.lags(), this.directConnect.interconnects()]).then(
      ([lags, interconnects]) => new Parents(lags, interconnects),
    );
    return this.parentsRead;
  }

  /** Starts reading a list that will be needed. Who needs it meets its error. */
  public prefetch(parentId: string): void {
    this.hostedOn(parentId).catch(() => undefined);
  }

  /** Forgets who is where: something has changed. */
  public forgetHosted(): void {
    this.hosted.clear();
  }
}
