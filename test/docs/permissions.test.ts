import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  HostedConnectionAssociation,
  HostedConnectionMigration,
  HostedConnectionParent,
  HostedConnectionProvider,
} from '../../lib';
import { quotedIn, section } from './pages';

const PAGE = 'docs/permissions.md';

interface Policy {
  readonly Properties: { readonly PolicyDocument: { readonly Statement: { Action: string | string[] }[] } };
}

const stacks = section(PAGE, 'What the stacks get');
let provider: Template;
let associations: Template;

beforeAll(() => {
  const stack = new Stack(new App(), 'Partner');
  const parent = HostedConnectionParent.fromLagId('dxlag-fhccu14t');
  new HostedConnectionAssociation(stack, 'Acme', { connectionId: 'dxcon-fg9607vm', parent });
  new HostedConnectionMigration(stack, 'Migration', { moves: [{ connectionId: 'dxcon-fgother1' }], parent });
  provider = Template.fromStack(Stack.of(HostedConnectionProvider.of(stack)));
  associations = Template.fromStack(stack);
});

test('the actions that the page names are those that are granted to the handler', () => {
  const table = section(PAGE, 'What the handler may do');
  const firstCells = table.split('\n').map((line) => (line.startsWith('| ') ? line.split(' | ')[0] : ''));
  const named = firstCells.flatMap((cell) => quotedIn(cell ?? ''));
  expect(named.sort()).toEqual(grantedToHandler().sort());
});

/** All but what the CDK's framework and its state machine may do among themselves. */
function grantedToHandler(): string[] {
  const policies = Object.values(provider.findResources('AWS::IAM::Policy')) as Policy[];
  const actions = policies.flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.flatMap(({ Action }) => Action),
  );
  return actions.filter((action) => !/^(lambda|states):/.test(action));
}

test.each([
  ['AWS::DynamoDB::Table', 'a DynamoDB table'],
  ['AWS::Lambda::Function', '5 Lambda functions'],
  ['AWS::Logs::LogGroup', '3 log groups'],
  ['AWS::StepFunctions::StateMachine', 'a Step Functions state machine'],
  ['AWS::IAM::Role', '6 IAM roles'],
  ['AWS::IAM::Policy', '5 IAM policies'],
  ['AWS::Lambda::EventInvokeConfig', 'an invocation setting'],
  ['Custom::HostedConnectionClaimsTable', 'a custom resource that deletes the table'],
])('the stack of the provider gets as many %s as the page says', (type, text) => {
  expect(stacks).toContain(text);
  provider.resourceCountIs(type, Number(/^\d+/.exec(text)?.[0] ?? 1));
});

test('and nothing that the page does not count', () => {
  const { Resources } = provider.toJSON() as { Resources: object };
  expect(stacks).toContain(`has ${Object.keys(Resources).length} resources`);
});

test('the stack of associations gets the types that the page names, and no other', () => {
  const { Resources } = associations.toJSON() as { Resources: Record<string, { Type: string }> };
  const types = Object.values(Resources).map(({ Type }) => Type);
  expect([...new Set(types)].sort()).toEqual(
    quotedIn(stacks)
      .filter((text) => text.includes('::'))
      .sort(),
  );
});
