import { ASSOCIATION_TYPE, PREFLIGHT_TYPE, claimsTableNameOf } from '../../lib/contract';
import { ReadClaim, claimsIn, readItems } from '../aws/claims';
import { DeployedStacks, Template } from '../aws/deployed-stacks';
import { inTurn } from '../aws/in-turn';
import type { Session } from '../aws/session';
import type { StackEvent } from '../aws/stack-event';
import { StackEvents, stacksInProgress } from '../aws/stack-events';
import { declaredIn } from '../template/declared';
import type { DeclaredConnections } from './connection';
import { StackOperation, isOver, operationIn } from './operation';
import type { FollowedStack, Look } from './picture';

/** What is asked for the stacks that are followed, and never Direct Connect: its rate is the handler's. */
export class Reader {
  /** The stacks that are looked at, by the name or the id that was given for them, or by their id. */
  private readonly followed = new Map<string, Followed>();
  private readonly templates = new Map<string, Promise<DeclaredConnections | undefined>>();
  /** The ids of stacks in progress that have nothing of ours. */
  private readonly others = new Set<string>();

  /** @param names those of the stacks to follow; none: every stack with a deployment in progress that has anything of ours. */
  public constructor(
    private readonly session: Session,
    private readonly table: string,
    private readonly names: readonly string[],
  ) {
    for (const name of names) this.followed.set(name, new Followed(session, name));
  }

  public static of(session: Session, providerStack: string, names: readonly string[]): Reader {
    return new Reader(session, claimsTableNameOf(providerStack), names);
  }

  /** Whether there is a stack of this name or id, as far as it was looked for. */
  public hasStack(name: string): boolean {
    return this.followed.get(name)?.exists === true;
  }

  /** Looks at everything once. */
  public async look(): Promise<Look> {
    const before = await this.readClaims();
    if (this.names.length === 0) await this.findStacks(before.claims);
    const ended = this.countEnded();
    const seen = await inTurn([...this.followed], async ([name, followed]) => {
      const operation = await followed.read();
      const stack = operation && { operation, template: await this.templateOf(operation) };
      return { name, stack };
    });
    const stacks: FollowedStack[] = seen.flatMap(({ stack }) => stack ?? []);
    // The last operation of a stack that has ended meanwhile may have written its claim meanwhile.
    const claims = this.countEnded() === ended ? before : await this.readClaims();
    return {
      at: Date.now(),
      stacks: stacks.toSorted((a, b) => a.operation.begunAt - b.operation.begunAt),
      awaited: seen.flatMap(({ name, stack }) => (stack === undefined ? name : [])),
      ...claims,
    };
  }

  private async readClaims(): Promise<Pick<Look, 'claims' | 'hasTable'>> {
    const items = await readItems(this.session.dynamoDb, this.table);
    return { claims: items === undefined ? [] : claimsIn(items, this.table), hasTable: items !== undefined };
  }

  private countEnded(): number {
    return [...this.followed.values()].filter(({ hasEnded }) => hasEnded).length;
  }

  private async findStacks(claims: readonly ReadClaim[]): Promise<void> {
    const owners = new Set(claims.flatMap((each) => ('claim' in each ? [each.claim.owner.stackId] : [])));
    const inProgress = await stacksInProgress(this.session.cloudFormation);
    for (const id of this.others) if (!inProgress.includes(id)) this.others.delete(id);
    for (const id of inProgress.filter((each) => !this.followed.has(each) && !this.others.has(each))) {
      const isOurs =
        owners.has(id) || hasOurs(await new DeployedStacks(this.session.cloudFormation).templateOf(id));
      if (isOurs) this.followed.set(id, new Followed(this.session, id, 'in progress'));
      else this.others.add(id);
    }
  }

  /** Read once for each operation, when it has begun. */
  private templateOf({ stackId, begunAt }: StackOperation): Promise<DeclaredConnections | undefined> {
    const key = `${stackId} ${begunAt}`;
    const known = this.templates.get(key);
    if (known !== undefined) return known;
    const read = new DeployedStacks(this.session.cloudFormation).templateOf(stackId).then(connectionsIn);
    this.templates.set(key, read);
    void read.catch(() => this.templates.delete(key));
    return read;
  }
}

/** A stack, from before its deployment begins until it has ended. */
class Followed {
  private events: StackEvents;
  private byId: string | undefined;
  private ended: StackOperation | undefined;
  private begunBefore: string | undefined;
  private isFirst: boolean;

  public constructor(
    private readonly session: Session,
    nameOrId: string,
    state?: 'in progress',
  ) {
    this.events = new StackEvents(session.cloudFormation, nameOrId);
    this.isFirst = state === undefined;
  }

  public get exists(): boolean {
    return this.events.isThere || this.hasEnded;
  }

  public get hasEnded(): boolean {
    return this.ended !== undefined;
  }

  /** The deployment; undefined: none has begun since the first look, and none was in progress then. */
  public async read(): Promise<StackOperation | undefined> {
    if (this.ended !== undefined) return this.ended;
    const operation = operationIn(await this.readEvents());
    // The rollback of one that had ended is a part of it.
    const begun = operation && `${operation.stackId} ${operation.begunAt} ${operation.statuses.length}`;
    if (this.isFirst && (operation === undefined || isOver(operation))) this.begunBefore = begun;
    this.isFirst = false;
    if (operation === undefined || begun === this.begunBefore) return undefined;
    // A stack that has been deleted is found by its id alone.
    if (this.byId !== operation.stackId) {
      this.byId = operation.stackId;
      this.events = new StackEvents(this.session.cloudFormation, operation.stackId);
    }
    if (isOver(operation)) this.ended = operation;
    return operation;
  }

  /** Its delete may have ended before anybody has seen it begin. */
  private async readEvents(): Promise<readonly StackEvent[]> {
    const events = await this.events.read();
    const { stackId } = events.at(-1) ?? {};
    if (this.events.isThere || stackId === undefined || this.byId !== undefined) return events;
    return new StackEvents(this.session.cloudFormation, stackId).read();
  }
}

function hasOurs(template: Template | undefined): boolean {
  const types = Object.values(template?.Resources ?? {}).map(({ Type }) => Type);
  return types.includes(ASSOCIATION_TYPE) || types.includes(PREFLIGHT_TYPE);
}

/** What stands in the template itself: what only CloudFormation knows is not asked for. */
function connectionsIn(template: Template | undefined): DeclaredConnections | undefined {
  if (template === undefined) return undefined;
  const around = { pseudo: {}, parameters: {}, mappings: {}, conditions: template.Conditions ?? {} };
  const associations = [...declaredIn(template, around, '')].filter(
    ([, { type }]) => type === ASSOCIATION_TYPE,
  );
  return new Map(
    associations.map(([logicalId, { properties }]) => {
      const { connectionId, parentConnectionId } = properties;
      return [logicalId, { connectionId: textOr(connectionId), parentId: textOr(parentConnectionId) }];
    }),
  );
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
