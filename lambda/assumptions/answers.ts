import {
  AssociateHostedConnectionCommand,
  Connection,
  ConnectionState,
  DescribeHostedConnectionsCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
  DirectConnectClient,
  InterconnectState,
  LagState,
} from '@aws-sdk/client-direct-connect';
import { describeError, isUnnamed, kindOf } from '../aws-error';
import { Notice, quietly } from './notice';

type Client = Pick<DirectConnectClient, 'send'>;

/** The same client, whose answers are looked at as they pass. */
export function listening(client: Client, notice: Notice, connectionId?: string): Client {
  const send = client.send.bind(client) as (...args: unknown[]) => Promise<unknown>;
  const ear = new Ear(notice, connectionId);
  const heard = async (command: unknown, ...rest: unknown[]) => {
    try {
      const answer = await send(command, ...rest);
      quietly(() => ear.hear(command, answer));
      return answer;
    } catch (error) {
      quietly(() => ear.hearError(command, error));
      throw error;
    }
  };
  return { send: heard as Client['send'] };
}

/** What is known of the answers of one poll. */
class Ear {
  /** The parents that have listed the connection since it was moved. */
  private readonly shownOn = new Set<string>();
  /** The tokens that each list has given since its first page, and by which token that page was read. */
  private readonly tokens = new Map<string, Map<string, string>>();

  public constructor(
    private readonly notice: Notice,
    private readonly connectionId: string | undefined,
  ) {}

  public hear(command: unknown, answer: unknown): void {
    if (command instanceof AssociateHostedConnectionCommand) {
      this.shownOn.clear();
      this.hearMoved(command, answer as Connection);
    } else if (command instanceof DescribeHostedConnectionsCommand) {
      const { connections = [] } = answer as { connections?: Connection[] };
      this.hearHosted(command.input.connectionId ?? '', connections);
      this.hearPage(command.input.connectionId ?? '', command.input.nextToken, answer);
    } else if (command instanceof DescribeLagsCommand) {
      const { lags = [] } = answer as { lags?: { lagId?: string; lagState?: string }[] };
      for (const { lagId, lagState } of lags) this.hearParent(lagId, lagState, LagState);
      this.hearPage('lags', command.input.nextToken, answer);
    } else if (command instanceof DescribeInterconnectsCommand) {
      const { interconnects = [] } = answer as {
        interconnects?: { interconnectId?: string; interconnectState?: string }[];
      };
      for (const { interconnectId, interconnectState } of interconnects)
        this.hearParent(interconnectId, interconnectState, InterconnectState);
      this.hearPage('interconnects', command.input.nextToken, answer);
    }
  }

  public hearError(command: unknown, error: unknown): void {
    const value = describeError(error);
    if (isUnnamed(error)) {
      const text = `direct connect refuses with ${value}, which counts as busy`;
      this.notice('error-name', { text, value });
    }
    if (!(command instanceof AssociateHostedConnectionCommand)) return;
    this.shownOn.clear();
    if (isUnnamed(error) || kindOf(error) !== 'busy' || !/transition/i.test(value)) return;
    const text = `direct connect refuses as in transition what lists show as settled: ${value}`;
    this.notice('in-transition', { text, value, held: true });
  }

  private hearMoved({ input }: AssociateHostedConnectionCommand, { connectionId, lagId }: Connection): void {
    const { parentConnectionId = '' } = input;
    const expected = isLag(parentConnectionId) ? parentConnectionId : undefined;
    if (connectionId === input.connectionId && (lagId || undefined) === expected) return;
    const value = `connectionId ${connectionId ?? 'none'}, lagId ${lagId ?? 'none'}`;
    const text = `the answer to the move to ${parentConnectionId} says ${value}`;
    this.notice('move-answer', { text, value });
  }

  private hearHosted(parentId: string, connections: readonly Connection[]): void {
    const stray = isLag(parentId) && connections.find(({ lagId }) => lagId && lagId !== parentId);
    if (stray) {
      const text = `${parentId} lists ${stray.connectionId ?? 'a connection'} with the lagId ${stray.lagId ?? ''}`;
      this.notice('lag-id', { text, value: stray.lagId });
    }
    const own = connections.find(({ connectionId }) => connectionId && connectionId === this.connectionId);
    if (own === undefined || this.shownOn.has(own.lagId || parentId)) return;
    this.shownOn.add(own.lagId || parentId);
    if (this.shownOn.size < 2) return;
    const value = [...this.shownOn].join(' and ');
    this.notice('on-one-parent', { text: `the connection is listed on ${value}`, value, held: true });
  }

  private hearParent(id = '', state: string | undefined, documented: Record<string, string>): void {
    if (isOneOf(documented, state)) return;
    const value = state ?? 'none';
    this.notice('parent-state', { text: `the state of ${id} is ${value}`, value });
  }

  private hearPage(list: string, token: string | undefined, answer: unknown): void {
    const { nextToken } = answer as { nextToken?: string };
    const given = (token && this.tokens.get(list)) || new Map<string, string>();
    this.tokens.set(list, given);
    if (!nextToken) return;
    // A page that is read once more gives its token once more.
    if (nextToken === token || (given.get(nextToken) ?? token ?? '') !== (token ?? '')) {
      this.notice('page-token', { text: `the list ${list} gives the same page token again`, value: list });
    }
    given.set(nextToken, token ?? '');
  }
}

export function isConnectionState(state: string | undefined): boolean {
  return isOneOf(ConnectionState, state);
}

function isOneOf(documented: Record<string, string>, value: string | undefined): boolean {
  return value !== undefined && Object.values(documented).includes(value);
}

function isLag(parentId: string): boolean {
  return parentId.startsWith('dxlag-');
}
