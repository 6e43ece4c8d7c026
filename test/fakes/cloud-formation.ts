import { Faults } from './fault';
import { HttpAnswer, HttpRequest, HttpServer } from './http-server';

export interface StackResource {
  readonly status: string;
  readonly physicalId?: string;
}

/** AWS CloudFormation, as much of it as telling a stack's resources needs: `DescribeStackResource`. */
export class FakeCloudFormation {
  public readonly calls: string[] = [];
  public readonly faults = new Faults();
  private readonly resources = new Map<string, StackResource>();
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

  private respond({ body }: HttpRequest): HttpAnswer {
    const form = new URLSearchParams(body);
    const operation = form.get('Action') ?? '';
    this.calls.push(operation);
    const fault = this.faults.take(operation);
    if (fault?.kind === 'error') return failure(fault.status, fault.type, fault.message);
    if (fault) return 'no answer';
    if (operation !== 'DescribeStackResource') return failure(400, 'InvalidAction', operation);
    return this.describe(form.get('StackName') ?? '', form.get('LogicalResourceId') ?? '');
  }

  private describe(stackId: string, logicalId: string): HttpAnswer {
    const resource = this.resources.get(`${stackId} ${logicalId}`);
    if (!resource) {
      return failure(400, 'ValidationError', `Resource ${logicalId} does not exist for stack ${stackId}`);
    }
    const physicalId = resource.physicalId
      ? `<PhysicalResourceId>${resource.physicalId}</PhysicalResourceId>`
      : '';
    return xml(
      200,
      `<DescribeStackResourceResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">` +
        `<DescribeStackResourceResult><StackResourceDetail><StackId>${stackId}</StackId>` +
        `<LogicalResourceId>${logicalId}</LogicalResourceId>${physicalId}` +
        `<ResourceType>Custom::HostedConnectionAssociation</ResourceType>` +
        `<ResourceStatus>${resource.status}</ResourceStatus>` +
        `<LastUpdatedTimestamp>2026-01-01T00:00:00.000Z</LastUpdatedTimestamp>` +
        `</StackResourceDetail></DescribeStackResourceResult></DescribeStackResourceResponse>`,
    );
  }
}

function failure(status: number, code: string, message: string): HttpAnswer {
  return xml(
    status,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  );
}

function xml(status: number, body: string): HttpAnswer {
  return { status, contentType: 'text/xml', body };
}
