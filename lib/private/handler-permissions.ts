import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';

/** What the handler may do. Each action is a call that it sends: test/lib/security.test.ts compares them. */
export function renderHandlerStatements(stack: Stack, claims: dynamodb.ITable): iam.PolicyStatement[] {
  return [
    ...renderDirectConnectStatements(stack),
    renderClaimsStatement(claims),
    renderCloudFormationStatement(stack),
  ];
}

/**
 * Not narrowed to the connections that are declared: a policy shrinks before the association that left the template is
 * deleted, and that delete moves its connection back.
 */
function renderDirectConnectStatements(stack: Stack): iam.PolicyStatement[] {
  // The account in the ARN of a hosted connection may be the customer's.
  const arnOf = (resource: string) =>
    stack.formatArn({
      service: 'directconnect',
      account: '*',
      resource,
      resourceName: '*',
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  return [
    new iam.PolicyStatement({
      actions: ['directconnect:AssociateHostedConnection'],
      resources: [arnOf('dxcon'), arnOf('dxlag')],
    }),
    allowToLook(),
  ];
}

/** The handler scans and deletes the table when the provider's stack goes. */
function renderClaimsStatement(claims: dynamodb.ITable): iam.PolicyStatement {
  const calls = ['DeleteItem', 'GetItem', 'PutItem', 'UpdateItem', 'Scan', 'DeleteTable'];
  return new iam.PolicyStatement({
    actions: calls.map((call) => `dynamodb:${call}`),
    resources: [claims.tableArn],
  });
}

/**
 * What the handler asks CloudFormation: whether it still waits for a move, whether it is rolling back, and whether
 * another owner of a connection still exists. The associations are in any stack of the account.
 */
function renderCloudFormationStatement(stack: Stack): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks'],
    resources: [stack.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: '*' })],
  });
}

/** To read what the account has in Direct Connect: these calls have no resources. */
export function allowToLook(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: [
      'directconnect:DescribeHostedConnections',
      'directconnect:DescribeInterconnects',
      'directconnect:DescribeLags',
    ],
    resources: ['*'],
  });
}
