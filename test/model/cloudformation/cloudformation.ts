import { isDeepStrictEqual } from 'node:util';
import { amzDate } from '../../fakes/amz-date';
import { inOrder, reversed } from './order';
import {
  CustomResourceRequest,
  Ending,
  Provider,
  ResourceSpec,
  Rollback,
  Stack,
  StackResource,
  Template,
} from './stack';
import { Turns, VirtualTime, aborted, newSignal } from '../aws/virtual-time';

/** Between two operations on a stack somebody has to see the end of the first. Within one there is no such pause. */
const PAUSE_MS = 1_000;

/** What was cancelled is deleted in the same second, at the earliest. */
const CANCEL_PAUSE_MS = 50;

/** Before an update is rolled back, the stack's own status changes: the resources' next requests are of a later second. */
const ROLLBACK_PAUSE_MS = 1_000;

/** How often the delete of a clean-up is tried before the stack forgets the resource. */
const CLEAN_UP_TRIES = 3;

/** What is not known of CloudFormation, and so may be one way or the other. */
export interface Behavior {
  /** Whether it says in the middle of a create that there is no such resource. */
  readonly hidesCreates: boolean;
  /** Whether it still tells of the resources of a stack that is deleted. */
  readonly remembersDeleted: boolean;
  /** Whether a retry, or a rollback, has the RequestId of the request before. */
  readonly repeatsRequestIds: boolean;
}

const KIND: Behavior = { hidesCreates: false, remembersDeleted: true, repeatsRequestIds: false };

export interface CloudFormationEvents {
  /** CloudFormation sends a request to the provider. */
  send(request: CustomResourceRequest, event: object): void;
  /** CloudFormation stops waiting for a request. */
  ended(request: CustomResourceRequest): void;
}

/**
 * CloudFormation, as much of it as its protocol with custom resources. From its User Guide: "Custom resource request
 * types" and "response objects" (the events, the ResponseURL, which answer counts), "ServiceTimeout" of
 * AWS::CloudFormation::CustomResource, "DependsOn attribute" (what a resource depends on is complete before it is begun,
 * and is deleted after it), "Stack failure options" (a failure cancels what is in progress and rolls back; an
 * update is rolled back by an Update with the old properties), "DeletionPolicy" (RetainExceptOnCreate), "Update behaviors"
 * (what is no longer declared is deleted in the clean-up, after everything else), "Continue rolling back an update". As
 * observed, and written in no guide: a create that is cancelled is followed by a Delete with a made-up physical id; the
 * rollback of an update is an update to the template before, in that template's order.
 */
export class CloudFormation {
  /** The provider that every stack uses which has none of its own. It stands in another stack. */
  public readonly provider = new Provider();
  private requests = 0;
  private readonly stacks = new Map<string, Stack>();
  private readonly waiting = new Map<string, (ending: Ending) => void>();

  public constructor(
    private readonly time: VirtualTime,
    private readonly turns: Turns,
    private readonly events: CloudFormationEvents,
    private readonly behavior: Behavior = KIND,
  ) {}

  public async create(name: string, template: Template): Promise<Stack> {
    const { hasOwnProvider = false } = template;
    const provider = hasOwnProvider ? new Provider() : this.provider;
    const id = `arn:aws:cloudformation:us-east-1:111122223333:stack/${name}/${this.stacks.size + 1}`;
    const stack = new Stack(name, id, this.time.now(), provider, hasOwnProvider);
    this.stacks.set(id, stack);
    await this.time.sleep(PAUSE_MS);
    const { failed } = await this.deployAll(stack, template);
    if (failed) {
      stack.status = 'ROLLBACK_IN_PROGRESS';
      const undone = await this.deleteAll(stack, [...stack.resources.values()], false);
      this.dropOwnProvider(stack);
      stack.status = undone ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED';
    } else stack.status = 'CREATE_COMPLETE';
    return stack;
  }

  public async update(stack: Stack, template: Template): Promise<void> {
    stack.status = 'UPDATE_IN_PROGRESS';
    await this.time.sleep(PAUSE_MS);
    const before = new Map([...stack.resources].map(([id, { spec }]) => [id, spec]));
    const { failed, touched } = await this.deployAll(stack, template);
    if (failed) return this.rollBack(stack, { before, touched });
    stack.status = 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS';
    const removed = [...stack.resources.values()].filter(
      ({ logicalId }) => !(logicalId in template.resources),
    );
    await this.cleanUp(stack, removed, true);
    stack.status = 'UPDATE_COMPLETE';
  }

  /** Tries again what a rollback could not do. */
  public async continueRollback(stack: Stack): Promise<void> {
    await this.time.sleep(PAUSE_MS);
    if (stack.unfinished) await this.rollBack(stack, stack.unfinished);
  }

  public async delete(stack: Stack): Promise<void> {
    stack.status = 'DELETE_IN_PROGRESS';
    await this.time.sleep(PAUSE_MS);
    const isDeleted = await this.deleteAll(stack, [...stack.resources.values()], true);
    this.dropOwnProvider(stack);
    stack.status = isDeleted ? 'DELETE_COMPLETE' : 'DELETE_FAILED';
  }

