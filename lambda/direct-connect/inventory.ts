import type { Connection } from '@aws-sdk/client-direct-connect';
import { kindOf } from '../aws-error';
import { DirectConnect } from './client';
import { Parents } from './parents';
import { Placement } from './placement';

/** What Direct Connect lists, within one poll: every list is read once. */
export class Inventory {
  private readonly hosted = new Map<string, Promise<Connection[]>>();

  public constructor(
    private readonly directConnect: DirectConnect,
    private readonly allParents = once(() => readParents(directConnect)),
  ) {}

  /** The same parents, with the lists of hosted connections read again: something has changed. */
  public afresh(): Inventory {
    return new Inventory(this.directConnect, this.allParents);
  }

  /** The interconnects and LAGs of the account in the region. */
  public parents(): Promise<Parents> {
    return this.allParents();
  }

  /** The hosted connections of a parent; none if there is no such parent. */
  public async hostedOn(parentId: string): Promise<Connection[]> {
    const list = this.hosted.get(parentId) ?? this.directConnect.hostedConnections(parentId);
    this.hosted.set(parentId, list);
    try {
      return await list;
    } catch (error) {
      // The text of a refusal does not say whether the parent is gone; the list of all parents does.
      if (kindOf(error) !== 'refused' || (await this.parents()).exists(parentId)) throw error;
      return [];
    }
  }

  /** The hosted connections of a parent, each with the parent that it is on. */
  public async placementsOn(parentId: string): Promise<Placement[]> {
    const hosted = await this.hostedOn(parentId);
    return hosted.map((connection) => ({ parentId: connection.lagId || parentId, connection }));
  }

  /** Starts to read a list that will be needed. The code that needs it meets its error. */
  public prefetch(parentId: string): void {
    this.hostedOn(parentId).catch(() => undefined);
  }

  /** Starts to read which parents there are. */
  public prefetchParents(): void {
    this.parents().catch(() => undefined);
  }
}

async function readParents(directConnect: DirectConnect): Promise<Parents> {
  const [lags, interconnects] = await Promise.all([directConnect.lags(), directConnect.interconnects()]);
  return new Parents(lags, interconnects);
}

/** A question that is asked when it is first needed, and answered from memory after that. */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}
