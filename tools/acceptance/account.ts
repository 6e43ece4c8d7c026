import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Claims } from './claims';
import { DirectConnect } from './direct-connect';
import { hostsOf, isEmulated, type Emulated } from './emulation';
import { Recordings } from './recorder/recordings';
import { Stacks } from './stacks';

/** The account and the region that the AWS credentials and settings name. */
export interface Account {
  readonly id: string;
  readonly region: string;
  readonly directConnect: DirectConnect;
  readonly stacks: Stacks;
  readonly claims: Claims;
  readonly recordings: Recordings;
  /** Who has answered so far. */
  emulated(): Emulated;
}

/** What reads may wait until they are not throttled any more. */
const PATIENT = { maxAttempts: 6 };
/** A move that is repeated can be a second interruption. */
const ONCE = { maxAttempts: 1 };

/** @throws Error saying that there are no credentials or no region, or that the account has not been prepared for the CDK. */
export async function openAccount(): Promise<Account> {
  const directConnect = new DirectConnectClient(PATIENT);
  const region = await directConnect.config.region().catch((error: unknown) => {
    throw new Error(`there is no AWS region (${textOf(error)}): set AWS_REGION to the region of the parents`);
  });
  await directConnect.config.credentials().catch((error: unknown) => {
    throw new Error(
      `there are no AWS credentials (${textOf(error)}): set AWS_PROFILE, or AWS_ACCESS_KEY_ID and ` +
        'AWS_SECRET_ACCESS_KEY, to those of the partner’s account',
    );
  });
  const cloudFormation = new CloudFormationClient(PATIENT);
  const hosts = { directConnect: hostsOf(directConnect), cloudFormation: hostsOf(cloudFormation) };
  const stacks = new Stacks(cloudFormation);
  const dynamoDb = new DynamoDBClient(PATIENT);
  return {
    id: await accountIdIn(stacks, region),
    region,
    directConnect: new DirectConnect(directConnect, new DirectConnectClient(ONCE)),
    stacks,
    claims: new Claims(dynamoDb),
    recordings: new Recordings(dynamoDb),
    emulated: () => ({
      directConnect: isEmulated(hosts.directConnect),
      cloudFormation: isEmulated(hosts.cloudFormation),
    }),
  };
}

async function accountIdIn(stacks: Stacks, region: string): Promise<string> {
  const stackId = await stacks.anyStackId();
  const account = stackId?.split(':')[4];
  if (account !== undefined) return account;
  throw new Error(
    `the account has no stack in ${region}, expected at least that of \`npx cdk bootstrap\`: run that first`,
  );
}

export function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
