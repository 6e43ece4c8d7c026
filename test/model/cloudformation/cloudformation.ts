import { Turns, VirtualTime } from '../aws/virtual-time';
import { Behavior, KIND } from './behavior';
import { Deployment, Deployments } from './deployments';
import { inOrder, reversed } from './order';
import { CloudFormationEvents, Requests } from './requests';
import { Provider, Rollback, Stack, StackResource, Template, named } from './stack';
import { Telling, Told } from './telling';

/** Between two operations on a stack somebody has to see the end of the first. Within one there is no such pause. */
const PAUSE_MS = 1_000;

/** Before an update is rolled back, the stack's own status changes: the resources' next requests are of a later second. */
const ROLLBACK_PAUSE_MS = 1_000;

/** How often the delete of a clean-up is tried before the stack forgets the resource. */
const CLEAN_UP_TRIES = 3;

/** What somebody says when deploying. */
export interface DeployOptions {
  /** What has failed stays as it is, and the rest as well, until the next operation. */
  readonly disableRollback?: boolean;
}

/**
 * CloudFormation, as much of it as its protocol with custom resources. From its User Guide: "Custom resource request
 * types" and "response objects" (the events, the ResponseURL, which answer counts), "ServiceTimeout" of
 * AWS::CloudFormation::CustomResource, "DependsOn attribute" (what a resource depends on is complete before it is begun,
 * and is deleted after it), "Stack failure options" (a failure cancels what is in progress and rolls back; an
 * update is rolled back by an Update with the old properties; or, if told so, what has failed stays until the next
 * operation, and what never was stable is then deleted), "RollbackStack" (back to the last stable state; without one the
 * stack is deleted), "DeletionPolicy" (RetainExceptOnCreate), "Update behaviors"
 * (what is no longer declared, or was created anew, is deleted in the clean-up, after everything else), "Continue rolling back an
 * update", "AWS::CloudFormation::CustomResource" (a ServiceToken cannot be changed: coverage-roadmap #802). So nothing
 * replaces a resource of ours, whose physical id no update changes. As observed, and written in no guide: a create that is cancelled is followed by a Delete with a made-up physical
 * id; the rollback of an update is an update to the template before, in that template's order.
 */
export class CloudFormation {
  /** The provider that every stack uses which has none of its own. It stands in another stack. */
  public readonly provider = new Provider();
  private readonly stacks = new Map<string, Stack>();
  private readonly requests: Requests;
  private readonly telling: Telling;
  private readonly deployments: Deployments;

  public constructor(
    private readonly time: VirtualTime,
    private readonly turns: Turns,
    events: CloudFormationEvents,
    public readonly behavior: Behavior = KIND,
  ) {
    this.requests = new Requests(time, events, behavior);
    this.telling = new Telling(time.now, behavior);
    const { requests, telling } = this;
    this.deployments = new Deployments({ time, turns, requests, telling, behavior });
  }

  public async create(name: string, template: Template, options: DeployOptions = {}): Promise<Stack> {
    const { hasOwnProvider = false } = template;
    const provider = hasOwnProvider ? new Provider() : this.provider;
    const id = `arn:aws:cloudformation:us-east-1:111122223333:stack/${name}/${this.stacks.size + 1}`;
    const stack = new Stack(name, id, this.time.now(), provider, hasOwnProvider, this.time.now);
    this.stacks.set(id, stack);
    await this.time.sleep(PAUSE_MS);
    stack.template = template;
    const deployment = await this.deployments.deploy(stack, template, options.disableRollback);
    if (!deployment.failed) stack.status = 'CREATE_COMPLETE';
    else if (options.disableRollback) this.leave(stack, deployment, 'CREATE_FAILED');
    else {
      stack.status = 'ROLLBACK_IN_PROGRESS';
      const undone = await this.deleteAll(stack, [...stack.resources.values()], false);
      this.dropOwnProvider(stack);
      stack.status = undone ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED';
    }
    return stack;
  }

  public async update(stack: Stack, template: Template, options: DeployOptions = {}): Promise<void> {
    stack.status = 'UPDATE_IN_PROGRESS';
    await this.time.sleep(stack.left ? this.retryPauseMs : PAUSE_MS);
    stack.template = template;
    const deployment = await this.deployments.deploy(stack, template, options.disableRollback);
    if (deployment.failed) {
      if (options.disableRollback) this.leave(stack, deployment, 'UPDATE_FAILED');
      else await this.rollBack(stack, deployment);
      return;
    }
    stack.left = undefined;
    stack.status = 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS';
    const removed = [...stack.resources.values()].filter(
      ({ logicalId }) => !(logicalId in template.resources),
    );
    await this.cleanUp(stack, [...removed, ...stack.replaced], true);
    stack.status = 'UPDATE_COMPLETE';
  }

  /** Tries again what a rollback could not do. */
  public async continueRollback(stack: Stack): Promise<void> {
    await this.time.sleep(PAUSE_MS);
    if (stack.left) await this.rollBack(stack, stack.left);
  }

