import { ApiError, Traps, handleUnder, resultOf } from '../../simulator';
import type { ErrorAnswer } from '../../simulator';
import { HttpAnswer, HttpRequest, HttpResponse, HttpServer, onTheWire } from './http-server';

export interface StackResource {
  readonly status: string;
  readonly physicalId?: string;
  /** Default: that of an association. */
  readonly type?: string;
  readonly reason?: string;
}

/** An event of a stack; without a logical id it is of the stack itself. */
export interface FakeStackEvent {
  readonly status: string;
  /** In milliseconds. */
  readonly at: number;
  readonly logicalId?: string;
  readonly type?: string;
  readonly physicalId?: string;
  readonly reason?: string;
}

/** The real one has 100. */
const EVENTS_IN_A_PAGE = 3;

/** What an operation answers: the inside of its result, in XML. */
interface Description {
  readonly operation: string;
  readonly result: string;
}

/**
 * AWS CloudFormation, as much of it as telling of a stack needs: `DescribeStackResource` and `DescribeStacks`, and for those
 * who look at it as a whole `ListStackResources`, `GetTemplate`, `ListExports`, `ListStacks` and `DescribeStackEvents`.
 */
export class FakeCloudFormation {
  public readonly calls: string[] = [];
  public readonly faults = new Traps<string>();
  private readonly resources = new Map<string, StackResource>();
  private readonly stacks = new Map<string, string>();
  private readonly templates = new Map<string, string>();
  private readonly parents = new Map<string, string>();
  private readonly exports = new Map<string, string>();
  private readonly events = new Map<string, string[]>();
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

  /** The same, if it has that status now. */
  public changeStack(stackId: string, from: string, to: string): void {
    if (this.stacks.get(stackId) === from) this.setStack(stackId, to);
  }

  /** The stack is nested in that one. */
  public nest(stackId: string, parentId: string): void {
    this.parents.set(stackId, parentId);
  }

  /** The template of the stack from now on. */
  public setTemplate(stackId: string, template: object | string): void {
    this.templates.set(stackId, typeof template === 'string' ? template : JSON.stringify(template));
  }

  /** Adds an event to those of a stack; one of the stack itself is its status from now on. */
  public addEvent(
    stackId: string,
    { status, at, logicalId, type, physicalId, reason }: FakeStackEvent,
  ): void {
    const name = stackId.split('/')[1] ?? '';
    const events = this.events.get(stackId) ?? [];
    const member =
      `<member><StackId>${stackId}</StackId><StackName>${name}</StackName><EventId>${name}-${events.length}</EventId>` +
      `<LogicalResourceId>${logicalId ?? name}</LogicalResourceId>` +
      `<PhysicalResourceId>${logicalId === undefined ? stackId : (physicalId ?? '')}</PhysicalResourceId>` +
      `<ResourceType>${logicalId === undefined ? 'AWS::CloudFormation::Stack' : (type ?? 'Custom::HostedConnectionAssociation')}</ResourceType>` +
      `<ResourceStatus>${status}</ResourceStatus>` +
      (reason === undefined ? '' : `<ResourceStatusReason>${escaped(reason)}</ResourceStatusReason>`) +
      `<Timestamp>${new Date(at).toISOString()}</Timestamp></member>`;
    this.events.set(stackId, [...events, member]);
    if (logicalId === undefined) this.setStack(stackId, status);
  }

