import { EXPECTED } from '../../../simulator';
import type { DirectConnectModel } from '../../../simulator';
import type { AssociationSpec } from '../cloudformation/declared';
import type { CustomResourceRequest, Stack } from '../cloudformation/stack';
import { specOf } from './naming';

/** A real move of a connection, by one of our operations or by somebody else. */
export interface Move {
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly by: CustomResourceRequest | 'somebody else';
  /** Whether no list had shown to anybody where it was put before. */
  readonly isUnseen?: boolean;
}

/** What is true of one connection in one stack, from its create on. */
export interface Tenure {
  readonly stackId: string;
  /** Where a delete may put the connection: wherever it was when it was associated, or where the user said. */
  readonly origins: Set<string>;
  /** Where the stack has wanted the connection. */
  readonly targets: Set<string>;
  /** Whether the create has ended: until then, what somebody else does may be taken for where it came from. */
  isCreated: boolean;
  /** Who has taken the connection over: from then on it is for that one to bring it home. */
  takenBy?: Tenure;
}

/** Who has moved which connection, and where each came from: the truth, whatever lists and claims say. */
export class Whereabouts {
  private readonly moves = new Map<string, Move[]>();
  private readonly tenures = new Map<string, Tenure>();
  /** The LAGs that an interconnect was ever a member of: what was on it went along. */
  private readonly lagsOf = new Map<string, Set<string>>();

  public constructor(
    private readonly model: DirectConnectModel,
    private readonly now: () => number,
    /** How late lists may be. */
    public readonly readLagMs: number,
  ) {}

  public movesOf(connectionId: string): Move[] {
    const moves = this.moves.get(connectionId) ?? [];
    this.moves.set(connectionId, moves);
    return moves;
  }

  public join(interconnectId: string, lagId: string): void {
    this.lagsOf.set(interconnectId, (this.lagsOf.get(interconnectId) ?? new Set()).add(lagId));
  }

  /** Whether one of them is or was a part of the other. */
  public isSame(a: string | undefined, b: string | undefined): boolean {
    if (a === undefined || b === undefined) return a === b;
    return a === b || this.lagsOf.get(a)?.has(b) === true || this.lagsOf.get(b)?.has(a) === true;
  }

  public isAny(parents: ReadonlySet<string>, parentId: string): boolean {
    return [...parents].some((each) => this.isSame(each, parentId));
  }

  /** Whether the connection is not to be had any more: its owner has deleted or rejected it. */
  public isOver(connectionId: string): boolean {
    const { connectionState: state } = this.model.connection(connectionId) ?? {};
    return state === undefined || state === 'deleted' || state === 'rejected';
  }

  /** A create that is under way may find the connection there. */
  public record(connectionId: string, move: Move): void {
    this.movesOf(connectionId).push(move);
    for (const [key, tenure] of this.tenures) {
      const isOwn = move.by !== 'somebody else' && key.startsWith(`${move.by.stack.id} `);
      if (key.endsWith(` ${connectionId}`) && !tenure.isCreated && !isOwn) tenure.origins.add(move.to);
    }
  }

  /** Whether lists have long shown what is true, and nobody has changed it. */
  public isQuiet(marginMs: number): boolean {
    const since = this.now() - this.readLagMs - marginMs;
    return [...this.moves.values()].flat().every(({ at }) => at < since);
  }

  /** Whether the last to move it was not this resource. */
  public wasMovedByOther(stack: Stack, logicalId: string, { connectionId }: AssociationSpec): boolean {
    const last = this.movesOf(connectionId).at(-1);
    if (last === undefined || last.by === 'somebody else') return last !== undefined;
    return last.by.stack !== stack || last.by.resource.logicalId !== logicalId;
  }

  /** Whether somebody else has moved it after the stack had, when no list had shown that yet, or need not have. */
  public wasMovedBackUnseen(request: CustomResourceRequest): boolean {
    const moves = this.movesOf(specOf(request).connectionId);
    const last = moves.findLastIndex(({ by }) => by !== 'somebody else');
    const [before, since] = [moves[last], moves[last + 1]];
    if (since === undefined || before === undefined || before.by === 'somebody else') return false;
    const isOurs = before.by.stack === request.stack;
    return since.isUnseen === true || (isOurs && since.at - before.at < EXPECTED.readLagMs);
  }

  /**
   * How often somebody else has moved it since a request was sent, or so shortly before that lists lag. What another stack
   * has done before is in the claim.
   */
  public foreignMoves({ sentAt, stack }: CustomResourceRequest, { connectionId }: AssociationSpec): number {
    return this.movesOf(connectionId).filter(({ at, by }) =>
      by === 'somebody else' ? at >= sentAt - this.readLagMs : by.stack !== stack && at >= sentAt,
    ).length;
  }

  public tenureOf(stackId: string, connectionId: string): Tenure {
    const key = `${stackId} ${connectionId}`;
    const tenure = this.tenures.get(key) ?? {
      stackId,
      origins: new Set<string>(),
      targets: new Set<string>(),
      isCreated: false,
    };
    this.tenures.set(key, tenure);
    return tenure;
  }

  /** The connections that a stack has had, with where each came from. */
  public tenuresOf(stackId: string): [connectionId: string, tenure: Tenure][] {
    return [...this.tenures].flatMap(([key, tenure]) => {
      const [id, connectionId = ''] = key.split(' ');
      return id === stackId ? [[connectionId, tenure] as [string, Tenure]] : [];
    });
  }

  /** Where the connection is, and where lists may still show it. */
  public recentParents(connectionId: string): string[] {
    const recent = this.movesOf(connectionId).filter(({ at }) => at >= this.now() - this.readLagMs);
    const parent = this.model.parentOf(connectionId);
    return [...recent.map(({ from }) => from), ...(parent === undefined ? [] : [parent])];
  }

  /** Whether a stack of another name has ever wanted the connection. */
  public isWantedByOther(stackId: string, connectionId: string): boolean {
    return [...this.tenures].some(
      ([key, other]) => key.endsWith(` ${connectionId}`) && nameOf(other.stackId) !== nameOf(stackId),
    );
  }

  /**
   * A stack begins to associate a connection: it may have come from wherever a list may still show it. If the stack has it
   * already, from where it has put it nothing comes.
   */
  public begin(stackId: string, connectionId: string, isHeld: boolean): void {
    const tenure = this.tenureOf(stackId, connectionId);
    tenure.isCreated = false;
    for (const parent of this.recentParents(connectionId))
      if (!isHeld || !this.isAny(tenure.targets, parent)) tenure.origins.add(parent);
  }

  /** One stack has the connection from another, with what is known of where it came from. */
  public inherit(from: string, to: string, connectionId: string): void {
    const [before, after] = [this.tenureOf(from, connectionId), this.tenureOf(to, connectionId)];
    for (const origin of before.origins) after.origins.add(origin);
    for (const target of before.targets) after.targets.add(target);
    before.takenBy = after;
    after.takenBy = undefined;
  }

  /** Whoever had the connection, this stack has it now. */
  public takeFromAll(stackId: string, connectionId: string): void {
    const tenure = this.tenureOf(stackId, connectionId);
    for (const [key, other] of this.tenures) {
      if (key.endsWith(` ${connectionId}`) && other !== tenure) other.takenBy = tenure;
    }
  }
}

function nameOf(stackId: string): string | undefined {
  return stackId.split('/')[1];
}
