import { ApiError, Traps, handleUnder, resultOf } from '../../simulator';
import type { ErrorAnswer } from '../../simulator';
import { HttpAnswer, HttpRequest, HttpResponse, HttpServer, onTheWire } from './http-server';

export interface StackResource {
  readonly status: string;
  readonly physicalId?: string;
}

/** What an operation answers: the inside of its result, in XML. */
interface Description {
  readonly operation: string;
  readonly result: string;
}

/** AWS CloudFormation, as much of it as telling of a stack needs: `DescribeStackResource` and `DescribeStacks`. */
export class FakeCloudFormation {
  public readonly calls: string[] = [];
  public readonly faults = new Traps<string>();
  private readonly resources = new Map<string, StackResource>();
  private readonly stacks = new Map<string, string>();
  private server: HttpServer | undefined;

  public async start(): Promise<string> {
    this.server = await HttpServer.start((request) => this.respond(request));
    return this.server.url;
  }

  public async stop(): Promise<void> {
    await this.server?.stop();
  }

  /** What is told of a resource from now on. */
  public setResource(stackId: string, logicalId: string, resource: StackResource): void {
    this.resources.set(`${stackId} ${logicalId}`, resource);
  }

  /** From now on there is no such resource. */
  public forget(stackId: string, logicalId: string): void {
    this.resources.delete(`${stackId} ${logicalId}`);
  }

  /** The stack's status from now on. */
  public setStack(stackId: string, status: string): void {
    this.stacks.set(stackId, status);
  }

  private respond({ body }: HttpRequest): HttpAnswer {
    const form = new URLSearchParams(body);
    const operation = form.get('Action') ?? '';
    this.calls.push(operation);
    const perform = () => this.describe(operation, form);
    const { answer } = handleUnder(this.faults.strike(operation), () => resultOf(perform));
    return onTheWire(answer, success, failure);
  }

  private describe(operation: string, form: URLSearchParams): Description {
    const stackId = form.get('StackName') ?? '';
    switch (operation) {
      case 'DescribeStackResource':
        return this.describeResource(stackId, form.get('LogicalResourceId') ?? '');
      case 'DescribeStacks':
        return this.describeStack(stackId);
      default:
        throw new ApiError(400, 'InvalidAction', operation);
    }
  }

  private describeStack(stackId: string): Description {
    const status = this.stacks.get(stackId);
    if (!status) throw new ApiError(400, 'ValidationError', `Stack with id ${stackId} does not exist`);
    return {
      operation: 'DescribeStacks',
      result:
        `<Stacks><member><StackId>${stackId}</StackId><StackName>Partner</StackName>` +
        `<CreationTime>2026-01-01T00:00:00.000Z</CreationTime>` +
        `<StackStatus>${status}</StackStatus></member></Stacks>`,
    };
  }

  private describeResource(stackId: string, logicalId: string): Description {
    const resource = this.resources.get(`${stackId} ${logicalId}`);
    if (!resource)
      throw new ApiError(400, 'ValidationError', `Resource ${logicalId} does not exist for stack ${stackId}`);
    const physicalId = resource.physicalId
      ? `<PhysicalResourceId>${resource.physicalId}</PhysicalResourceId>`
      : '';
    return {
      operation: 'DescribeStackResource',
      result:
        `<StackResourceDetail><StackId>${stackId}</StackId>` +
        `<LogicalResourceId>${logicalId}</LogicalResourceId>${physicalId}` +
        `<ResourceType>Custom::HostedConnectionAssociation</ResourceType>` +
        `<ResourceStatus>${resource.status}</ResourceStatus>` +
        `<LastUpdatedTimestamp>2026-01-01T00:00:00.000Z</LastUpdatedTimestamp>` +
        `</StackResourceDetail>`,
    };
  }
}

function success({ operation, result }: Description): HttpResponse {
  const namespace = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';
  return xml(
    200,
    `<${operation}Response xmlns="${namespace}"><${operation}Result>${result}</${operation}Result></${operation}Response>`,
  );
}

function failure({ status, type, message }: ErrorAnswer): HttpResponse {
  return xml(
    status,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${type}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  );
}

function xml(status: number, body: string): HttpResponse {
  return { status, contentType: 'text/xml', body };
}
