// What is given wrongly is the CDK's own error, which knows its construct, next to every CDK.
const assert = require('node:assert/strict');
const { App, Stack } = require('aws-cdk-lib');
const { HostedConnectionAssociation, HostedConnectionParent } = require('cdk-hosted-connection-association');

const scope = new Stack(new App(), 'Stack');
assert.throws(
  () => new HostedConnectionAssociation(scope, 'Acme', { connectionId: 'dxcon-fg9607vm', parent: 'x' }),
  {
    name: 'ValidationError',
    type: 'validation',
    constructPath: 'Stack/Acme',
    message: /^parent is 'x', expected a HostedConnectionParent: .* \(at 'Stack\/Acme'\)$/,
  },
);
assert.throws(() => HostedConnectionParent.fromLagId(undefined), {
  type: 'validation',
  message: /^lagId is undefined/,
});
