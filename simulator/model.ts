import type { Connection, ConnectionState } from '@aws-sdk/client-direct-connect';
import { PartnerAccount } from './account';
import { handleUnder, outcomeOf, resultOf } from './answers';
import type { Answer } from './answers';
import { ApiError, documented } from './errors';
import { Traps } from './faults';
import type { ArmedTrap, Trap } from './faults';
import type { Reading } from './hosted';
import type { Inventory } from './inventory';
import {
  associateHostedConnection,
  describeHostedConnections,
  describeInterconnects,
  describeLags,
} from './operations';
import type { Association, ToCurrentParent } from './operations';
import type { HostedConnection, ParentState } from './records';
import { checkRequest, isOperation } from './requests';
import type { Operation } from './requests';
import { PROMPT } from './service';
import type { Service } from './service';
import { Throttle } from './throttle';

export interface ModelOptions extends Partial<Service> {
  readonly inventory: Inventory;
  /** Milliseconds. Default: the wall clock. */
  readonly clock?: () => number;
  /** Whether the account is a Direct Connect partner; default true. */
  readonly partner?: boolean;
  /** What associating to the current parent answers, which is unknown; default 'accept'. */
  readonly associateToCurrentParent?: ToCurrentParent;
  /** The real limits are unknown; default none. */
  readonly throttle?: { readonly callsPerSecond: number };
  /** Gets every call, after it was answered. */
  readonly onCall?: (call: Call) => void;
}

export type Input = Readonly<Record<string, unknown>>;

export interface Call {
  readonly sequence: number;
  readonly at: number;
  readonly operation: string;
  readonly input: unknown;
  /** What the caller got: 'ok', the error's type, or the fault that left it without an answer. */
  readonly outcome: string;
  /** Whether the service did it, whatever the caller got. */
  readonly carriedOut: boolean;
}

/** Direct Connect for one partner account, without a wire: synchronous, and on whatever clock it is given. */
export class DirectConnectModel {
  private readonly account: PartnerAccount;
  private readonly service: Service;
  private readonly traps = new Traps();
  private readonly throttle?: Throttle;
  private readonly log: Call[] = [];
  private readonly accepted: Association[] = [];
  private readonly now: () => number;
  private listsRead = 0;

  constructor(private readonly options: ModelOptions) {
    this.service = serviceOf(options);
    this.account = new PartnerAccount(options.inventory, this.service);
    this.now = options.clock ?? Date.now;
    if (options.throttle) this.throttle = new Throttle(options.throttle.callsPerSecond, this.now());
  }

  /** Every call that was sent, refused ones included. */
  get calls(): readonly Call[] {
    return this.log;
  }

  /** The calls of AssociateHostedConnection that were accepted, whether or not they moved anything. */
  get associations(): readonly Association[] {
    return this.accepted;
  }

  /** How often a customer's traffic was interrupted by a call of the API. Moves by hand do not count. */
  get interruptions(): number {
    return this.accepted.filter(({ from, to }) => from !== to).length;
  }

  call(operation: string, input: Input): Answer {
    const fault = this.traps.strike(operation, input);
    const { answer, carriedOut } = handleUnder(fault, () => resultOf(() => this.execute(operation, input)));
    this.record(operation, input, outcomeOf(answer), carriedOut);
    return answer;
  }

  /** A request that is refused before it is known to be a call. */
  refuse(operation: string, input: unknown, error: ApiError): Answer {
    this.record(operation, input, error.type, false);
    return { kind: 'failure', error, afterMs: 0 };
  }

  arm(trap: Trap): ArmedTrap {
    return this.traps.arm(trap);
  }

  /** Where the connection is, whatever reads say. */
  parentOf(connectionId: string): string | undefined {
    return this.account.findHosted(connectionId)?.parentId;
  }

  hasParent(parentId: string): boolean {
    return this.account.findParent(parentId) !== undefined;
  }

