import type { Behavior } from './behavior';
import type { Stack, StackResource } from './stack';

/** What is told of a resource. */
export type Told = Pick<StackResource, 'status' | 'physicalId'>;

interface Known {
  readonly at: number;
  /** Nothing, from when on there is no such resource any more. */
  readonly told: Told | undefined;
}

/** What CloudFormation says of the resources of a stack, which may be what was so a while ago. */
export class Telling {
  private readonly known = new Map<string, Known[]>();
  private isTrue = false;

  public constructor(
    private readonly now: () => number,
    private readonly behavior: Behavior,
  ) {}

  /** Something has become of the resource in that place. */
  public note(stack: Stack, logicalId: string): void {
    const key = `${stack.id} ${logicalId}`;
    const known = this.known.get(key) ?? [];
    this.known.set(key, known);
    const resource = this.remembered(stack, logicalId);
    const told = resource && { status: resource.status, physicalId: resource.physicalId };
    known.push({ at: this.now(), told });
  }

  /** From now on it says what is so. */
  public heal(): void {
    this.isTrue = true;
  }

  /** What it says of a resource: `undefined` stands for "does not exist". */
  public tell(stackId: string, logicalId: string): Told | undefined {
    const { answersLagMs, hidesCreates, oddAnswer } = this.behavior;
    const horizon = this.horizon(answersLagMs);
    const known = this.known.get(`${stackId} ${logicalId}`) ?? [];
    const told = known.findLast(({ at }) => at <= horizon)?.told;
    if (told === undefined || (hidesCreates && told.status === 'CREATE_IN_PROGRESS')) return undefined;
    if (this.isTrue || told.status !== `${oddAnswer?.during.toUpperCase()}_IN_PROGRESS`) return told;
    return oddAnswer?.says && { ...told, ...oddAnswer.says };
  }

  /** What it says of a whole stack. */
  public tellStatus(stack: Stack): string {
    return stack.statusAt(this.horizon(this.behavior.stackLagMs));
  }

  /** What was so then is told now. */
  private horizon(lagMs: number): number {
    return this.now() - (this.isTrue ? 0 : lagMs);
  }

  private remembered(stack: Stack, logicalId: string): StackResource | undefined {
    const { remembersDeleted } = this.behavior;
    return stack.resources.get(logicalId) ?? (remembersDeleted ? stack.deleted.get(logicalId) : undefined);
  }
}
