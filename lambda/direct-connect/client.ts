import {
  AssociateHostedConnectionCommand,
  Connection,
  DescribeHostedConnectionsCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
  DirectConnectClient,
  Interconnect,
  Lag,
} from '@aws-sdk/client-direct-connect';
import { Requeue } from '../outcome';

/** The four calls of Direct Connect that are used, every list read to its end. */
export class DirectConnect {
  public constructor(
    private readonly client: Pick<DirectConnectClient, 'send'>,
    private readonly signal: AbortSignal,
  ) {}

  /** The hosted connections on an interconnect or a LAG. */
  public async hostedConnections(parentId: string): Promise<Connection[]> {
    return allPages(
      (page) =>
        this.client.send(
          new DescribeHostedConnectionsCommand({ connectionId: parentId, ...page }),
          this.options,
        ),
      ({ connections }) => connections,
    );
  }

  public async lags(): Promise<Lag[]> {
    return allPages(
      (page) => this.client.send(new DescribeLagsCommand(page), this.options),
      ({ lags }) => lags,
    );
  }

  public async interconnects(): Promise<Interconnect[]> {
    return allPages(
      (page) => this.client.send(new DescribeInterconnectsCommand(page), this.options),
      ({ interconnects }) => interconnects,
    );
  }

  /** Moves the connection and its virtual interfaces, which interrupts its customer's traffic. */
  public async associate(connectionId: string, parentConnectionId: string): Promise<void> {
    await this.client.send(
      new AssociateHostedConnectionCommand({ connectionId, parentConnectionId }),
      this.options,
    );
  }

  private get options(): { abortSignal: AbortSignal } {
    return { abortSignal: this.signal };
  }
}

async function allPages<P extends { nextToken?: string }, T>(
  read: (page: { maxResults: number; nextToken?: string }) => Promise<P>,
  itemsOf: (page: P) => T[] | undefined,
): Promise<T[]> {
  const all: T[] = [];
  const tokens = new Set<string>();
  let nextToken: string | undefined;
  do {
    const page = await read({ maxResults: 100, nextToken });
    all.push(...(itemsOf(page) ?? []));
    nextToken = page.nextToken;
    if (nextToken && tokens.has(nextToken)) {
      throw new Requeue('direct connect gives the same page token again, so the list has no end');
    }
    tokens.add(nextToken ?? '');
  } while (nextToken !== undefined && nextToken !== '');
  return all;
}
