import { closeSync, existsSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuardedProcess } from './guarded-process';

const PYTHON = join(__dirname, '../../.venv/bin/python');
const START_MILLISECONDS = 30_000;
const POLL_MILLISECONDS = 50;
const LOG_TAIL_LINES = 30;

/** A running emulator of AWS. */
export interface Emulator {
  readonly endpoint: string;
  /** A temporary folder that goes with it. */
  readonly folder: string;
  /** What it has logged so far, the functions' output included. */
  log(): string;
  /** Ends what was started, with all functions that it runs, and removes all that was written. */
  stop(): Promise<void>;
}

/** Starts MiniStack on a free port. It and the functions that it runs inherit the environment given. */
export async function startMiniStack(environment: NodeJS.ProcessEnv): Promise<Emulator> {
  if (!existsSync(PYTHON)) {
    throw new Error(
      'MiniStack is not installed: run `npm run setup -- --ministack`, ' +
        'or set AWS_ENDPOINT_URL to the address of an emulator of your own',
    );
  }
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'ministack-'));
  const logPath = join(folder, 'ministack.log');
  const logFile = openSync(logPath, 'a');
  const server = new GuardedProcess(PYTHON, ['-m', 'ministack'], {
    folder,
    environment: { ...ownEnvironment(folder, port), ...environment },
    logFile,
  });
  closeSync(logFile);
  const log = () => (existsSync(logPath) ? readFileSync(logPath, 'utf8') : '');
  await untilHealthy(endpoint, server, log);
  return { endpoint, folder, log, stop: () => server.stop() };
}

/** Nothing of the user's environment but the path: variables like PERSIST_STATE would change how MiniStack works. */
function ownEnvironment(folder: string, port: number): NodeJS.ProcessEnv {
  return {
    // The functions run on the `node` that is found first.
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: folder,
    TMPDIR: folder,
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    // The host in the ResponseURL of custom resources; `localhost` may be ::1, where nobody listens.
    MINISTACK_HOST: '127.0.0.1',
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilHealthy(endpoint: string, server: GuardedProcess, log: () => string): Promise<void> {
  const deadline = Date.now() + START_MILLISECONDS;
  while (!server.hasEnded && Date.now() < deadline) {
    if (await isHealthy(endpoint)) return;
    await sleep(POLL_MILLISECONDS);
  }
  const what = server.hasEnded ? 'ended' : `did not answer within ${START_MILLISECONDS / 1000} seconds`;
  const tail = log().trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');
  await server.stop();
  throw new Error(`MiniStack ${what} at its start on ${endpoint}; the end of its log:\n${tail}`);
}

async function isHealthy(endpoint: string): Promise<boolean> {
  const response = await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(1000) }).catch(
    () => undefined,
  );
  return response?.ok ?? false;
}
