import { retryMiddleware } from '@smithy/core/retry';
import type { RetryStrategyV2 } from '@smithy/types';
import type { Kept } from '../../../lambda/direct-connect/kept';
import type { Input } from '../../../simulator';

type Send = (operation: string, input: Input, signal: AbortSignal | undefined) => Promise<object>;

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Input;
}

/** A client of the SDK without the wire: its own middleware repeats a call as the strategy says. */
export function sdkClient(strategy: RetryStrategyV2, send: Send) {
  const options = {
    retryStrategy: () => Promise.resolve(strategy),
    maxAttempts: () => Promise.resolve(0),
  };
  return {
    send: async (command: Command, { abortSignal }: { abortSignal?: AbortSignal } = {}): Promise<object> => {
      const operation = command.constructor.name.replace(/Command$/, '');
      const attempt = async () => {
        const output = await send(operation, command.input, abortSignal);
        return { response: undefined, output: { ...output, $metadata: {} } };
      };
      const handle = retryMiddleware(options)(attempt, { __smithy_context: { abortSignal } });
      const { output } = await handle({ input: command.input, request: undefined });
      return output;
    },
  };
}

/** A container of the function's, with what is kept from one invocation to the next. */
export interface Container {
  /** How much may still be retried. */
  readonly strategy: RetryStrategyV2;
  readonly kept: Kept;
}

/** Lambda runs one invocation at a time in a container, and starts another where none is free. */
export class Containers {
  private readonly idle: Container[] = [];

  public constructor(private readonly start: () => Container) {}

  public take(): Container {
    return this.idle.pop() ?? this.start();
  }

  public giveBack(container: Container): void {
    this.idle.push(container);
  }
}
