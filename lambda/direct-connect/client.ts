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
import { Turns } from './pace';
import { Page, Pages } from './pages';

/** As many items of a list as there can be on a page. */
const PAGE_SIZE = 100;

/** The four calls of Direct Connect that are used, at the pace that the account's rate allows. */
export class DirectConnect {
  public constructor(
    private readonly client: Pick<DirectConnectClient, 'send'>,
    private readonly signal: AbortSignal,
    private readonly pace: Turns,
  ) {}

  /**
   * The hosted connections on an interconnect or a LAG.
   *
   * @param from the token of the first page to read; default: the list's first one.
   */
  public hostedConnections(parentId: string, from?: string): Pages<Connection> {
    return new Pages((token) => this.pageOfHosted(parentId, token), from);
  }

  /** One page of them. */
  public async pageOfHosted(parentId: string, nextToken?: string): Promise<Page<Connection>> {
    const command = new DescribeHostedConnectionsCommand({ connectionId: parentId, ...page(nextToken) });
    const answer = await this.pace.send(() => this.client.send(command, this.options));
    return { items: answer.connections ?? [], nextToken: answer.nextToken };
  }

  public async lags(): Promise<Lag[]> {
    const pages = new Pages(async (token) => {
      const command = new DescribeLagsCommand(page(token));
      const { lags = [], nextToken } = await this.pace.send(() => this.client.send(command, this.options));
      return { items: lags, nextToken };
    });
    return pages.all();
  }

  public async interconnects(): Promise<Interconnect[]> {
    const pages = new Pages(async (token) => {
      const command = new DescribeInterconnectsCommand(page(token));
      const answer = await this.pace.send(() => this.client.send(command, this.options));
      return { items: answer.interconnects ?? [], nextToken: answer.nextToken };
    });
    return pages.all();
  }

  /**
   * Waits until the account's rate allows a move, so that nothing has to wait any more once the move is decided.
   *
   * @throws Requeue if that is not in this poll.
   */
  public turnToMove(): Promise<void> {
    return this.pace.turnToMove();
  }

  /** Moves the connection and its virtual interfaces, which interrupts its customer's traffic. Its turn has come before. */
  public async associate(connectionId: string, parentConnectionId: string): Promise<void> {
    const command = new AssociateHostedConnectionCommand({ connectionId, parentConnectionId });
    await this.pace.sendMove(() => this.client.send(command, this.options));
  }

  private get options(): { abortSignal: AbortSignal } {
    return { abortSignal: this.signal };
  }
}

function page(nextToken: string | undefined) {
  return { maxResults: PAGE_SIZE, nextToken: nextToken || undefined };
}
