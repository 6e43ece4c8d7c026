import { IncomingHttpHeaders, Server, createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import type { ErrorAnswer, Fault } from '../../simulator';

export interface HttpRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer, or none: the connection is then cut. */
export type HttpAnswer =
  { readonly status: number; readonly contentType: string; readonly body: string } | 'no answer';

/** A server on a free port of the loopback interface. */
export class HttpServer {
  private constructor(private readonly server: Server) {}

  public static async start(respond: (request: HttpRequest) => HttpAnswer): Promise<HttpServer> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const answer = respond({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
        if (answer === 'no answer') {
          request.socket.destroy();
          return;
        }
        response.writeHead(answer.status, { 'content-type': answer.contentType });
        response.end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new HttpServer(server);
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** What is answered to a call that a fault strikes. Nobody waits for an answer that is slow. */
export function answerUnder(
  fault: Fault | undefined,
  perform: () => HttpAnswer,
  failure: (error: ErrorAnswer) => HttpAnswer,
): HttpAnswer {
  switch (fault?.kind) {
    case undefined:
      return perform();
    case 'error':
      return failure(fault);
    case 'errorAfter':
      perform();
      return failure(fault);
    case 'lostAnswer':
    case 'slow':
      perform();
      return 'no answer';
    case 'lostRequest':
      return 'no answer';
  }
}
