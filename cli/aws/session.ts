import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { CommandError } from '../outcome';
import { nameCalls } from './failed-call';
import { Patience } from './patience';

/** Which account and region a command looks at. */
export interface AwsOptions {
  readonly profile?: string;
  readonly region?: string;
}

/** The clients of one account and region, with the credentials that the AWS CLI would find. */
export interface Session {
  readonly region: string;
  readonly directConnect: DirectConnectClient;
  readonly dynamoDb: DynamoDBClient;
  readonly cloudFormation: CloudFormationClient;
  readonly sts: STSClient;
}

/** How long an answer may take for those who look again and again, in milliseconds. */
const ANSWER_MS = 10_000;

/**
 * @param looks whether there will be another look: then a call is given up soon instead of repeated.
 * @throws CommandError where nothing says which region.
 */
export async function openSession({ profile, region }: AwsOptions, looks?: 'again'): Promise<Session> {
  // The SDK reads `endpoint_url` of a profile only where the environment names the profile.
  if (profile !== undefined) process.env['AWS_PROFILE'] = profile;
  const config = {
    region,
    credentials: fromNodeProviderChain(),
    ...(looks === undefined ? { retryStrategy: new Patience() } : IMPATIENT),
  };
  const directConnect = nameCalls(new DirectConnectClient(config), 'directconnect');
  return {
    region: await regionOf(directConnect),
    directConnect,
    dynamoDb: nameCalls(new DynamoDBClient(config), 'dynamodb'),
    cloudFormation: nameCalls(new CloudFormationClient(config), 'cloudformation'),
    sts: nameCalls(new STSClient(config), 'sts'),
  };
}

const IMPATIENT = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: ANSWER_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
};

async function regionOf({ config }: DirectConnectClient): Promise<string> {
  try {
    return await config.region();
  } catch {
    throw new CommandError('no AWS Region is set: expected one; pass --region, or set AWS_REGION');
  }
}
