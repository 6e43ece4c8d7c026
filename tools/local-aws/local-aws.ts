import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMULATOR_ENV } from '../../lib/contract';
import { startMiniStack, type Emulator } from './ministack';

const REGION = 'us-east-1';
const ACCOUNT = '000000000000';
const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

const ANSWER_MILLISECONDS = 5000;
const EVERY_ADDRESS = ['0.0.0.0', '[::]'];

/** What a child process gets of the user's environment; its AWS_PROFILE, for one, it does not. */
const INHERITED = ['PATH', 'LANG', 'NODE_EXTRA_CA_CERTS'];

export interface LocalAwsOptions {
  /** The address of the Direct Connect simulator that functions shall call. */
  readonly directConnect?: string;
  /** Scales the seconds that Step Functions waits between two polls: 0.1 makes ten seconds one. Default: 1. */
  readonly waitScale?: number;
}

/** An AWS on this machine, for the `cdk` CLI, the SDK and the functions that run in it. */
export interface LocalAws extends Emulator {
  /** Whether it was there before and stays: what is deployed to it is not gone by itself. */
  readonly isGiven: boolean;
  readonly region: string;
  readonly account: string;
  /** The configuration of SDK clients. */
  readonly client: { endpoint: string; region: string; credentials: typeof CREDENTIALS };
  /** The whole environment of a child process: it can reach this AWS, and no other. */
  environment(): NodeJS.ProcessEnv;
}

/** Starts a local AWS, or takes the emulator that the user's AWS_ENDPOINT_URL names. */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const given = process.env.AWS_ENDPOINT_URL;
  if (given) {
    await checkGiven(given);
    checkGivenDirectConnect(options.directConnect);
    return localAws(emulatorOfTheUser(given), true);
  }
  return localAws(await startMiniStack(functionEnvironment(options)), false);
}

async function checkGiven(endpoint: string): Promise<void> {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new Error(
      `AWS_ENDPOINT_URL is '${endpoint}', expected the address of an emulator, such as http://127.0.0.1:4566`,
    );
  }
  if (EVERY_ADDRESS.includes(url.hostname)) {
    throw new Error(
      `AWS_ENDPOINT_URL is ${endpoint}, which stands for every address of this machine, expected the one to call: ` +
        `http://127.0.0.1:${url.port}. Who can reach the machine can run code in an emulator that listens there: ` +
        'let it listen on 127.0.0.1 alone (MiniStack: BIND_HOST=127.0.0.1)',
    );
  }
  await fetch(endpoint, { signal: AbortSignal.timeout(ANSWER_MILLISECONDS) }).catch((error: unknown) => {
    throw new Error(
      `no emulator answers on AWS_ENDPOINT_URL, ${endpoint}: start it, or unset the variable to use MiniStack`,
      { cause: error },
    );
  });
}

function emulatorOfTheUser(endpoint: string): Emulator {
  const folder = mkdtempSync(join(tmpdir(), 'local-aws-'));
  return { endpoint, folder, log: () => '', stop: () => rm(folder, { recursive: true, force: true }) };
}

/** The port on which a simulator must listen: any, unless an emulator of the user's own is set up to call one. */
export function directConnectPort(): number {
  const { AWS_ENDPOINT_URL: emulator, AWS_ENDPOINT_URL_DIRECT_CONNECT: given } = process.env;
  return emulator && given ? Number(new URL(given).port) : 0;
}

/** The functions of an emulator that somebody else started have an environment that we cannot change any more. */
function checkGivenDirectConnect(directConnect: string | undefined): void {
  const given = process.env.AWS_ENDPOINT_URL_DIRECT_CONNECT;
  if (directConnect === undefined || given !== undefined) return;
  throw new Error(
    'AWS_ENDPOINT_URL names an emulator, but AWS_ENDPOINT_URL_DIRECT_CONNECT is not set: ' +
      `start it with ${EMULATOR_ENV}=1 and AWS_ENDPOINT_URL_DIRECT_CONNECT=http://<this machine>:<free port> in the ` +
      'environment of its functions, and set the latter here too',
  );
}

function functionEnvironment({ directConnect, waitScale }: LocalAwsOptions): NodeJS.ProcessEnv {
  return {
    [EMULATOR_ENV]: '1',
    ...(directConnect === undefined ? {} : { AWS_ENDPOINT_URL_DIRECT_CONNECT: directConnect }),
    ...(waitScale === undefined ? {} : { SFN_WAIT_SCALE: String(waitScale) }),
  };
}

function localAws(emulator: Emulator, isGiven: boolean): LocalAws {
  const { endpoint } = emulator;
  return {
    ...emulator,
    isGiven,
    region: REGION,
    account: ACCOUNT,
    client: { endpoint, region: REGION, credentials: CREDENTIALS },
    environment: () => ({ ...inheritedEnvironment(), ...awsEnvironment(endpoint) }),
  };
}

function inheritedEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => INHERITED.includes(name)));
}

function awsEnvironment(endpoint: string): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
