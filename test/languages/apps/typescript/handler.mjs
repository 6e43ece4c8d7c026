// Calls the handler of an installed package as Lambda does: the first argument is the path of its bundle.
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';

const STACK_ID = 'arn:aws:cloudformation:us-east-1:111122223333:stack/Provider/5f2b';
Object.assign(process.env, {
  PROVIDER_STACK_ID: STACK_ID,
  CLAIMS_TABLE_NAME: 'claims',
  CLOUDFORMATION_EMULATOR: '1',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  // Nobody listens there: the clients are made and used, and the handler looks again later.
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
});
const { onEvent, isComplete } = await import(pathToFileURL(process.argv[2]));

const event = {
  RequestType: 'Create',
  RequestId: 'one',
  ResponseURL: 'https://example.invalid/',
  ServiceToken: 'arn:aws:lambda:us-east-1:111122223333:function:Provider',
  StackId: STACK_ID,
  LogicalResourceId: 'Acme',
  ResourceType: 'Custom::HostedConnectionAssociation',
  ResourceProperties: {
    contract: '1',
    connectionId: 'dxcon-fg9607vm',
    parentConnectionId: 'dxlag-fhccu14t',
    waitForAvailable: 'false',
    timeoutSeconds: '900',
  },
};
const received = await onEvent(event);
assert.match(received.PhysicalResourceId, /^dxcon-fg9607vm\/not-created\/one$/);
assert.deepEqual(await isComplete({ ...event, ...received }), { IsComplete: false });
await assert.rejects(onEvent({ ...event, ResourceProperties: { contract: '1' } }), /connectionId is/);