  public setExport(name: string, value: string): void {
    this.exports.set(name, value);
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
        return this.describeStack(this.idOf(stackId));
      case 'ListStackResources':
        return this.listResources(this.idOf(stackId));
      case 'GetTemplate':
        return this.getTemplate(this.idOf(stackId));
      case 'ListExports':
        return this.listExports();
      case 'ListStacks':
        return this.listStacks(form);
      case 'DescribeStackEvents':
        return this.describeEvents(stackId, Number(form.get('NextToken') ?? 0));
      default:
        throw new ApiError(400, 'InvalidAction', operation);
    }
  }

  private describeStack(stackId: string): Description {
    const status = this.stacks.get(stackId);
    if (!status) throw noSuchStack(stackId);
    const parentId = this.parents.get(stackId);
    return {
      operation: 'DescribeStacks',
      result:
        `<Stacks><member><StackId>${stackId}</StackId><StackName>Partner</StackName>` +
        `<CreationTime>2026-01-01T00:00:00.000Z</CreationTime>` +
        (parentId === undefined ? '' : `<ParentId>${parentId}</ParentId><RootId>${parentId}</RootId>`) +
        `<StackStatus>${status}</StackStatus></member></Stacks>`,
    };
  }

  /** A stack that exists is found by its name as well. */
  private idOf(nameOrId: string): string {
    const known = [...this.stacks.keys(), ...this.templates.keys()];
    return known.find((id) => id.split('/')[1] === nameOrId) ?? nameOrId;
  }

  private listResources(stackId: string): Description {
    const found = [...this.resources].filter(([key]) => key.startsWith(`${stackId} `));
    if (found.length === 0 && !this.stacks.has(stackId)) throw noSuchStack(stackId);
    const members = found.map(([key, resource]) => summaryOf(key.slice(stackId.length + 1), resource));
    const summaries = members.map((member) => `<member>${member}</member>`).join('');
    return {
      operation: 'ListStackResources',
      result: `<StackResourceSummaries>${summaries}</StackResourceSummaries>`,
    };
  }

  private getTemplate(stackId: string): Description {
    const template = this.templates.get(stackId);
    if (template === undefined) throw noSuchStack(stackId);
    return {
      operation: 'GetTemplate',
      result: `<TemplateBody>${escaped(template)}</TemplateBody>`,
    };
  }

  private listExports(): Description {
    const members = [...this.exports].map(
      ([name, value]) => `<member><Name>${name}</Name><Value>${escaped(value)}</Value></member>`,
    );
    return { operation: 'ListExports', result: `<Exports>${members.join('')}</Exports>` };
  }

  /** Of the stacks that have events, those in one of the statuses that are asked for. */
  private listStacks(form: URLSearchParams): Description {
    const wanted = [...form]
      .filter(([name]) => name.startsWith('StackStatusFilter.'))
      .map(([, value]) => value);
    const members = [...this.events.keys()]
      .filter((id) => wanted.includes(this.stacks.get(id) ?? ''))
      .map(
        (id) =>
          `<member><StackId>${id}</StackId><StackName>${id.split('/')[1] ?? ''}</StackName>` +
          `<CreationTime>2026-01-01T00:00:00.000Z</CreationTime><StackStatus>${this.stacks.get(id) ?? ''}</StackStatus></member>`,
      );
    return {
      operation: 'ListStacks',
      result: `<StackSummaries>${members.join('')}</StackSummaries>`,
    };
  }

  /** The newest first. A stack that has been deleted is found by its id alone. */
  private describeEvents(nameOrId: string, start: number): Description {
    const isNamed = (id: string) =>
      id.split('/')[1] === nameOrId && this.stacks.get(id) !== 'DELETE_COMPLETE';
    const stackId = [...this.events.keys()].findLast((id) => id === nameOrId || isNamed(id));
    const events = (this.events.get(stackId ?? '') ?? []).toReversed();
    if (stackId === undefined) throw noSuchStack(nameOrId);
    const end = start + EVENTS_IN_A_PAGE;
    const next = end < events.length ? `<NextToken>${end}</NextToken>` : '';
    return {
      operation: 'DescribeStackEvents',
      result: `<StackEvents>${events.slice(start, end).join('')}</StackEvents>${next}`,
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

function noSuchStack(stackId: string): ApiError {
  return new ApiError(400, 'ValidationError', `Stack with id ${stackId} does not exist`);
}

function summaryOf(logicalId: string, resource: StackResource): string {
  const { status, physicalId, type = 'Custom::HostedConnectionAssociation', reason } = resource;
  return (
    `<LogicalResourceId>${logicalId}</LogicalResourceId>` +
    (physicalId === undefined ? '' : `<PhysicalResourceId>${physicalId}</PhysicalResourceId>`) +
    `<ResourceType>${type}</ResourceType><ResourceStatus>${status}</ResourceStatus>` +
    (reason === undefined ? '' : `<ResourceStatusReason>${escaped(reason)}</ResourceStatusReason>`) +
    `<LastUpdatedTimestamp>2026-01-01T00:00:00.000Z</LastUpdatedTimestamp>`
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
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
