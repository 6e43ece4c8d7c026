import { CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { claimsTableNameOf } from '../contract';

/**
 * The table that remembers where each connection came from. It outlives its stack while it remembers anything that is
 * still needed: CloudFormation retains it, and the handler deletes it when nothing is.
 */
export function createClaimsTable(provider: Construct, encryptionKey: kms.IKey | undefined): dynamodb.Table {
  const { TableEncryption } = dynamodb;
  const table = new dynamodb.Table(provider, 'Claims', {
    // Fixed, so that a stack that is deployed anew finds a table that was kept.
    tableName: claimsTableNameOf(Stack.of(provider).stackName),
    partitionKey: { name: 'connectionId', type: dynamodb.AttributeType.STRING },
    timeToLiveAttribute: 'expiresAt',
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    encryption: encryptionKey ? TableEncryption.CUSTOMER_MANAGED : TableEncryption.AWS_MANAGED,
    encryptionKey,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  retain(table.node.defaultChild as CfnResource);
  return table;
}

/** Overrides, so that `RemovalPolicies.of(app).destroy()` does not take the memory of a live connection away. */
function retain(table: CfnResource): void {
  table.addOverride('DeletionPolicy', 'RetainExceptOnCreate');
  table.addOverride('UpdateReplacePolicy', 'Retain');
}
