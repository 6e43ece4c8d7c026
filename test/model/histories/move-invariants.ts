import { HANDLER_TIMEOUT_SECONDS } from '../../../lib/timing';
import type { Association } from '../../../simulator';
import type { Behavior } from '../cloudformation/behavior';
import type { CallSeen } from '../aws/in-process-aws';
import type { CustomResourceRequest } from '../cloudformation/stack';
import { describe, hasSucceeded, specOf, writesClaim } from './naming';
import type { Verdicts } from './verdicts';
import type { Whereabouts } from './whereabouts';

/** The longest life of an invocation. */
const LIFE_MS = HANDLER_TIMEOUT_SECONDS * 1000;

/** What has to be true of every call that moves a connection: it is awaited, it is needed, and it is the stack's to make. */
export class MoveInvariants {
  /** The requests on whose behalf the handler has called anything. */
  private readonly polled = new Set<string>();
  /** Those that have written the claim of their connection, or tried to. */
  private readonly written = new Set<string>();
  private readonly accepted = new Map<string, number>();
  private readonly creates: CustomResourceRequest[] = [];
  private readonly deletes: CustomResourceRequest[] = [];

  public constructor(
    private readonly verdicts: Verdicts,
    private readonly whereabouts: Whereabouts,
    private readonly now: () => number,
    private readonly behavior: Pick<Behavior, 'answersLagMs' | 'stackLagMs' | 'oddAnswer'>,
  ) {}

  public sent(request: CustomResourceRequest): void {
    if (request.type === 'Create') this.creates.push(request);
  }

  public called(call: CallSeen, request: CustomResourceRequest): void {
    this.polled.add(request.requestId);
    if (writesClaim(call, request)) this.written.add(request.requestId);
  }

  public ended(request: CustomResourceRequest): void {
    if (request.type === 'Delete' && hasSucceeded(request)) this.deletes.push(request);
  }

  /** An operation is about to call `AssociateHostedConnection`. */
  public begins(request: CustomResourceRequest): void {
    const { ended, resource } = request;
    if (ended === undefined) return;
    const late = this.now() - ended.at;
    const successors = [resource.active, this.retryOf(request)];
    this.verdicts.violate(
      `3: ${describe(request)} begins a move ${late} ms after CloudFormation stopped waiting (${ended.how.kind})`,
      {
        'still running': !hasSucceeded(request) && late <= LIFE_MS,
        'told late':
          !hasSucceeded(request) && (late <= this.toldLateMs + LIFE_MS || this.isSaidToBeAwaited(request)),
        'successor has not arrived': successors.some((each) => this.isUnknowable(request, each)),
        'in place of its repetition':
          request.type === 'Delete' && (resource.active?.type === 'Delete' || isForgotten(request)),
      },
    );
  }

  private get toldLateMs(): number {
    return Math.max(this.behavior.answersLagMs, this.behavior.stackLagMs);
  }

  /**
   * Whether CloudFormation says of a create, all through its delete, that it waits for it: or nothing, as in the middle of a
   * create, while it still says of the stack that it is being deployed.
   */
  private isSaidToBeAwaited({ type, resource: { active } }: CustomResourceRequest): boolean {
    const { stackLagMs, oddAnswer } = this.behavior;
    if (type !== 'Create' || oddAnswer?.during !== 'Delete') return false;
    const { status } = oddAnswer.says ?? {};
    if (status !== undefined) return status === 'CREATE_IN_PROGRESS' || status === 'UPDATE_IN_PROGRESS';
    return active?.type === 'Delete' && this.now() - active.sentAt <= stackLagMs + LIFE_MS;
  }

  /** Such a call was accepted. */
  public accept(request: CustomResourceRequest, { from, to }: Association): void {
    const count = (this.accepted.get(request.requestId) ?? 0) + 1;
    this.accepted.set(request.requestId, count);
    const foreign = this.whereabouts.foreignMoves(request, specOf(request));
    this.checkExpected(request, from);
    if (count > 1) {
      this.verdicts.violate(
        `4: ${describe(request)} has moved ${count} times, and ${1 + foreign} was enough`,
        {
          'moved meanwhile': count <= 1 + foreign,
          'owner before deleted meanwhile': count <= 2 + foreign && this.wasOwnerBeforeDeleted(request),
        },
      );
    }
    if (from === to) {
      this.verdicts.violate(`4: ${describe(request)} interrupted a connection that was on ${to} already`, {
        'moved meanwhile': foreign > 0,
        'moved back unseen': this.whereabouts.wasMovedBackUnseen(request),
      });
    } else if (request.type === 'Delete') this.checkTaken(request, from);
  }

  /** A create takes a connection only from where it is expected, and none at all if that is its parent. */
  private checkExpected(request: CustomResourceRequest, from: string): void {
    const { connectionId, parentId, expectedParentId } = specOf(request);
    if (request.type !== 'Create' || expectedParentId === undefined) return;
    const isAdoption = expectedParentId === parentId;
    if (!isAdoption && this.whereabouts.isSame(from, expectedParentId)) return;
    this.verdicts.violate(
      `16: ${describe(request)} took a connection from ${from}, and it was expected on ${expectedParentId}`,
      isAdoption ? {} : { 'not yet listed': this.isNew(connectionId) },
    );
  }

  /** A delete takes a connection only from where its stack has put it. */
  private checkTaken(request: CustomResourceRequest, from: string): void {
    const { connectionId } = specOf(request);
    const { targets } = this.whereabouts.tenureOf(request.stack.id, connectionId);
    if (this.whereabouts.isAny(targets, from)) return;
    this.verdicts.violate(
      `1: ${describe(request)} took a connection from ${from}, where somebody else had put it`,
      {
        'not yet listed': this.isNew(connectionId),
        'moved back unseen': this.whereabouts.wasMovedBackUnseen(request),
      },
    );
  }

  /** Whether it was moved so short a time ago that lists need not have shown that to a poll. */
  private isNew(connectionId: string): boolean {
    const last = this.whereabouts.movesOf(connectionId).at(-1);
    return last !== undefined && this.now() - last.at <= this.whereabouts.readLagMs + LIFE_MS;
  }

  private wasOwnerBeforeDeleted(request: CustomResourceRequest): boolean {
    const { connectionId } = specOf(request);
    const isOther = (each: CustomResourceRequest) =>
      specOf(each).connectionId === connectionId && each.resource !== request.resource;
    return this.deletes.some((each) => isOther(each) && (each.ended?.at ?? 0) >= request.sentAt);
  }

  /** A later create of the same name that CloudFormation may still tell of. */
  private retryOf({ sentAt, stack, resource }: CustomResourceRequest): CustomResourceRequest | undefined {
    const since = this.now() - this.toldLateMs - LIFE_MS;
    return this.creates.findLast(
      (each) =>
        each.sentAt > sentAt &&
        each.stack === stack &&
        each.resource.logicalId === resource.logicalId &&
        (each.ended?.at ?? Infinity) >= since,
    );
  }

  private isUnknowable(
    request: CustomResourceRequest,
    successor: CustomResourceRequest | undefined,
  ): boolean {
    if (successor?.requestIdTold === request.requestIdTold) return true;
    // A create leaves no trace before it has found its connection.
    const traces = request.type === 'Create' ? this.written : this.polled;
    return successor?.type === request.type && !traces.has(successor.requestId);
  }
}

/** Whether CloudFormation has given a resource up whose delete has failed: it says that there is none. */
function isForgotten(request: CustomResourceRequest): boolean {
  const { stack, resource, ended } = request;
  return ended?.how.kind === 'answered' && !hasSucceeded(request) && !stack.has(resource);
}
