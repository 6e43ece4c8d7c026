import { CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { claimsTableNameOf } from '../contract';
import { Shared } from './shared';

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

/** What others know of the table of a provider. */
export interface KnownTable {
  /** The name of the stack that the provider is in. */
  readonly stackName: string;
  /** What the table is encrypted with; absent: a key that AWS manages, or one that is not known here. */
  readonly encryptionKey?: kms.IKey;
}

/** Which table a provider of ours has, whichever copy of the package has made it. */
export const knownTables = new Shared<KnownTable>('ClaimsTable');

/** Overrides, so that `RemovalPolicies.of(app).destroy()` does not take the memory of a live connection away. */
function retain(table: CfnResource): void {
  table.addOverride('DeletionPolicy', 'RetainExceptOnCreate');
  table.addOverride('UpdateReplacePolicy', 'Retain');
}
