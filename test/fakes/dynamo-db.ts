import { ClaimsTable } from './claims-table';
import { Fault, Faults } from './fault';
import { HttpAnswer, HttpRequest, HttpServer } from './http-server';
import { Refusal } from './refusal';

/** Amazon DynamoDB on HTTP, with the one table of claims. */
export class FakeDynamoDb extends ClaimsTable {
  public readonly calls: string[] = [];
  public readonly faults = new Faults();
  private server: HttpServer | undefined;

  public async start(): Promise<string> {
    this.server = await HttpServer.start((request) => this.respond(request));
    return this.server.url;
  }

  public async stop(): Promise<void> {
    await this.server?.stop();
  }

  private respond({ headers, body }: HttpRequest): HttpAnswer {
    const operation = String(headers['x-amz-target']).replace('DynamoDB_20120810.', '');
    this.calls.push(operation);
    const fault = this.faults.take(operation);
    if (fault?.kind === 'error') return failure(fault);
    try {
      const answer = this.call(operation, JSON.parse(body) as object);
      return fault ? 'no answer' : json(200, answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return failure({ status: 400, type: error.type, message: error.message });
    }
  }
}

function failure({ status, type, message }: Omit<Extract<Fault, { kind: 'error' }>, 'kind'>): HttpAnswer {
  return json(status, { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message });
}

function json(status: number, body: object): HttpAnswer {
  return { status, contentType: 'application/x-amz-json-1.0', body: JSON.stringify(body) };
}