  /** The connection as it is, whatever reads say. */
  connection(connectionId: string): HostedConnection | undefined {
    return this.account.findHosted(connectionId)?.truth(this.now());
  }

  /** Every hosted connection as it is, whatever reads say. */
  get all(): HostedConnection[] {
    return this.account.hosted.map((hosted) => hosted.truth(this.now()));
  }

  /** Somebody else's AssociateHostedConnection: the same rules, the same settling, but none of our calls. */
  moveByHand(connectionId: string, parentConnectionId: string): void {
    associateHostedConnection(this.account, this.now(), { connectionId, parentConnectionId }, 'accept');
  }

  setState(connectionId: string, state: ConnectionState): void {
    this.account.setState(connectionId, state);
  }

  /** The list of an interconnect or LAG shows nothing, whatever is on it, until it is said to be there again. */
  hideList(parentId: string, isHidden: boolean): void {
    this.account.hideList(parentId, isHidden);
  }

  setParentState(parentId: string, state: ParentState): void {
    this.account.setParentState(parentId, state);
  }

  addHostedConnection(
    parentId: string,
    given: Partial<Connection> & { readonly connectionId: string },
  ): void {
    this.account.add(parentId, given);
  }

  /** No list shows it any longer. */
  remove(connectionId: string): void {
    this.account.remove(connectionId);
  }

  removeParent(parentId: string): void {
    this.account.removeParent(parentId);
  }

  joinLag(interconnectId: string, lagId: string): void {
    this.account.joinLag(interconnectId, lagId);
  }

  leaveLag(interconnectId: string): void {
    this.account.leaveLag(interconnectId);
  }

  private execute(operation: string, input: Input): object {
    if (this.throttle && !this.throttle.take(this.now())) throw documented.rateExceeded();
    if (!isOperation(operation)) throw documented.unknownOperation();
    if (this.options.partner === false) throw documented.notAPartner(this.account.id, this.account.region);
    return this.dispatch(operation, input);
  }

  private dispatch(operation: Operation, input: Input): object {
    const { pageSize } = this.service;
    switch (operation) {
      case 'AssociateHostedConnection':
        return this.associate(input);
      case 'DescribeHostedConnections':
        return describeHostedConnections(this.account, this.read(), checkRequest(operation, input), pageSize);
      case 'DescribeInterconnects':
        return describeInterconnects(this.account, checkRequest(operation, input), pageSize);
      case 'DescribeLags':
        return describeLags(this.account, checkRequest(operation, input), pageSize);
    }
  }

  /** The next list is as late as its turn says. */
  private read(): Reading {
    const { lateness, readLagMs } = this.service;
    const part = lateness[this.listsRead % lateness.length] ?? 1;
    this.listsRead += 1;
    return { now: this.now(), lagMs: part * readLagMs };
  }

  private associate(input: Input): Connection {
    const { associateToCurrentParent = 'accept' } = this.options;
    const request = checkRequest('AssociateHostedConnection', input);
    const { connection, association } = associateHostedConnection(
      this.account,
      this.now(),
      request,
      associateToCurrentParent,
    );
    this.accepted.push(association);
    return connection;
  }

  private record(operation: string, input: unknown, outcome: string, carriedOut: boolean): void {
    const sequence = this.log.length + 1;
    const call = { sequence, at: this.now(), operation, input, outcome, carriedOut };
    this.log.push(call);
    this.options.onCall?.(call);
  }
}

function serviceOf(options: ModelOptions): Service {
  const { settleMs, movingState, readLagMs, lateness, meanwhile, pageSize } = options;
  return {
    settleMs: settleMs ?? PROMPT.settleMs,
    movingState: movingState ?? PROMPT.movingState,
    readLagMs: readLagMs ?? PROMPT.readLagMs,
    lateness: lateness ?? PROMPT.lateness,
    meanwhile: meanwhile ?? PROMPT.meanwhile,
    pageSize: pageSize ?? PROMPT.pageSize,
  };
}