  /** Stack refactoring: a resource turns up under another stack and logical id, and nobody is told. */
  public refactor(from: Stack, logicalId: string, to: Stack, newLogicalId: string): void {
    const resource = from.resources.get(logicalId);
    if (resource === undefined || to.resources.has(newLogicalId)) return;
    from.resources.delete(logicalId);
    to.resources.set(newLogicalId, { ...resource, logicalId: newLogicalId });
  }

  /** A stack by its id. */
  public stack(stackId: string): Stack | undefined {
    return this.stacks.get(stackId);
  }

  /** What it says of a resource: `undefined` stands for "does not exist". */
  public describe(stackId: string, logicalId: string): StackResource | undefined {
    const stack = this.stacks.get(stackId);
    const { hidesCreates, remembersDeleted } = this.behavior;
    const resource =
      stack?.resources.get(logicalId) ?? (remembersDeleted ? stack?.deleted.get(logicalId) : undefined);
    return hidesCreates && resource?.status === 'CREATE_IN_PROGRESS' ? undefined : resource;
  }

  /** What a PUT to a ResponseURL does. One that CloudFormation does not wait for is ignored. */
  public answer(requestId: string, answer: Omit<Extract<Ending, { kind: 'answered' }>, 'kind'>): void {
    this.waiting.get(requestId)?.({ kind: 'answered', ...answer });
  }

  /** Resources of the stack that are created or updated, side by side; the first failure cancels the others. */
  private async deployAll(
    stack: Stack,
    template: Template,
  ): Promise<{ failed: boolean; touched: Set<StackResource> }> {
    const touched = new Set<StackResource>();
    const { resources, siblingFailsAfterMs } = template;
    const cancellation = newSignal();
    const fail = () => cancellation.abort();
    const deploy = async (logicalId: string): Promise<boolean> => {
      await this.turns.take();
      const spec = resources[logicalId];
      if (spec === undefined || cancellation.signal.aborted) return false;
      const success = await this.deployOne(stack, logicalId, spec, cancellation.signal, touched);
      if (!success) fail();
      return success;
    };
    const sibling =
      siblingFailsAfterMs === undefined ? undefined : this.time.sleep(siblingFailsAfterMs).then(fail);
    const dependencies = (logicalId: string) => resources[logicalId]?.dependsOn ?? [];
    await Promise.all([inOrder(Object.keys(resources), dependencies, deploy), sibling]);
    const failed = cancellation.signal.aborted;
    if (failed) await this.time.sleep(CANCEL_PAUSE_MS);
    return { failed, touched };
  }

  private async deployOne(
    stack: Stack,
    logicalId: string,
    spec: ResourceSpec,
    cancelled: AbortSignal,
    touched: Set<StackResource>,
  ): Promise<boolean> {
    const existing = stack.resources.get(logicalId);
    if (existing && same(existing.spec, spec)) {
      existing.spec = spec;
      return true;
    }
    const resource = existing ?? { logicalId, status: '', physicalId: undefined, spec };
    stack.resources.set(logicalId, resource);
    touched.add(resource);
    const type = existing ? 'Update' : 'Create';
    const ending = await this.request(stack, resource, type, spec, cancelled);
    const success = ending.kind === 'answered' && ending.success;
    resource.status = `${type.toUpperCase()}_${success ? 'COMPLETE' : 'FAILED'}`;
    if (ending.kind === 'answered' && !existing) resource.physicalId = ending.physicalId;
    if (success) resource.spec = spec;
    return success;
  }

  /** Back to the properties before; then what the update had created is deleted. */
  private async rollBack(stack: Stack, { before, touched }: Rollback): Promise<void> {
    stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    await this.time.sleep(ROLLBACK_PAUSE_MS);
    const all = [...stack.resources.values()].filter(({ logicalId }) => before.has(logicalId));
    const dependencies = ({ logicalId }: StackResource) => named(stack, before.get(logicalId)?.dependsOn);
    const results = await inOrder(all, dependencies, async (resource) => {
      const spec = before.get(resource.logicalId) ?? resource.spec;
      if (touched.has(resource)) return this.revert(stack, resource, spec);
      resource.spec = spec;
      return true;
    });
    const created = [...touched].filter(({ logicalId }) => !before.has(logicalId));
    const undone = all.filter((resource) => results.get(resource) !== true);
    if (undone.length > 0) {
      stack.unfinished = {
        before,
        touched: new Set([...undone, ...created].filter((each) => touched.has(each))),
      };
      stack.status = 'UPDATE_ROLLBACK_FAILED';
      return;
    }
    stack.unfinished = undefined;
    stack.status = 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS';
    await this.cleanUp(stack, created, false);
    stack.status = 'UPDATE_ROLLBACK_COMPLETE';
  }

  private async revert(stack: Stack, resource: StackResource, spec: ResourceSpec): Promise<boolean> {
    const ending = await this.request(stack, resource, 'Update', spec);
    const success = ending.kind === 'answered' && ending.success;
    resource.status = success ? 'UPDATE_COMPLETE' : 'UPDATE_FAILED';
    resource.spec = spec;
    return success;
  }

