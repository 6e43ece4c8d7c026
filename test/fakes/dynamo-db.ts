import { Traps, handleUnder, resultOf } from '../../simulator';
import type { ErrorAnswer } from '../../simulator';
import { ClaimsTable } from './claims-table';
import { HttpAnswer, HttpRequest, HttpResponse, HttpServer, onTheWire } from './http-server';

/** Amazon DynamoDB on HTTP, with the one table of claims. */
export class FakeDynamoDb extends ClaimsTable {
  public readonly calls: string[] = [];
  public readonly faults = new Traps<string>();
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
    const perform = () => this.call(operation, JSON.parse(body) as object);
    const { answer } = handleUnder(this.faults.strike(operation), () => resultOf(perform));
    return onTheWire(answer, (output) => json(200, output), failure);
  }
}

function failure({ status, type, message }: ErrorAnswer): HttpResponse {
  return json(status, { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message });
}

function json(status: number, body: object): HttpResponse {
  return { status, contentType: 'application/x-amz-json-1.0', body: JSON.stringify(body) };
}
