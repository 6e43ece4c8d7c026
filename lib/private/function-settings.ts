import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';

/** What all functions of a provider have in common. */
export interface FunctionSettings {
  /** Where the functions run; absent: in no VPC. */
  readonly vpc?: ec2.IVpc;
  /** Where in the VPC. */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /** What the functions may reach; absent: one group for each, which may reach everything. */
  readonly securityGroups?: ec2.ISecurityGroup[];
  /** What environment and logs are encrypted with; absent: the keys of AWS. */
  readonly encryptionKey?: kms.IKey;
  /** How long logs are kept. */
  readonly logRetention: logs.RetentionDays;
  /** What the functions run on. */
  readonly architecture: lambda.Architecture;
}
