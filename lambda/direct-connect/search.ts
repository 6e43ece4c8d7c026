import type { Connection } from '@aws-sdk/client-direct-connect';
import { Lists, Place, READS_AT_ONCE } from './inventory';
import { Parents } from './parents';

/** Finds a connection's parent. Direct Connect does not tell it: only the list of a parent's hosted connections does. */
export class Locator {
  public constructor(
    private readonly lists: Lists,
    private readonly connectionId: string,
  ) {}

  /** Where the connection is, looking at one group of likely parents after the other, and then everywhere. */
  public async find(likely: readonly (readonly (string | undefined)[])[]): Promise<Place | undefined> {
    for (const group of likely) {
      const place = await this.findOn(group.filter((id) => id !== undefined));
      if (place) return place;
      // Whoever does not find it where it shall be needs to know of all parents in any case.
      this.prefetchParents();
    }
    return this.findOn((await this.parents()).searchable);
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

  /** The hosted connections of a parent; none where there is no such parent. */
  public hostedOn(parentId: string): Promise<Connection[]> {
    return this.lists.hostedOn(parentId);
  }

  public parents(): Promise<Parents> {
    return this.lists.parents();
  }

  /** Starts reading a list that will be needed. Who needs it meets its error. */
  public prefetch(parentId: string): void {
    this.lists.prefetch(parentId);
  }

  /** Starts reading which parents there are. */
  public prefetchParents(): void {
    this.parents().catch(() => undefined);
  }

  /** Forgets what was read: something has changed. */
  public lookAfresh(): void {
    this.lists.forgetHosted();
  }

  private async on(parentId: string): Promise<Place | undefined> {
    const places = await this.lists.placesOn(parentId);
    return places.find(({ connection }) => connection.connectionId === this.connectionId);
  }
}
