import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import type { LocalAws } from '../../tools/local-aws/local-aws';

/** The names of what an account has of its own, whichever stack it belongs to. */
export interface AccountContents {
  readonly tables: readonly string[];
  readonly functions: readonly string[];
  readonly stateMachines: readonly string[];
}

/** Asks the services themselves, not CloudFormation. */
export async function contentsOf(aws: LocalAws): Promise<AccountContents> {
  const [tables, functions, stateMachines] = await Promise.all([
    tableNames(aws),
    functionNames(aws),
    stateMachineNames(aws),
  ]);
  return { tables: tables.sort(), functions: functions.sort(), stateMachines: stateMachines.sort() };
}

async function tableNames(aws: LocalAws): Promise<string[]> {
  const names: string[] = [];
  for await (const { TableNames } of paginateListTables({ client: new DynamoDBClient(aws.client) }, {})) {
    names.push(...(TableNames ?? []));
  }
  return names;
}

async function functionNames(aws: LocalAws): Promise<string[]> {
  const answer = await ask(aws, 'lambda', '/2015-03-31/functions/');
  return (answer as { Functions: { FunctionName: string }[] }).Functions.map(
    ({ FunctionName }) => FunctionName,
  );
}

async function stateMachineNames(aws: LocalAws): Promise<string[]> {
  const answer = await ask(aws, 'states', '/', 'AWSStepFunctions.ListStateMachines');
  return (answer as { stateMachines: { name: string }[] }).stateMachines.map(({ name }) => name);
}

/**
 * Two reads are not worth two more SDK clients. An emulator takes from the signature which service is meant, and does not
 * check it.
 */
async function ask(aws: LocalAws, service: string, path: string, target?: string): Promise<unknown> {
  const { accessKeyId } = aws.client.credentials;
  const scope = `${accessKeyId}/20260101/${aws.region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
  const request: RequestInit =
    target === undefined
      ? { headers: { authorization } }
      : {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target },
          body: '{}',
        };
  const response = await fetch(`${aws.client.endpoint}${path}`, request);
  if (!response.ok) throw new Error(`${service} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
