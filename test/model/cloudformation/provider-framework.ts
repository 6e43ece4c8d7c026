import { dirname, join } from 'node:path';

/** The Provider framework's calls to the world around it: all that is replaced of it. */
export interface Outbound {
  startExecution(request: { stateMachineArn: string; input: string }): Promise<unknown>;
  invokeFunction(request: {
    FunctionName: string;
    Payload: string;
  }): Promise<{ Payload: string; FunctionError?: string }>;
  httpRequest(options: { hostname: string; path: string }, body: string): Promise<void>;
}

/** The Provider framework's own functions, as aws-cdk-lib deploys them. */
export interface ProviderFramework {
  onEvent(event: object): Promise<void>;
  isComplete(event: object): Promise<void>;
  onTimeout(event: { Cause: string }): Promise<void>;
}

/** The user's functions, by the names under which the framework knows them. */
export const USER_FUNCTIONS = { onEvent: 'user-on-event', isComplete: 'user-is-complete' } as const;

const RUNTIME = join(
  dirname(require.resolve('aws-cdk-lib/package.json')),
  'custom-resources/lib/provider-framework/runtime',
);

let current: Outbound | undefined;

function outbound(): Outbound {
  if (current === undefined) throw new Error('the provider framework runs without a world around it');
  return current;
}

/** From now on the framework's calls go there. */
export function surroundFramework(by: Outbound): void {
  current = by;
}

export const framework = loadFramework();

function loadFramework(): ProviderFramework {
  process.env['USER_ON_EVENT_FUNCTION_ARN'] = USER_FUNCTIONS.onEvent;
  process.env['USER_IS_COMPLETE_FUNCTION_ARN'] = USER_FUNCTIONS.isComplete;
  process.env['WAITER_STATE_MACHINE_ARN'] = 'waiter';
  replaceModule('outbound.js', {
    startExecution: (request: Parameters<Outbound['startExecution']>[0]) =>
      outbound().startExecution(request),
    invokeFunction: (request: Parameters<Outbound['invokeFunction']>[0]) =>
      outbound().invokeFunction(request),
    httpRequest: (...request: Parameters<Outbound['httpRequest']>) => outbound().httpRequest(...request),
  });
  const util = requireFromRuntime('util.js') as { log: () => void };
  util.log = () => undefined;
  return requireFromRuntime('framework.js') as ProviderFramework;
}

/** Puts a module in the place of the one that would call AWS. */
function replaceModule(file: string, exports: object): void {
  const path = join(RUNTIME, file);
  require.cache[path] = { ...module, id: path, filename: path, loaded: true, exports };
}

function requireFromRuntime(file: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- CommonJS modules that are not exported
  return require(join(RUNTIME, file));
}
