import { Annotations, Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/** Lets the log groups of the provider's account and region use the key. Nobody else can allow that than the key. */
export function allowLogs(provider: Construct, key: kms.IKey): void {
  const logs = Stack.of(provider).formatArn({ service: 'logs', resource: '*' });
  const statement = new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(`logs.${Aws.REGION}.${Aws.URL_SUFFIX}`)],
    actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logs } },
  });
  if (key.addToResourcePolicy(statement, true).statementAdded) return;
  Annotations.of(provider).addWarningV2(
    'cdk-hosted-connection-association:encryptionKeyPolicy',
    `encryptionKey '${key.node.path}' is imported, and its policy cannot be changed from here, expected one that lets ` +
      'CloudWatch Logs use the key: see to it that the policy allows the principal logs.<region>.amazonaws.com ' +
      'kms:Encrypt*, kms:Decrypt*, kms:ReEncrypt*, kms:GenerateDataKey* and kms:Describe*, and acknowledge this',
  );
}

/** Lets the functions read their environment, and the one that has claims read and write their table. */
export function allowFunctions(
  key: kms.IKey,
  functions: lambda.IFunction[],
  withTable: lambda.IFunction,
): void {
  for (const each of functions) key.grantDecrypt(each);
  key.grantEncryptDecrypt(withTable);
  key.grant(withTable, 'kms:DescribeKey');
}
