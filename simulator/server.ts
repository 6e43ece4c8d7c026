import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Answer, Result } from './answers';
import { ApiError } from './errors';
import type { DirectConnectModel } from './model';
import { CONTENT_TYPE, operationOf, refuseOtherProtocols, readInput, writeError, writeOutput } from './wire';

/** How long a stop waits for requests that are still being sent. */
const STOP_GRACE_MS = 500;

/** The model behind HTTP, on the loopback interface. */
export class ModelServer {
  private readonly server = createServer((request, response) => void this.serve(request, response));
  private readonly delayed = new Map<ServerResponse, NodeJS.Timeout>();
  private stopped?: Promise<void>;

  constructor(private readonly model: DirectConnectModel) {}

  async listen(port: number): Promise<string> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening').catch((error: unknown) => {
      throw isInUse(error)
        ? new Error(`port ${port} of 127.0.0.1 is in use: give another one, or 0 for a free one`)
        : error;
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers what is being asked, drops what was to be answered late. */
  stop(): Promise<void> {
    this.stopped ??= this.close();
    return this.stopped;
  }

  private async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const [response, timer] of this.delayed) {
      clearTimeout(timer);
      response.destroy();
    }
    this.server.closeIdleConnections();
    const grace = setTimeout(() => this.server.closeAllConnections(), STOP_GRACE_MS);
    await closed;
    clearTimeout(grace);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await text(request);
      this.deliver(this.ask(request, body), response);
    } catch {
      // The request broke off: there is nobody to answer.
      response.destroy();
    }
  }

  private ask({ method = '', url = '', headers }: IncomingMessage, body: string): Answer {
    const operation = operationOf(headers);
    try {
      refuseOtherProtocols(method, url, headers);
      return this.model.call(operation, readInput(body));
    } catch (error) {
      return this.model.refuse(operation, body, error instanceof ApiError ? error : simulatorFailure(error));
    }
  }

  private deliver(answer: Answer, response: ServerResponse): void {
    if (answer.kind === 'silence') {
      response.destroy();
      return;
    }
    const send = () => {
      this.delayed.delete(response);
      write(response, answer);
    };
    if (answer.afterMs > 0) this.delayed.set(response, setTimeout(send, answer.afterMs));
    else send();
  }
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function write(response: ServerResponse, result: Result): void {
  response.setHeader('content-type', CONTENT_TYPE).setHeader('x-amzn-requestid', randomUUID());
  switch (result.kind) {
    case 'success':
      response.writeHead(200).end(writeOutput(result.output));
      break;
    case 'failure': {
      const { status, type } = result.error;
      response.writeHead(status, { 'x-amzn-errortype': type }).end(writeError(result.error));
    }
  }
}

/** A mistake of the simulator or of a test's `matches`: it shall be seen, not waited for. */
function simulatorFailure(error: unknown): ApiError {
  return new ApiError(500, 'SimulatorFailure', error instanceof Error ? error.message : String(error));
}