  /** RollbackStack: back from what was left as it was when it failed. */
  public async rollbackStack(stack: Stack): Promise<void> {
    if (stack.status === 'CREATE_FAILED') return this.delete(stack);
    await this.continueRollback(stack);
  }

  public async delete(stack: Stack): Promise<void> {
    stack.status = 'DELETE_IN_PROGRESS';
    await this.time.sleep(PAUSE_MS);
    const all = [...stack.resources.values(), ...stack.replaced];
    const isDeleted = await this.deleteAll(stack, all, true);
    this.dropOwnProvider(stack);
    stack.status = isDeleted ? 'DELETE_COMPLETE' : 'DELETE_FAILED';
  }

  /** Stack refactoring: a resource turns up under another stack and logical id, and nobody is told. */
  public refactor(from: Stack, logicalId: string, to: Stack, newLogicalId: string): void {
    const resource = from.resources.get(logicalId);
    if (resource === undefined || to.resources.has(newLogicalId)) return;
    from.resources.delete(logicalId);
    to.resources.set(newLogicalId, { ...resource, logicalId: newLogicalId });
    this.telling.note(from, logicalId);
    this.telling.note(to, newLogicalId);
  }

  /** A stack by its id. */
  public stack(stackId: string): Stack | undefined {
    return this.stacks.get(stackId);
  }

  /** What it says of a resource: `undefined` stands for "does not exist". */
  public describe(stackId: string, logicalId: string): Told | undefined {
    return this.telling.tell(stackId, logicalId);
  }

  /** What it says of a whole stack. */
  public describeStack(stack: Stack): string {
    return this.telling.tellStatus(stack);
  }

  /** From now on what it says is so. */
  public heal(): void {
    this.telling.heal();
  }

  public answer(...[requestId, answer]: Parameters<Requests['answer']>): void {
    this.requests.answer(requestId, answer);
  }

  private leave(stack: Stack, { before, touched }: Deployment, status: Stack['status']): void {
    stack.left = { before, touched };
    stack.status = status;
  }

  /** Whoever tries again what was left as it failed has looked why: that takes longer than clocks are apart. */
  private get retryPauseMs(): number {
    const { skewsMs } = this.behavior;
    return PAUSE_MS + Math.max(...skewsMs) - Math.min(...skewsMs);
  }

  /** Back to the properties before; then what the update had created is deleted. */
  private async rollBack(stack: Stack, { before, touched }: Rollback): Promise<void> {
    stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    await this.time.sleep(ROLLBACK_PAUSE_MS);
    const all = [...before.keys()];
    const dependencies = (resource: StackResource) =>
      named(stack, before.get(resource)?.dependsOn).filter((each) => before.has(each));
    const results = await inOrder(all, dependencies, async (resource) => {
      const spec = before.get(resource) ?? resource.spec;
      if (touched.has(resource)) return this.deployments.revert(stack, resource, spec);
      resource.spec = spec;
      return true;
    });
    const created = [...touched].filter((resource) => !before.has(resource));
    const undone = all.filter((resource) => results.get(resource) !== true);
    if (undone.length > 0) {
      const left = [...undone, ...created].filter((each) => touched.has(each));
      this.leave(stack, { before, touched: new Set(left), failed: true }, 'UPDATE_ROLLBACK_FAILED');
      return;
    }
    stack.left = undefined;
    stack.status = 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS';
    await this.cleanUp(stack, [...new Set([...created, ...stack.replaced])], false);
    stack.status = 'UPDATE_ROLLBACK_COMPLETE';
  }

  /** What could not be deleted after three tries, the stack forgets. */
  private async cleanUp(stack: Stack, resources: StackResource[], mayRetain: boolean): Promise<void> {
    let left = resources;
    for (let tries = 0; tries < CLEAN_UP_TRIES && left.length > 0; tries += 1) {
      await this.deleteAll(stack, left, mayRetain);
      left = left.filter((resource) => stack.has(resource));
    }
    for (const resource of left) this.forget(stack, resource);
  }

  /**
   * Each after those that depend on it, and also after those of them that failed. Whether those stand between two of them that stay is
   * not known to matter.
   */
  private async deleteAll(stack: Stack, resources: StackResource[], mayRetain: boolean): Promise<boolean> {
    const dependencies = ({ spec }: StackResource) => named(stack, spec.dependsOn);
    const deleteInTurn = async (resource: StackResource): Promise<boolean> => {
      if (mayRetain && resource.spec.retain) {
        this.forget(stack, resource);
        return true;
      }
      await this.turns.take();
      return this.deployments.delete(stack, resource);
    };
    const deleted = await inOrder(resources, reversed(resources, dependencies), deleteInTurn, 'go on');
    return resources.every((resource) => deleted.get(resource) === true);
  }

  private forget(stack: Stack, resource: StackResource): void {
    stack.remove(resource);
    this.telling.note(stack, resource.logicalId);
  }

  /** Also after a delete that failed: what the resource depends on is deleted all the same. */
  private dropOwnProvider(stack: Stack): void {
    if (stack.hasOwnProvider) stack.provider.isGone = true;
  }
}
