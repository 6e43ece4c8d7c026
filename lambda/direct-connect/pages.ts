import { Requeue } from '../outcome';

/** One page of a list, and the token of the page that follows it. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/** A page, and the token by which it was read: none for the first one. */
export interface ReadPage<T> {
  readonly items: readonly T[];
  readonly token: string | undefined;
}

/** A list that is read as far as somebody needs it: each page once, whoever reads. */
export class Pages<T> {
  private readonly pages: (Promise<Page<T>> | undefined)[] = [];
  private last: string | undefined;
  private isAtEnd = false;

  /**
   * @param readPage reads the page of a token, or the first one.
   * @param from the token of the page to begin with; default: the first one.
   */
  public constructor(
    private readonly readPage: (token?: string) => Promise<Page<T>>,
    private readonly from?: string,
  ) {
    this.last = from;
  }

  /** The token of the last page that was read: empty for the first one, none if no page was. */
  public get position(): string | undefined {
    return this.last;
  }

  /** @throws Requeue where the list has no end: a token comes again. */
  public async *[Symbol.asyncIterator](): AsyncGenerator<ReadPage<T>, void> {
    const tokens = new Set<string>();
    let token = this.from;
    for (let index = 0; ; index += 1) {
      const { items, nextToken } = await (this.pages[index] ??= this.readPage(token));
      this.last = token ?? '';
      yield { items, token };
      if (nextToken === undefined || nextToken === '') {
        this.isAtEnd = true;
        return;
      }
      if (tokens.has(nextToken)) {
        throw new Requeue('direct connect gives the same page token again, so the list has no end');
      }
      tokens.add(nextToken);
      token = nextToken;
    }
  }

  public async all(): Promise<T[]> {
    const all: T[] = [];
    for await (const { items } of this) all.push(...items);
    return all;
  }

  /** The whole list, if it has been read to its end. */
  public async whole(): Promise<T[] | undefined> {
    return this.isAtEnd ? this.all() : undefined;
  }

  /** Starts to read the list. Whoever needs it meets its error. */
  public prefetch(): void {
    (this.pages[0] ??= this.readPage(this.from)).catch(() => undefined);
  }
}
