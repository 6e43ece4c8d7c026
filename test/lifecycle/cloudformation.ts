import { amzDate } from '../fakes/amz-date';
import { Turns, VirtualTime, aborted } from './virtual-time';
import { AssociationSpec, CustomResourceRequest, Ending, Stack, StackResource, Template } from './stack';

/** Seconds that an association may take in the model: enough to wait out what passes, few enough to be quick. */
export const TIMEOUT_SECONDS = 600;

/** CloudFormation waits a minute longer than the handler. */
const SERVICE_TIMEOUT_MS = (TIMEOUT_SECONDS + 60) * 1000;

/** Between two operations on a stack somebody has to see the end of the first. Within one there is no such pause. */
const PAUSE_MS = 1_000;

/** What was cancelled is deleted in the same second, at the earliest. */
const CANCEL_PAUSE_MS = 50;

/** Before an update is rolled back, the stack's own status changes: the resources' next requests are of a later second. */
const ROLLBACK_PAUSE_MS = 1_000;

export interface CloudFormationEvents {
  /** CloudFormation sends a request to the provider. */
  send(request: CustomResourceRequest, event: object): void;
  /** CloudFormation stops waiting for a request. */
  ended(request: CustomResourceRequest): void;
}

/**
 * CloudFormation, as much of it as its protocol with custom resources. From its User Guide: "Custom resource request
 * types" and "response objects" (the events, the ResponseURL, which answer counts), "ServiceTimeout" of
 * AWS::CloudFormation::CustomResource, "Stack failure options" (a failure cancels what is in progress and rolls back; an
 * update is rolled back by an Update with the old properties), "DeletionPolicy" (RetainExceptOnCreate), "Update behaviors"
 * (what is no longer declared is deleted in the clean-up, after everything else), "Continue rolling back an update". As
 * observed, and written in no guide: a create that is cancelled is followed by a Delete with a made-up physical id.
 */
export class CloudFormation {
  private requests = 0;
  private stacks = 0;
  private readonly waiting = new Map<string, (ending: Ending) => void>();

  public constructor(
    private readonly time: VirtualTime,
    private readonly turns: Turns,
    private readonly events: CloudFormationEvents,
  ) {}

  public async create(name: string, template: Template): Promise<Stack> {
    this.stacks += 1;
    const id = `arn:aws:cloudformation:us-east-1:111122223333:stack/${name}/${this.stacks}`;
    const stack = new Stack(name, id, this.time.now());
    await this.time.sleep(PAUSE_MS);
    const { failed } = await this.deployAll(stack, template);
    if (failed) {
      const undone = await this.deleteAll(stack, [...stack.resources.values()], false);
      if (undone) this.dropProvider(stack);
      stack.status = undone ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED';
    } else stack.status = 'CREATE_COMPLETE';
    return stack;
  }

  public async update(stack: Stack, template: Template): Promise<void> {
    stack.status = 'IN_PROGRESS';
    await this.time.sleep(PAUSE_MS);
    const before = new Map([...stack.resources].map(([id, { spec }]) => [id, spec]));
    const { failed, touched } = await this.deployAll(stack, template);
    if (failed) return this.rollBack(stack, before, touched);
    const removed = [...stack.resources.values()].filter(
      ({ logicalId }) => !(logicalId in template.associations),
    );
    await this.deleteAll(stack, removed, true);
    stack.status = 'UPDATE_COMPLETE';
  }

  /** Tries again what a rollback could not do. */
  public async continueRollback(stack: Stack): Promise<void> {
    await this.time.sleep(PAUSE_MS);
    const failed = [...stack.resources.values()].filter(({ status }) => status === 'UPDATE_FAILED');
    const before = new Map(failed.map(({ logicalId, spec }) => [logicalId, spec]));
    await this.rollBack(stack, before, new Set(failed));
  }

  public async delete(stack: Stack): Promise<void> {
    stack.status = 'IN_PROGRESS';
    await this.time.sleep(PAUSE_MS);
    if (!(await this.deleteAll(stack, [...stack.resources.values()], true))) {
      stack.status = 'DELETE_FAILED';
      return;
    }
    this.dropProvider(stack);
    stack.status = 'DELETE_COMPLETE';
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
    const { siblingFailsAfterMs } = template;
    const cancellation = new AbortController();
    const fail = () => cancellation.abort();
    const deployments = Object.entries(template.associations).map(async ([logicalId, spec]) => {
      await this.turns.take();
      if (cancellation.signal.aborted) return;
      if (!(await this.deployOne(stack, logicalId, spec, cancellation.signal, touched))) fail();
    });
    if (siblingFailsAfterMs !== undefined) deployments.push(this.time.sleep(siblingFailsAfterMs).then(fail));
    await Promise.all(deployments);
    const failed = cancellation.signal.aborted;
    if (failed) await this.time.sleep(CANCEL_PAUSE_MS);
    return { failed, touched };
  }

