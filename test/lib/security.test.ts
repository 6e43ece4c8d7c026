import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HostedConnectionDriftMonitor, HostedConnectionProvider } from '../../lib';

const LAMBDA = join(__dirname, '../../lambda');

/** The services that the handler's clients speak to, by the prefix of their IAM actions. */
const SERVICES: Record<string, string> = {
  '@aws-sdk/client-direct-connect': 'directconnect',
  '@aws-sdk/client-dynamodb': 'dynamodb',
  '@aws-sdk/client-cloudformation': 'cloudformation',
  '@aws-sdk/client-eventbridge': 'events',
};

const DRIFT = 'drift/';

/** The IAM actions of all commands that stand anywhere in the code of the handler, or of the drift monitor. */
function actionsOfCommands(ofMonitor = false): string[] {
  const sources = readdirSync(LAMBDA, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => file.startsWith(DRIFT) === ofMonitor);
  return sources.flatMap((file) => {
    const source = readFileSync(join(LAMBDA, file), 'utf8');
    const imports = source.matchAll(/import (?:type )?\{([^}]*)\} from '(@aws-sdk\/client-[^']*)'/g);
    return [...imports].flatMap(([, names = '', client = '']) =>
      [...names.matchAll(/(\w+)Command\b/g)].map(
        ([, operation]) => `${SERVICES[client] ?? client}:${operation ?? ''}`,
      ),
    );
  });
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

function handlerStatements(): Statement[] {
  const stack = new Stack(new App(), 'Provider');
  new HostedConnectionProvider(stack, 'Provider');
  return statementsIn(stack);
}

function monitorStatements(): Statement[] {
  const stack = new Stack(new App(), 'Monitor');
  new HostedConnectionDriftMonitor(stack, 'Drift', { watchApiCalls: true });
  return statementsIn(stack);
}

function statementsIn(stack: Stack): Statement[] {
  const policies = Template.fromStack(stack).findResources('AWS::IAM::Policy');
  const statements = Object.values(policies).flatMap(
    (policy) =>
      (policy as { Properties: { PolicyDocument: { Statement: Statement[] } } }).Properties.PolicyDocument
        .Statement,
  );
  return statements.filter(({ Action }) =>
    [Action].flat().some((action) => !/^(lambda|states):/.test(action)),
  );
}

test('the actions that are granted are the commands that the handler can send', () => {
  const granted = handlerStatements().flatMap(({ Action }) => Action);
  expect(granted.sort()).toEqual([...new Set(actionsOfCommands())].sort());
});

test('only what has no resource to name is granted on all resources', () => {
  const onAll = handlerStatements().filter(({ Resource }) => JSON.stringify(Resource).includes('"*"'));
  expect(onAll.flatMap(({ Action }) => Action).sort()).toEqual([
    'directconnect:DescribeHostedConnections',
    'directconnect:DescribeInterconnects',
    'directconnect:DescribeLags',
  ]);
});

describe('the drift monitor', () => {
  const granted = () => monitorStatements().flatMap(({ Action }) => Action);

  test('may look and tell, and change nothing', () => {
    expect(granted().sort()).toEqual([
      'directconnect:DescribeHostedConnections',
      'directconnect:DescribeInterconnects',
      'directconnect:DescribeLags',
      'dynamodb:GetItem',
      'dynamodb:Scan',
      'events:PutEvents',
    ]);
  });

  test('may send its own commands, and no other than those of the code that it shares', () => {
    expect(granted()).toEqual(expect.arrayContaining(actionsOfCommands(true)));
    expect([...actionsOfCommands(), ...actionsOfCommands(true)]).toEqual(expect.arrayContaining(granted()));
  });

  test('may read one table, and send to one bus', () => {
    const onAll = monitorStatements().filter(({ Resource }) => JSON.stringify(Resource).includes('*'));
    expect(onAll.flatMap(({ Action }) => Action)).toEqual([
      'directconnect:DescribeHostedConnections',
      'directconnect:DescribeInterconnects',
      'directconnect:DescribeLags',
    ]);
  });
});
