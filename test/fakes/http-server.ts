import { IncomingHttpHeaders, Server, createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import type { Answer, ErrorAnswer } from '../../simulator';

export interface HttpRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** An answer, now or late, or none: the connection is then cut. */
export type HttpAnswer = (HttpResponse & { readonly afterMs: number }) | 'no answer';

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
        const send = () =>
          response.writeHead(answer.status, { 'content-type': answer.contentType }).end(answer.body);
        if (answer.afterMs > 0) setTimeout(send, answer.afterMs).unref();
        else send();
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

/** An answer as a service puts it on the wire. */
export function onTheWire<T extends object>(
  answer: Answer<T>,
  success: (output: T) => HttpResponse,
  failure: (error: ErrorAnswer) => HttpResponse,
): HttpAnswer {
  switch (answer.kind) {
    case 'success':
      return { ...success(answer.output), afterMs: answer.afterMs };
    case 'failure':
      return { ...failure(answer.error), afterMs: answer.afterMs };
    case 'silence':
      return 'no answer';
  }
}
