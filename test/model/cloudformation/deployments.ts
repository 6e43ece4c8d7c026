import { isDeepStrictEqual } from 'node:util';
import { Turns, VirtualTime, newSignal } from '../aws/virtual-time';
import type { Behavior } from './behavior';
import { inOrder } from './order';
import type { Requests } from './requests';
import type { ResourceSpec, Rollback, Stack, StackResource, Template } from './stack';
import type { Telling } from './telling';

/** What was cancelled is deleted in the same second, at the earliest. */
const CANCEL_PAUSE_MS = 50;

/** What has come of a template, and what its rollback would have to do. */
export interface Deployment extends Rollback {
  readonly failed: boolean;
}

/** A template that is being deployed to a stack. */
interface Attempt {
  readonly stack: Stack;
  readonly cancelled: AbortSignal;
  /** The resources that it has created or updated. */
  readonly touched: Set<StackResource>;
}

interface Parts {
  readonly time: VirtualTime;
  readonly turns: Turns;
  readonly requests: Requests;
  readonly telling: Telling;
  readonly behavior: Behavior;
}

type Type = Parameters<Requests['send']>[2];

/** Brings resources to what a template says, or puts them back, or deletes them: one request each. */
export class Deployments {
  private madeUp = 0;

  public constructor(private readonly parts: Parts) {}

  /** Resources of the stack that are created or updated, side by side; the first failure cancels the others. */
  public async deploy(stack: Stack, template: Template, staysFailed = false): Promise<Deployment> {
    const { turns, time } = this.parts;
    const before = stack.left?.before ?? specsOf(stack);
    const touched = new Set(stack.left?.touched);
    const { resources, siblingFailsAfterMs } = template;
    const cancellation = newSignal();
    const fail = () => cancellation.abort();
    const attempt = { stack, cancelled: cancellation.signal, touched };
    const deploy = async (logicalId: string): Promise<boolean> => {
      await turns.take();
      const spec = resources[logicalId];
      if (spec === undefined || cancellation.signal.aborted) return false;
      const success = await this.deployOne(attempt, logicalId, spec);
      if (!success) fail();
      return success;
    };
    const sibling =
      siblingFailsAfterMs === undefined ? undefined : time.sleep(siblingFailsAfterMs).then(fail);
    const dependencies = (logicalId: string) => resources[logicalId]?.dependsOn ?? [];
    await Promise.all([inOrder(Object.keys(resources), dependencies, deploy), sibling]);
    const failed = cancellation.signal.aborted;
    if (failed) await time.sleep(CANCEL_PAUSE_MS);
    if (failed && staysFailed && this.parts.behavior.revertsFailedUpdates) await this.revertFailed(stack);
    return { failed, touched, before };
  }

  public async revert(stack: Stack, resource: StackResource, spec: ResourceSpec): Promise<boolean> {
    const success = await this.request(stack, resource, 'Update', spec);
    resource.spec = spec;
    return success;
  }

  public async delete(stack: Stack, resource: StackResource): Promise<boolean> {
    resource.physicalId ??= this.makeUp(stack, resource);
    const success = await this.request(stack, resource, 'Delete', resource.spec);
    if (success) {
      if (stack.resources.get(resource.logicalId) === resource)
        stack.deleted.set(resource.logicalId, resource);
      stack.remove(resource);
    }
    this.parts.telling.note(stack, resource.logicalId);
    return success;
  }

  /** As of any resource without a name: with an end that is its own. */
  private makeUp({ name }: Stack, { logicalId }: StackResource): string {
    this.madeUp += 1;
    return `${name}-${logicalId}-MADEUP${this.madeUp}`;
  }

  private async deployOne(attempt: Attempt, logicalId: string, spec: ResourceSpec): Promise<boolean> {
    const { stack, cancelled, touched } = attempt;
    const existing = stack.resources.get(logicalId);
    if (existing && same(existing.spec, spec) && !existing.status.endsWith('_FAILED')) {
      existing.spec = spec;
      return true;
    }
    if (existing && !existing.wasComplete) return this.createAgain(attempt, existing, spec);
    if (existing === undefined) return this.create(attempt, logicalId, spec);
    touched.add(existing);
    if (!isServedBySame(existing.spec, spec)) return this.refuse(stack, existing);
    const success = await this.request(stack, existing, 'Update', spec, cancelled);
    if (success) existing.spec = spec;
    return success;
  }

  /** "Modifying service token is not allowed": nobody is asked. */
  private refuse(stack: Stack, resource: StackResource): boolean {
    resource.status = 'UPDATE_FAILED';
    this.parts.telling.note(stack, resource.logicalId);
    return false;
  }

  /** A create has failed, and was not undone: the resource is created once more, and what is left of it deleted. */
  private async createAgain(attempt: Attempt, failed: StackResource, spec: ResourceSpec): Promise<boolean> {
    const { stack, cancelled, touched } = attempt;
    if (this.parts.behavior.deletesFailedFirst) {
      if (!(await this.delete(stack, failed))) return false;
    } else stack.replaced.add(failed);
    touched.delete(failed);
    if (cancelled.aborted) return false;
    return this.create(attempt, failed.logicalId, spec);
  }

  private create(
    { stack, cancelled, touched }: Attempt,
    logicalId: string,
    spec: ResourceSpec,
  ): Promise<boolean> {
    const resource: StackResource = { logicalId, status: '', physicalId: undefined, spec };
    stack.resources.set(logicalId, resource);
    touched.add(resource);
    return this.request(stack, resource, 'Create', spec, cancelled);
  }

  /** Resources that never were stable stay for the next operation. */
  private async revertFailed(stack: Stack): Promise<void> {
    const failed = [...stack.resources.values()].filter(({ status }) => status === 'UPDATE_FAILED');
    for (const resource of failed) {
      await this.revert(stack, resource, resource.spec);
      resource.status = 'UPDATE_FAILED';
      this.parts.telling.note(stack, resource.logicalId);
    }
  }

  private async request(
    stack: Stack,
    resource: StackResource,
    type: Type,
    spec: ResourceSpec,
    cancelled?: AbortSignal,
  ): Promise<boolean> {
    const { requests, telling } = this.parts;
    const name = type.toUpperCase();
    resource.status = `${name}_IN_PROGRESS`;
    telling.note(stack, resource.logicalId);
    const ending = await requests.send(stack, resource, type, spec, cancelled);
    const success = ending.kind === 'answered' && ending.success;
    resource.status = `${name}_${success ? 'COMPLETE' : 'FAILED'}`;
    if (success && type !== 'Delete') resource.wasComplete = true;
    if (ending.kind === 'answered' && type === 'Create') resource.physicalId = ending.physicalId;
    telling.note(stack, resource.logicalId);
    return success;
  }
}

function specsOf({ resources }: Stack): Map<StackResource, ResourceSpec> {
  return new Map([...resources.values()].map((resource) => [resource, resource.spec]));
}

function same(a: ResourceSpec, b: ResourceSpec): boolean {
  return a.type === b.type && isDeepStrictEqual(a.properties, b.properties);
}

function isServedBySame(a: ResourceSpec, b: ResourceSpec): boolean {
  return a.properties['ServiceToken'] === b.properties['ServiceToken'];
}