  /** What could not be deleted after three tries, the stack forgets. */
  private async cleanUp(stack: Stack, resources: StackResource[], mayRetain: boolean): Promise<void> {
    let left = resources;
    for (let tries = 0; tries < CLEAN_UP_TRIES && left.length > 0; tries += 1) {
      await this.deleteAll(stack, left, mayRetain);
      left = left.filter(({ logicalId }) => stack.resources.has(logicalId));
    }
    for (const { logicalId } of left) stack.resources.delete(logicalId);
  }

  /**
   * Each after those that depend on it, and also after those of them that failed. Whether those stand between two of them that stay is
   * not known to matter.
   */
  private async deleteAll(stack: Stack, resources: StackResource[], mayRetain: boolean): Promise<boolean> {
    const dependencies = ({ spec }: StackResource) => named(stack, spec.dependsOn);
    const deleteInTurn = async (resource: StackResource): Promise<boolean> => {
      if (mayRetain && resource.spec.retain) {
        stack.resources.delete(resource.logicalId);
        return true;
      }
      await this.turns.take();
      return this.deleteOne(stack, resource);
    };
    const deleted = await inOrder(resources, reversed(resources, dependencies), deleteInTurn, 'go on');
    return resources.every((resource) => deleted.get(resource) === true);
  }

  private async deleteOne(stack: Stack, resource: StackResource): Promise<boolean> {
    resource.physicalId ??= `${stack.name}-${resource.logicalId}-MADEUP`;
    const ending = await this.request(stack, resource, 'Delete', resource.spec);
    const success = ending.kind === 'answered' && ending.success;
    resource.status = success ? 'DELETE_COMPLETE' : 'DELETE_FAILED';
    if (success) {
      stack.resources.delete(resource.logicalId);
      stack.deleted.set(resource.logicalId, resource);
    }
    return success;
  }

  private async request(
    stack: Stack,
    resource: StackResource,
    type: CustomResourceRequest['type'],
    spec: ResourceSpec,
    cancelled?: AbortSignal,
  ): Promise<Ending> {
    this.requests += 1;
    const requestId = `request-${this.requests}`;
    const request: CustomResourceRequest = {
      requestId,
      requestIdTold: this.requestIdTold(requestId, type, stack, resource),
      type,
      stack,
      resource,
      spec,
      sentAt: this.time.now(),
      isRollback: stack.isRollingBack,
    };
    resource.status = `${type.toUpperCase()}_IN_PROGRESS`;
    resource.active = request;
    resource.last = request;
    const ending = new Promise<Ending>((resolve) => this.waiting.set(requestId, resolve));
    this.events.send(request, eventOf(request));
    const how = await Promise.race<Ending>([
      ending,
      aborted(cancelled).then(() => ({ kind: 'cancelled' })),
      this.time.sleep(serviceTimeoutMs(spec)).then(() => ({ kind: 'no response' })),
    ]);
    this.waiting.delete(requestId);
    resource.active = undefined;
    request.ended = { at: this.time.now(), how };
    this.events.ended(request);
    return how;
  }

  /** A retry of a delete, or the update that rolls one back, may come as the same request. */
  private requestIdTold(
    requestId: string,
    type: CustomResourceRequest['type'],
    stack: Stack,
    { last }: StackResource,
  ): string {
    const mayRepeat = this.behavior.repeatsRequestIds && (type === 'Delete' || stack.isRollingBack);
    return mayRepeat && last?.type === type ? last.requestIdTold : requestId;
  }

  /** Also after a delete that failed: what the resource depends on is deleted all the same. */
  private dropOwnProvider(stack: Stack): void {
    if (stack.hasOwnProvider) stack.provider.isGone = true;
  }
}

/** The resources of the stack with these logical ids. */
function named(stack: Stack, logicalIds: readonly string[] = []): StackResource[] {
  return logicalIds.flatMap((logicalId) => stack.resources.get(logicalId) ?? []);
}

function same(a: ResourceSpec, b: ResourceSpec): boolean {
  return a.type === b.type && isDeepStrictEqual(a.properties, b.properties);
}

/** How long CloudFormation waits for an answer. */
function serviceTimeoutMs({ properties }: ResourceSpec): number {
  return Number(properties['ServiceTimeout'] ?? 3600) * 1000;
}

function eventOf({
  requestId,
  requestIdTold,
  type,
  stack,
  resource,
  spec,
  sentAt,
}: CustomResourceRequest): object {
  return {
    RequestType: type,
    RequestId: requestIdTold,
    StackId: stack.id,
    ResponseURL: `https://response.s3.amazonaws.com/${requestId}?X-Amz-Date=${amzDate(sentAt)}&X-Amz-Expires=7200&X-Amz-Signature=secret`,
    ResourceType: spec.type,
    LogicalResourceId: resource.logicalId,
    ResourceProperties: spec.properties,
    ...(type === 'Create' ? {} : { PhysicalResourceId: resource.physicalId }),
    ...(type === 'Update' ? { OldResourceProperties: resource.spec.properties } : {}),
  };
}
