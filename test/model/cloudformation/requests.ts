import { amzDate } from '../../fakes/amz-date';
import { VirtualTime, aborted } from '../aws/virtual-time';
import type { Behavior } from './behavior';
import type { CustomResourceRequest, Ending, ResourceSpec, Stack, StackResource } from './stack';

export interface CloudFormationEvents {
  /** CloudFormation sends a request to the provider. */
  send(request: CustomResourceRequest, event: object): void;
  /** CloudFormation stops waiting for a request. */
  ended(request: CustomResourceRequest): void;
}

const SIGNED_URL_SECONDS = 7200;

/** The requests to custom resources' providers, each until its answer, its cancellation or its timeout. */
export class Requests {
  private count = 0;
  private readonly waiting = new Map<string, (ending: Ending) => void>();

  public constructor(
    private readonly time: VirtualTime,
    private readonly events: CloudFormationEvents,
    private readonly behavior: Behavior,
  ) {}

  /** What a PUT to a ResponseURL does. One that CloudFormation does not wait for is ignored. */
  public answer(requestId: string, answer: Omit<Extract<Ending, { kind: 'answered' }>, 'kind'>): void {
    this.waiting.get(requestId)?.({ kind: 'answered', ...answer });
  }

  public async send(
    stack: Stack,
    resource: StackResource,
    type: CustomResourceRequest['type'],
    spec: ResourceSpec,
    cancelled?: AbortSignal,
  ): Promise<Ending> {
    const request = this.next(stack, resource, type, spec);
    const { requestId } = request;
    resource.active = request;
    resource.last = request;
    const ending = new Promise<Ending>((resolve) => this.waiting.set(requestId, resolve));
    this.events.send(request, eventOf(request, this.signedUrl(requestId)));
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

  private next(
    stack: Stack,
    resource: StackResource,
    type: CustomResourceRequest['type'],
    spec: ResourceSpec,
  ): CustomResourceRequest {
    this.count += 1;
    const requestId = `request-${this.count}`;
    return {
      requestId,
      requestIdTold: this.requestIdTold(requestId, type, stack, resource),
      type,
      stack,
      resource,
      spec,
      sentAt: this.time.now(),
      isRollback: stack.isRollingBack,
    };
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

  /** Signed by one machine or another, each with its own clock. */
  private signedUrl(requestId: string): string {
    const { skewsMs, signatures } = this.behavior;
    const signedAt = this.time.now() + (skewsMs[this.count % skewsMs.length] ?? 0);
    const url = `https://response.s3.amazonaws.com/${requestId}`;
    if (signatures[this.count % signatures.length] === 'V2') {
      const expires = Math.floor(signedAt / 1000) + SIGNED_URL_SECONDS;
      return `${url}?AWSAccessKeyId=AKIAEXAMPLE&Expires=${expires}&Signature=secret`;
    }
    return `${url}?X-Amz-Date=${amzDate(signedAt)}&X-Amz-Expires=${SIGNED_URL_SECONDS}&X-Amz-Signature=secret`;
  }
}

/** How long CloudFormation waits for an answer. */
function serviceTimeoutMs({ properties }: ResourceSpec): number {
  return Number(properties['ServiceTimeout'] ?? 3600) * 1000;
}

function eventOf(
  { requestIdTold, type, stack, resource, spec }: CustomResourceRequest,
  responseUrl: string,
): object {
  return {
    RequestType: type,
    RequestId: requestIdTold,
    StackId: stack.id,
    ResponseURL: responseUrl,
    ResourceType: spec.type,
    LogicalResourceId: resource.logicalId,
    ResourceProperties: spec.properties,
    ...(type === 'Create' ? {} : { PhysicalResourceId: resource.physicalId }),
    ...(type === 'Update' ? { OldResourceProperties: resource.spec.properties } : {}),
  };
}
