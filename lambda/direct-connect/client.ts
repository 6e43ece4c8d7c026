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

/** The four calls of Direct Connect that are used, every list read to its end. */
export class DirectConnect {
  public constructor(
    private readonly client: Pick<DirectConnectClient, 'send'>,
    private readonly signal: AbortSignal,
  ) {}

  /** The hosted connections on an interconnect or a LAG. */
  public async hostedConnections(parentId: string): Promise<Connection[]> {
    return allPages(async (page) => {
      const { connections, nextToken } = await this.client.send(
        new DescribeHostedConnectionsCommand({ connectionId: parentId, ...page }),
        { abortSignal: this.signal },
      );
      return { items: connections, nextToken };
    });
  }

  public async lags(): Promise<Lag[]> {
    return allPages(async (page) => {
      const { lags, nextToken } = await this.client.send(new DescribeLagsCommand(page), {
        abortSignal: this.signal,
      });
      return { items: lags, nextToken };
    });
  }

  public async interconnects(): Promise<Interconnect[]> {
    return allPages(async (page) => {
      const { interconnects, nextToken } = await this.client.send(new DescribeInterconnectsCommand(page), {
        abortSignal: this.signal,
      });
      return { items: interconnects, nextToken };
    });
  }

  /** Moves the connection and its virtual interfaces: its customer's traffic is interrupted. */
  public async associate(connectionId: string, parentConnectionId: string): Promise<void> {
    await this.client.send(new AssociateHostedConnectionCommand({ connectionId, parentConnectionId }), {
      abortSignal: this.signal,
    });
  }
}

interface Page<T> {
  readonly items: T[] | undefined;
  readonly nextToken: string | undefined;
}

async function allPages<T>(
  read: (page: { maxResults: number; nextToken?: string }) => Promise<Page<T>>,
): Promise<T[]> {
  const all: T[] = [];
  let nextToken: string | undefined;
  do {
    const page = await read({ maxResults: 100, nextToken });
    all.push(...(page.items ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined && nextToken !== '');
  return all;
}
