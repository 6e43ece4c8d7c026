/** One that is under way, and is looked after next at a time; or how and when it has ended. */
export type Step<Running, Ended> =
  { readonly running: Running; readonly dueAt: number } | { readonly ended: Ended; readonly dueAt: number };

/** How things are done of which several are under way at the same time. */
export interface Doing<Task, Running, Ended> {
  readonly begin: (task: Task, at: number) => Step<Running, Ended>;
  /** Looks after one that is due. */
  readonly poll: (running: Running, dueAt: number) => Promise<Step<Running, Ended>>;
  readonly hasFailed: (ended: Ended) => boolean;
  /** Whether nothing is begun any more after a failure. What is under way goes on. */
  readonly stopsAtFailure?: boolean;
  /** Of those that can be begun at the same time, the last one first. */
  readonly isReversed?: boolean;
}

/** Does each task as soon as those that it depends on have ended, well or not; what comes first is done first. */
export async function inDependencyOrder<Task, Running, Ended>(
  tasks: readonly Task[],
  dependencies: (task: Task) => readonly Task[],
  doing: Doing<Task, Running, Ended>,
  startsAt: number,
): Promise<Ended[]> {
  const queue = new Queue(tasks, dependencies, doing, startsAt);
  while (await queue.goOn());
  return queue.ended;
}

interface Slot<Task, Running, Ended> {
  readonly task: Task;
  readonly step: Step<Running, Ended>;
}

class Queue<Task, Running, Ended> {
  public readonly ended: Ended[] = [];
  private readonly waiting: Set<Task>;
  private readonly open: Set<Task>;
  private readonly slots = new Set<Slot<Task, Running, Ended>>();
  private hasStopped = false;

  public constructor(
    tasks: readonly Task[],
    private readonly dependencies: (task: Task) => readonly Task[],
    private readonly doing: Doing<Task, Running, Ended>,
    private now: number,
  ) {
    this.waiting = new Set(tasks);
    this.open = new Set(tasks);
    this.beginReady();
  }

  /** Goes on with what is due first. Returns whether there was anything. */
  public async goOn(): Promise<boolean> {
    const next = this.nextSlot();
    if (next === undefined) return false;
    const { task, step } = next;
    this.slots.delete(next);
    this.now = step.dueAt;
    if ('running' in step) this.slots.add({ task, step: await this.doing.poll(step.running, step.dueAt) });
    else this.end(task, step.ended);
    return true;
  }

  private end(task: Task, ended: Ended): void {
    this.open.delete(task);
    this.ended.push(ended);
    this.hasStopped ||= this.doing.stopsAtFailure === true && this.doing.hasFailed(ended);
    this.beginReady();
  }

  private beginReady(): void {
    if (this.hasStopped) return;
    const ready = [...this.waiting].filter(
      (task) => !this.dependencies(task).some((each) => this.open.has(each)),
    );
    for (const task of this.doing.isReversed === true ? ready.reverse() : ready) {
      this.waiting.delete(task);
      this.slots.add({ task, step: this.doing.begin(task, this.now) });
    }
  }

  private nextSlot(): Slot<Task, Running, Ended> | undefined {
    let next: Slot<Task, Running, Ended> | undefined;
    for (const slot of this.slots) if (next === undefined || slot.step.dueAt < next.step.dueAt) next = slot;
    return next;
  }
}
