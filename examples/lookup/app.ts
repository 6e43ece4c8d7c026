/**
 * Takes the ids from parameters of AWS Systems Manager, such as another team keeps them, when the app is synthesized:
 *
 *     npx cdk deploy --app "npx tsx examples/lookup/app.ts"
 *
 * The `cdk` CLI runs the app, looks up what it asks for, writes that into `cdk.context.json`, and runs the app again.
 * Commit this file: a later deployment then uses the same ids. To look again, run `npx cdk context --clear`.
 *
 * An id that is known at synthesis stands in the logical id of its association, so you can rename the construct. Do not
 * give `valueFromLookup` a default: the first run would take it for an id.
 */
import { App, Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { HostedConnectionAssociation, HostedConnectionParent } from 'cdk-hosted-connection-association';

const app = new App();
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
const stack = new Stack(app, 'LookedUp', { env: { account, region } });
new HostedConnectionAssociation(stack, 'Acme', {
  connectionId: StringParameter.valueFromLookup(stack, '/direct-connect/acme'),
  parent: HostedConnectionParent.fromLagId(StringParameter.valueFromLookup(stack, '/direct-connect/lag')),
});