  private async deployOne(
    stack: Stack,
    logicalId: string,
    spec: AssociationSpec,
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
  private async rollBack(
    stack: Stack,
    before: ReadonlyMap<string, AssociationSpec>,
    touched: ReadonlySet<StackResource>,
  ): Promise<void> {
    stack.status = 'IN_PROGRESS';
    await this.time.sleep(ROLLBACK_PAUSE_MS);
    const reverts = [...touched].flatMap((resource) => {
      const spec = before.get(resource.logicalId);
      return spec ? [this.revert(stack, resource, spec)] : [];
    });
    if ((await Promise.all(reverts)).includes(false)) {
      stack.status = 'UPDATE_ROLLBACK_FAILED';
      return;
    }
    const created = [...touched].filter(({ logicalId }) => !before.has(logicalId));
    await this.deleteAll(stack, created, false);
    stack.status = 'UPDATE_ROLLBACK_COMPLETE';
  }

  private async revert(stack: Stack, resource: StackResource, spec: AssociationSpec): Promise<boolean> {
    const ending = await this.request(stack, resource, 'Update', spec);
    const success = ending.kind === 'answered' && ending.success;
    resource.status = success ? 'UPDATE_COMPLETE' : 'UPDATE_FAILED';
    resource.spec = spec;
    return success;
  }

  private async deleteAll(stack: Stack, resources: StackResource[], mayRetain: boolean): Promise<boolean> {
    const deleted = await Promise.all(
      resources.map(async (resource) => {
        if (mayRetain && resource.spec.retain) {
          stack.resources.delete(resource.logicalId);
          return true;
        }
        await this.turns.take();
        return this.deleteOne(stack, resource);
      }),
    );
    return !deleted.includes(false);
  }

  private async deleteOne(stack: Stack, resource: StackResource): Promise<boolean> {
    resource.physicalId ??= `${stack.name}-${resource.logicalId}-MADEUP`;
    const ending = await this.request(stack, resource, 'Delete', resource.spec);
    const success = ending.kind === 'answered' && ending.success;
    if (success) stack.resources.delete(resource.logicalId);
    resource.status = success ? 'DELETE_COMPLETE' : 'DELETE_FAILED';
    return success;
  }

  private async request(
    stack: Stack,
    resource: StackResource,
    type: CustomResourceRequest['type'],
    spec: AssociationSpec,
    cancelled?: AbortSignal,
  ): Promise<Ending> {
    this.requests += 1;
    const requestId = `request-${this.requests}`;
    const request: CustomResourceRequest = {
      requestId,
      type,
      stack,
      resource,
      spec,
      sentAt: this.time.now(),
    };
    resource.status = `${type.toUpperCase()}_IN_PROGRESS`;
    resource.active = request;
    const ending = new Promise<Ending>((resolve) => this.waiting.set(requestId, resolve));
    this.events.send(request, eventOf(request));
    const how = await Promise.race<Ending>([
      ending,
      aborted(cancelled).then(() => ({ kind: 'cancelled' })),
      this.time.sleep(SERVICE_TIMEOUT_MS).then(() => ({ kind: 'no response' })),
    ]);
    this.waiting.delete(requestId);
    resource.active = undefined;
    request.ended = { at: this.time.now(), how };
    this.events.ended(request);
    return how;
  }

  private dropProvider(stack: Stack): void {
    stack.table = undefined;
  }
}

function same(a: AssociationSpec, b: AssociationSpec): boolean {
  return (
    a.connectionId === b.connectionId &&
    a.parentId === b.parentId &&
    a.originalParentId === b.originalParentId
  );
}

function eventOf({ requestId, type, stack, resource, spec, sentAt }: CustomResourceRequest): object {
  const properties = {
    ServiceToken: 'arn:aws:lambda:us-east-1:111122223333:function:framework-onEvent',
    connectionId: spec.connectionId,
    parentConnectionId: spec.parentId,
    ...(spec.originalParentId === undefined ? {} : { originalParentConnectionId: spec.originalParentId }),
    waitForAvailable: 'false',
    timeoutSeconds: String(TIMEOUT_SECONDS),
  };
  return {
    RequestType: type,
    RequestId: requestId,
    StackId: stack.id,
    ResponseURL: `https://response.s3.amazonaws.com/${requestId}?X-Amz-Date=${amzDate(sentAt)}&X-Amz-Expires=7200&X-Amz-Signature=secret`,
    ResourceType: 'Custom::HostedConnectionAssociation',
    LogicalResourceId: resource.logicalId,
    ResourceProperties: properties,
    ...(type === 'Create' ? {} : { PhysicalResourceId: resource.physicalId }),
    ...(type === 'Update' ? { OldResourceProperties: properties } : {}),
  };
}
