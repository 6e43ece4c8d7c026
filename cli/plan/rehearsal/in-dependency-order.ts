/** One that is under way, and is looked after next at a time; or how it has ended. */
export type Step<Running, Ended> =
  { readonly running: Running; readonly dueAt: number } | { readonly ended: Ended };

/** How things are done of which several are under way at the same time. */
export interface Doing<Task, Running, Ended> {
  readonly begin: (task: Task) => Step<Running, Ended>;
  /** Looks after one that is due. */
  readonly poll: (running: Running, dueAt: number) => Promise<Step<Running, Ended>>;
  readonly hasFailed: (ended: Ended) => boolean;
  /** Whether nothing is begun any more after a failure. What is under way goes on. */
  readonly stopsAtFailure?: boolean;
  /** Of those that can be begun at the same time, the last one first. */
  readonly isReversed?: boolean;
}

/** Does each task as soon as those that it depends on have ended, well or not. */
export async function inDependencyOrder<Task, Running, Ended>(
  tasks: readonly Task[],
  dependencies: (task: Task) => readonly Task[],
  doing: Doing<Task, Running, Ended>,
): Promise<Ended[]> {
  const queue = new Queue(tasks, dependencies, doing);
  while (await queue.goOn());
  return queue.ended;
}

interface Slot<Task, Running> {
  readonly task: Task;
  readonly running: Running;
  readonly dueAt: number;
}

class Queue<Task, Running, Ended> {
  public readonly ended: Ended[] = [];
  private readonly waiting: Set<Task>;
  private readonly open: Set<Task>;
  private readonly slots = new Set<Slot<Task, Running>>();
  private hasStopped = false;

  public constructor(
    tasks: readonly Task[],
    private readonly dependencies: (task: Task) => readonly Task[],
    private readonly doing: Doing<Task, Running, Ended>,
  ) {
    this.waiting = new Set(tasks);
    this.open = new Set(tasks);
  }

  /** Begins what can be begun, and looks after what is due first. Returns whether anything is left to do. */
  public async goOn(): Promise<boolean> {
    const before = this.ended.length;
    this.beginReady();
    const next = this.nextSlot();
    // What has ended at once may have let others begin.
    if (next === undefined) return this.ended.length > before && !this.hasStopped;
    this.slots.delete(next);
    this.take(next.task, await this.doing.poll(next.running, next.dueAt));
    return true;
  }

  private beginReady(): void {
    const ready = [...this.waiting].filter(
      (task) => !this.dependencies(task).some((each) => this.open.has(each)),
    );
    for (const task of this.doing.isReversed === true ? ready.reverse() : ready) {
      if (this.hasStopped) return;
      this.waiting.delete(task);
      this.take(task, this.doing.begin(task));
    }
  }

  private nextSlot(): Slot<Task, Running> | undefined {
    let next: Slot<Task, Running> | undefined;
    for (const slot of this.slots) if (next === undefined || slot.dueAt < next.dueAt) next = slot;
    return next;
  }

  private take(task: Task, step: Step<Running, Ended>): void {
    if ('running' in step) {
      this.slots.add({ task, ...step });
      return;
    }
    this.open.delete(task);
    this.ended.push(step.ended);
    this.hasStopped ||= this.doing.stopsAtFailure === true && this.doing.hasFailed(step.ended);
  }
}
