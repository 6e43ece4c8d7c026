/**
 * One CDK app of a benchmark: so many associations, declared in one of the ways that are compared. Run with plain node on
 * the compiled package, as a user's app runs. Usage: node app.js <side> <count> <folder of the assembly>
 */
import { App, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  AwsCustomResource,
  AwsCustomResourcePolicy,
  PhysicalResourceId,
  type AwsCustomResourceProps,
  type AwsSdkCall,
} from 'aws-cdk-lib/custom-resources';
import { HostedConnectionAssociation, HostedConnectionMigration, HostedConnectionParent } from '../../lib';
import { INTERCONNECT, LAG, STACK, connectionIds, type Side } from './fleet';

function declare(stack: Stack, side: Side, ids: readonly string[]): void {
  const each = (declareOne: (id: string, connectionId: string) => void) => {
    ids.forEach((connectionId, index) => declareOne(`Customer${index + 1}`, connectionId));
  };
  switch (side) {
    case 'peer': {
      const policy = AwsCustomResourcePolicy.fromSdkCalls({
        resources: AwsCustomResourcePolicy.ANY_RESOURCE,
      });
      each((id, connectionId) => declareCustomResource(stack, id, connectionId, { policy }));
      break;
    }
    case 'peerWithRole': {
      const role = createRole(stack);
      each((id, connectionId) => declareCustomResource(stack, id, connectionId, { role }));
      break;
    }
    case 'associations':
      each((id, connectionId) => declareAssociation(stack, id, connectionId));
      break;
    case 'migration':
      declareMigration(stack, ids);
      break;
  }
}

/** What there is without this package. Where a connection goes back to is a literal that somebody has looked up. */
function declareCustomResource(
  stack: Stack,
  id: string,
  connectionId: string,
  permission: Pick<AwsCustomResourceProps, 'policy' | 'role'>,
): void {
  const associate = (parentConnectionId: string): AwsSdkCall => ({
    service: 'DirectConnect',
    action: 'AssociateHostedConnection',
    parameters: { connectionId, parentConnectionId },
    physicalResourceId: PhysicalResourceId.of(connectionId),
  });
  new AwsCustomResource(stack, id, {
    onCreate: associate(LAG),
    onUpdate: associate(LAG),
    onDelete: associate(INTERCONNECT),
    installLatestAwsSdk: false,
    ...permission,
  });
}

function createRole(stack: Stack): Role {
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(
    new PolicyStatement({ actions: ['directconnect:AssociateHostedConnection'], resources: ['*'] }),
  );
  return role;
}

function declareAssociation(stack: Stack, id: string, connectionId: string): void {
  new HostedConnectionAssociation(stack, id, {
    connectionId,
    parent: HostedConnectionParent.fromLagId(LAG),
    outputs: [],
  });
}

function declareMigration(stack: Stack, ids: readonly string[]): void {
  new HostedConnectionMigration(stack, 'ToLag', {
    moves: ids.map((connectionId) => ({ connectionId })),
    parent: HostedConnectionParent.fromLagId(LAG),
    summaryOutput: false,
  });
}

const [, , side, count, outdir] = process.argv;
// What the CLI sets when it starts an app.
const context = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
const app = new App({ outdir, context });
declare(new Stack(app, STACK), side as Side, connectionIds(Number(count)));
app.synth();
// Since the start of the process: node and the imports are part of it.
const { user, system } = process.cpuUsage();
console.log((user + system) / 1000);
