import {
  AssociateHostedConnectionCommand,
  DescribeHostedConnectionsCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
  type Connection,
  type DirectConnectClient,
} from '@aws-sdk/client-direct-connect';

/** An interconnect or a LAG. */
export interface Parent {
  readonly id: string;
  readonly state?: string;
  readonly location?: string;
  /** The LAG that the interconnect is a member of. */
  readonly memberOf?: string;
  readonly allowsHostedConnections: boolean;
}

/**
 * Direct Connect, as this test looks at it. It does not look through the handler's code: what that sees is what is being
 * tested.
 */
export class DirectConnect {
  public constructor(
    private readonly client: DirectConnectClient,
    private readonly mover: DirectConnectClient,
  ) {}

  /** All interconnects and LAGs of the account in the region. */
  public async parents(): Promise<Parent[]> {
    const lags = await allPages(
      (page) => this.client.send(new DescribeLagsCommand(page)),
      ({ lags: items }) => items,
    );
    const interconnects = await allPages(
      (page) => this.client.send(new DescribeInterconnectsCommand(page)),
      ({ interconnects: items }) => items,
    );
    return [
      ...lags.map(({ lagId: id = '', lagState: state, location, allowsHostedConnections = true }) => ({
        ...{ id, state, location, allowsHostedConnections },
      })),
      ...interconnects.map(({ interconnectId: id = '', interconnectState: state, location, lagId }) => ({
        ...{ id, state, location, memberOf: lagId || undefined, allowsHostedConnections: true },
      })),
    ];
  }

  /** The hosted connections that a parent's list shows. */
  public hostedOn(parentId: string): Promise<Connection[]> {
    return allPages(
      (page) => this.client.send(new DescribeHostedConnectionsCommand({ connectionId: parentId, ...page })),
      ({ connections }) => connections,
    );
  }

  /** Moves the connection, and interrupts its traffic. */
  public associate(connectionId: string, parentConnectionId: string): Promise<Connection> {
    return this.mover.send(new AssociateHostedConnectionCommand({ connectionId, parentConnectionId }));
  }
}

async function allPages<P extends { nextToken?: string }, T>(
  read: (page: { maxResults: number; nextToken?: string }) => Promise<P>,
  itemsOf: (page: P) => T[] | undefined,
): Promise<T[]> {
  const all: T[] = [];
  let nextToken: string | undefined;
  do {
    const page = await read({ maxResults: 100, nextToken });
    all.push(...(itemsOf(page) ?? []));
    nextToken = page.nextToken || undefined;
  } while (nextToken !== undefined);
  return all;
}
