import { chmodSync, cpSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnParameter, FileSystem, PermissionsBoundary, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CustomResourceConfig } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { HostedConnectionProvider } from '../../lib';
import { reachableFrom } from './dependencies';
import {
  associate,
  newStack,
  propertiesIn,
  providerIn,
  providerStackOf,
  Resource,
  resourcesOf,
} from './stacks';

/* What users have reported of other constructs, and does not happen here. */

const ACCOUNT = '111122223333';

function providerTemplate(stack: Stack): Template {
  associate(stack);
  return Template.fromStack(providerStackOf(stack));
}

function propertiesOf(template: Template, type: string): Record<string, unknown>[] {
  return Object.values(template.findResources(type)).map((resource) => (resource as Resource).Properties);
}

test('aws-cdk #15572, #30179, #31628: a permissions boundary of the app is on every role', () => {
  const app = new App();
  const arn = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
  const stack = new Stack(app, 'Stack');
  associate(stack);
  const policy = iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', arn);
  iam.PermissionsBoundary.of(app).apply(policy);
  const roles = propertiesOf(Template.fromStack(providerStackOf(stack)), 'AWS::IAM::Role');
  expect(roles).toHaveLength(6);
  expect(roles.map((role) => role.PermissionsBoundary)).toEqual(Array(6).fill(arn));
});

test('aws-cdk #31628: so is one that is a property of the app', () => {
  const permissionsBoundary = PermissionsBoundary.fromName('boundary');
  const app = new App();
  const stack = new Stack(app, 'Stack', { permissionsBoundary });
  const own = new Stack(app, 'Own', { permissionsBoundary });
  associate(stack, 'Acme', { provider: new HostedConnectionProvider(own, 'Provider') });
  const roles = propertiesOf(Template.fromStack(own), 'AWS::IAM::Role');
  expect(roles.filter((role) => role.PermissionsBoundary === undefined)).toEqual([]);
});

test('aws-cdk #9840: no policy goes before the delete that needs it', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const provider = new HostedConnectionProvider(stack, 'Provider');
  associate(stack, 'Acme', { provider });
  const resources = resourcesOf(stack);
  const association = 'HostedConnectionAssociationDxconFg9607vm';
  const policies = Object.keys(resources).filter((id) => resources[id]?.Type === 'AWS::IAM::Policy');
  expect(policies).toHaveLength(5);
  expect([...reachableFrom(resources, association)]).toEqual(expect.arrayContaining(policies));
});

test('aws-cdk #34307: the hash of the handler is that of its bytes, on every machine', () => {
  const functions = propertiesOf(providerTemplate(newStack()), 'AWS::Lambda::Function');
  const handlers = functions.filter(({ Handler }) => Handler === 'index.isComplete');
  const copy = mkdtempSync(join(tmpdir(), 'other-machine-'));
  try {
    const file = join(copy, 'index.mjs');
    cpSync(join(__dirname, '../../lambda/dist/index.mjs'), file);
    utimesSync(file, 0, 0);
    chmodSync(file, 0o600);
    expect(handlers).toMatchObject([{ Code: { S3Key: `${FileSystem.fingerprint(copy)}.zip` } }]);
  } finally {
    rmSync(copy, { recursive: true });
  }
});

test('aws-cdk #34470: settings for all custom resources of the app leave the ids as they are', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  associate(stack);
  const { NODEJS_22_X } = lambda.Runtime;
  CustomResourceConfig.of(app).addLambdaRuntime(NODEJS_22_X);
  CustomResourceConfig.of(app).addLogRetentionLifetime(logs.RetentionDays.TEN_YEARS);
  const other = newStack();
  associate(other);
  expect(providerIn(stack)).toMatchObject(providerIn(other));
});

test.each([
  ['aws-cdk #35514', 'cn-north-1'],
  ['aws-cdk #35514', 'us-gov-west-1'],
  ['aws-cdk #30977', 'us-iso-east-1'],
  ['aws-cdk #30977', 'eusc-de-east-1'],
])('%s: in %s all functions have a runtime that is literal and known', (_, region) => {
  const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region } });
  const functions = propertiesOf(providerTemplate(stack), 'AWS::Lambda::Function');
  expect(functions).toHaveLength(5);
  for (const { Runtime } of functions) expect(Runtime).toMatch(/^nodejs(20|22|24)\.x$/);
});

test('aws-cdk #8536: tags of the app reach what can have them, and break nothing that cannot', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  Tags.of(app).add('team', 'network');
  const template = providerTemplate(stack);
  const tags = [{ Key: 'team', Value: 'network' }];
  for (const type of ['AWS::Lambda::Function', 'AWS::IAM::Role', 'AWS::DynamoDB::Table']) {
    for (const properties of propertiesOf(template, type)) expect(properties.Tags).toEqual(tags);
  }
  expect(propertiesIn(stack)).not.toHaveProperty('Tags');
});

test('cdk-ec2-key-pair #11: nothing has a name of its own that a long id could make too long', () => {
  const id = 'A'.repeat(120);
  const stack = new Stack(new App(), id);
  new HostedConnectionProvider(new Construct(stack, id), id);
  const template = Template.fromStack(stack);
  const named = ['FunctionName', 'RoleName', 'PolicyName', 'StateMachineName'];
  const names = ['AWS::Lambda::Function', 'AWS::IAM::Role', 'AWS::StepFunctions::StateMachine']
    .flatMap((type) => propertiesOf(template, type))
    .flatMap((properties) => named.map((name) => properties[name]).filter((name) => name !== undefined));
  expect(names).toEqual([]);
  for (const { PolicyName } of propertiesOf(template, 'AWS::IAM::Policy')) {
    expect(String(PolicyName).length).toBeLessThanOrEqual(128);
  }
  for (const { TableName } of propertiesOf(template, 'AWS::DynamoDB::Table')) {
    expect(String(TableName).length).toBeLessThanOrEqual(255);
  }
});

test('cdk-stacksets #149: with a provider that is deployed already, a stack has no asset', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  associate(stack, 'Acme', { provider: HostedConnectionProvider.fromDeployed(stack, 'Provider') });
  const { assets } = app.synth().getStackByName('Stack');
  expect(assets).toEqual([]);
  expect(Object.values(resourcesOf(stack)).map(({ Type }) => Type)).toEqual([
    'Custom::HostedConnectionAssociation',
  ]);
});

test('cdk-constructs #197: no rename and no move of the construct changes the service token', () => {
  const tokens = [newStack(), newStack()].map((stack, index) => {
    associate(index === 0 ? stack : new Construct(new Construct(stack, 'Partners'), 'East'), 'Any');
    return propertiesIn(stack).ServiceToken;
  });
  expect(tokens[0]).toEqual({ 'Fn::ImportValue': expect.any(String) as unknown });
  expect(tokens[1]).toEqual(tokens[0]);
});

test('terraform-provider-equinix #638: what an id is known by stays when other properties change', () => {
  const ids = [false, true].map((waitForAvailable) => {
    const stack = newStack();
    associate(stack, 'Acme', {
      connectionId: new CfnParameter(stack, 'Connection').valueAsString,
      waitForAvailable,
    });
    const resources = resourcesOf(stack);
    return Object.keys(resources).filter((id) => resources[id]?.Type.startsWith('Custom::'));
  });
  expect(ids[0]).toHaveLength(1);
  expect(ids[1]).toEqual(ids[0]);
});
