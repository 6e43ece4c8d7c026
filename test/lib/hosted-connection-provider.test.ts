import { App, NestedStack, RemovalPolicies, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { Construct, IConstruct } from 'constructs';
import { HostedConnectionProvider, HostedConnectionProviderProps } from '../../lib';
import { CLAIMS_TABLE_ENV, PROVIDER_STACK_ENV } from '../../lib/contract';
import { HANDLER_TIMEOUT_SECONDS } from '../../lib/timing';
import { reachableFrom } from './dependencies';
import { associate, messagesOf, newStack, providerIn, Resource, resourcesOf, typesIn } from './stacks';

const { ARM_64 } = lambda.Architecture;
const STACK_ID = { Ref: 'AWS::StackId' };

/** Flags that are known to add resources to a Lambda function, whatever the CDK recommends of them. */
const FLAGS_THAT_ADD_RESOURCES = {
  '@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy': true,
  '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true,
};

/** A stack with a provider, and nothing else. */
function providerStack(
  context: Record<string, unknown> = {},
  props: HostedConnectionProviderProps = {},
): Stack {
  const stack = newStack(context);
  new HostedConnectionProvider(stack, 'Provider', props);
  return stack;
}

/** The only resource of the type whose properties match. */
function find(
  template: Template,
  type: string,
  Properties: Record<string, unknown> = {},
): [string, Resource] {
  const [found, ...others] = Object.entries(template.findResources(type, { Properties }));
  if (!found || others.length > 0) {
    throw new Error(`expected one ${type} with ${JSON.stringify(Properties)}`);
  }
  return found as [string, Resource];
}

function idOf(...what: Parameters<typeof find>): string {
  return find(...what)[0];
}

function propertiesOf(...what: Parameters<typeof find>): Record<string, unknown> {
  return find(...what)[1].Properties;
}

describe('the provider', () => {
  // These ids are frozen. CloudFormation refuses to update the ServiceToken of a custom resource, so that another id of
  // the framework's onEvent function leaves every deployed stack unable to be updated; another id of the claims table
  // loses the claims, without which no delete can put a connection back. A difference here is a breaking change for
  // everyone: undo what caused it. Accept it only where nothing that matters is renamed, and never with a blanket
  // update of the snapshots.
  test('has frozen ids', () => {
    expect(typesIn(providerStack())).toMatchInlineSnapshot(`
     {
       "ProviderClaimsCleanUp0917F572": "Custom::HostedConnectionClaimsTable",
       "ProviderClaimsF8482BA3": "AWS::DynamoDB::Table",
       "ProviderEntryPointInvocation853AAC74": "AWS::Lambda::EventInvokeConfig",
       "ProviderFrameworkLogs05D48D37": "AWS::Logs::LogGroup",
       "ProviderFrameworkframeworkisComplete28A3C15B": "AWS::Lambda::Function",
       "ProviderFrameworkframeworkisCompleteServiceRole4652B0DF": "AWS::IAM::Role",
       "ProviderFrameworkframeworkisCompleteServiceRoleDefaultPolicy0A9CEB73": "AWS::IAM::Policy",
       "ProviderFrameworkframeworkonEventA7885EF3": "AWS::Lambda::Function",
       "ProviderFrameworkframeworkonEventServiceRoleDefaultPolicy980D303B": "AWS::IAM::Policy",
       "ProviderFrameworkframeworkonEventServiceRoleED08144A": "AWS::IAM::Role",
       "ProviderFrameworkframeworkonTimeout5FE9709B": "AWS::Lambda::Function",
       "ProviderFrameworkframeworkonTimeoutServiceRole316B4AB2": "AWS::IAM::Role",
       "ProviderFrameworkframeworkonTimeoutServiceRoleDefaultPolicy00B1036D": "AWS::IAM::Policy",
       "ProviderFrameworkwaiterstatemachine11B41A4F": "AWS::StepFunctions::StateMachine",
       "ProviderFrameworkwaiterstatemachineRole78E8D610": "AWS::IAM::Role",
       "ProviderFrameworkwaiterstatemachineRoleDefaultPolicy6A6C20EA": "AWS::IAM::Policy",
       "ProviderIsCompleteFunctionE46024EB": "AWS::Lambda::Function",
       "ProviderIsCompleteFunctionServiceRole5498AA15": "AWS::IAM::Role",
       "ProviderIsCompleteFunctionServiceRoleDefaultPolicy5A91C235": "AWS::IAM::Policy",
       "ProviderIsCompleteLogs147B0292": "AWS::Logs::LogGroup",
       "ProviderOnEventFunctionF7823C11": "AWS::Lambda::Function",
       "ProviderOnEventFunctionServiceRoleDF90C4D9": "AWS::IAM::Role",
       "ProviderOnEventLogs393A4CC8": "AWS::Logs::LogGroup",
     }
    `);
  });

  test('has the same ids in the stack that is made for it', () => {
    const stack = newStack();
    associate(stack);
    expect(providerIn(stack)).toEqual(typesIn(providerStack()));
  });

  test('has the same ids whatever the feature flags of the app', () => {
    const flagged = providerStack({ ...recommendedFlags, ...FLAGS_THAT_ADD_RESOURCES });
    expect(typesIn(flagged)).toEqual(typesIn(providerStack()));
  });

  test('has the same ids in a stack of a known region', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
    new HostedConnectionProvider(stack, 'Provider');
    expect(typesIn(stack)).toEqual(typesIn(providerStack()));
  });

  test('keeps the ids that it has, whatever its settings', () => {
    const stack = newStack();
    const vpc = new ec2.Vpc(stack, 'Vpc');
    const encryptionKey = new kms.Key(stack, 'Key');
    new HostedConnectionProvider(stack, 'Provider', { vpc, encryptionKey, architecture: ARM_64 });
    expect(typesIn(stack)).toMatchObject(typesIn(providerStack()));
  });

  // A name would be changed by a rename, and the type of package cannot be changed: both replace the function.
  test('has functions without anything that would replace them', () => {
    const { length } = Object.keys(
      Template.fromStack(providerStack()).findResources('AWS::Lambda::Function', {
        Properties: { FunctionName: Match.absent(), PackageType: Match.absent() },
      }),
    );
    expect(length).toBe(5);
  });
});

describe('the resource that cleans up', () => {
  const CLEAN_UP = 'Custom::HostedConnectionClaimsTable';

  test.each([
    ['by default', {}],
    ['with feature flags', { ...recommendedFlags, ...FLAGS_THAT_ADD_RESOURCES }],
  ])('is deleted before every other resource of the provider, %s', (_, context) => {
    const stack = providerStack(context);
    const id = idOf(Template.fromStack(stack), CLEAN_UP);
    const reached = reachableFrom(resourcesOf(stack), id);
    expect([...reached, id].sort()).toEqual(Object.keys(typesIn(stack)).sort());
  });

  test('is deleted before every other one with a VPC and a key, too', () => {
    const stack = newStack();
    const vpc = new ec2.Vpc(stack, 'Vpc');
    new HostedConnectionProvider(stack, 'Provider', { vpc, encryptionKey: new kms.Key(stack, 'Key') });
    const id = idOf(Template.fromStack(stack), CLEAN_UP);
    const reached = reachableFrom(resourcesOf(stack), id);
    const ofProvider = Object.keys(typesIn(stack)).filter((each) => each.startsWith('Provider'));
    expect([...reached, id]).toEqual(expect.arrayContaining(ofProvider));
  });

  test('has the contract, and the provider itself for an answer', () => {
    const template = Template.fromStack(providerStack());
    const entryPoint = idOf(template, 'AWS::Lambda::Function', { Handler: 'framework.onEvent' });
    expect(find(template, CLEAN_UP)[1]).toMatchObject({
      Properties: {
        ServiceToken: { 'Fn::GetAtt': [entryPoint, 'Arn'] },
        ServiceTimeout: '1860',
        contract: '1',
      },
    });
    expect(find(template, CLEAN_UP)[1]).not.toHaveProperty('DeletionPolicy');
  });
});

describe('the service token', () => {
  test('is exported under the name of the stack, from an output with a fixed id', () => {
    const stack = new Stack(new App(), 'Stack', { stackName: 'partner-provider' });
    const provider = new HostedConnectionProvider(stack, 'Provider');
    const template = Template.fromStack(stack);
    const entryPoint = idOf(template, 'AWS::Lambda::Function', { Handler: 'framework.onEvent' });
    expect(template.toJSON().Outputs).toEqual({
      HostedConnectionProviderServiceToken: {
        Description: expect.any(String) as string,
        Value: { 'Fn::GetAtt': [entryPoint, 'Arn'] },
        Export: { Name: 'partner-provider:ServiceToken' },
      },
    });
    expect(provider.serviceTokenExportName).toBe('partner-provider:ServiceToken');
    expect(stack.resolve(provider.serviceToken)).toEqual({ 'Fn::GetAtt': [entryPoint, 'Arn'] });
  });
});

describe('the claims table', () => {
  const template = Template.fromStack(providerStack());

  test('has a key, an expiry, encryption and recovery', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [{ AttributeName: 'connectionId', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'connectionId', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  test('has a name by that of the stack, so that a stack that is deployed anew finds it', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', { TableName: 'Stack-claims' });
  });

  const KEPT = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };

  test('outlives the stack, unless its own creation fails', () => {
    template.hasResource('AWS::DynamoDB::Table', KEPT);
  });

  test.each([
    ['destroy', (app: IConstruct) => RemovalPolicies.of(app).destroy()],
    ['retain', (app: IConstruct) => RemovalPolicies.of(app).retain()],
  ])('does so too where the policy of the whole app is to %s', (_, apply) => {
    const stack = providerStack();
    apply(stack.node.root);
    Template.fromStack(stack).hasResource('AWS::DynamoDB::Table', KEPT);
  });
});

describe('the functions of the bundle', () => {
  const template = Template.fromStack(providerStack());

  test.each(['index.onEvent', 'index.isComplete'])('%s', (Handler) => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Handler,
      Architectures: ['x86_64'],
      MemorySize: 256,
      Runtime: Match.stringLikeRegexp('^nodejs\\d+\\.x$'),
      Timeout: HANDLER_TIMEOUT_SECONDS,
      ReservedConcurrentExecutions: Match.absent(),
      LoggingConfig: Match.absent(),
    });
  });

  test('come from one asset', () => {
    const [onEvent, isComplete] = ['index.onEvent', 'index.isComplete'].map((Handler) =>
      propertiesOf(template, 'AWS::Lambda::Function', { Handler }),
    );
    expect(onEvent?.Code).toEqual({
      S3Bucket: expect.anything() as unknown,
      S3Key: expect.stringMatching(/zip$/) as unknown,
    });
    expect(isComplete?.Code).toEqual(onEvent?.Code);
  });

  test('know their stack, and only isComplete knows the table', () => {
    const table = idOf(template, 'AWS::DynamoDB::Table');
    template.hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'index.isComplete',
      Environment: { Variables: { [CLAIMS_TABLE_ENV]: { Ref: table }, [PROVIDER_STACK_ENV]: STACK_ID } },
    });
    const onEvent = propertiesOf(template, 'AWS::Lambda::Function', { Handler: 'index.onEvent' });
    expect(onEvent.Environment).toEqual({ Variables: { [PROVIDER_STACK_ENV]: STACK_ID } });
  });

  test.each(['index.onEvent', 'index.isComplete'])('%s has a log group by its own name', (Handler) => {
    const Ref = idOf(template, 'AWS::Lambda::Function', { Handler });
    template.hasResource('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: { 'Fn::Join': ['', ['/aws/lambda/', { Ref }]] }, RetentionInDays: 30 },
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
    });
  });
});

describe('the permissions of the bundle', () => {
  const template = Template.fromStack(providerStack());

  function roleOf(Handler: string): string {
    const { Role } = propertiesOf(template, 'AWS::Lambda::Function', { Handler });
    return (Role as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0];
  }

  function policiesOf(Handler: string): unknown[] {
    const Properties = { Roles: [{ Ref: roleOf(Handler) }] };
    const policies = template.findResources('AWS::IAM::Policy', { Properties }) as Record<string, Resource>;
    return Object.values(policies).map((policy) => policy.Properties.PolicyDocument);
  }

  const arnOf = (resource: string) => ({
    'Fn::Join': [
      '',
      ['arn:', { Ref: 'AWS::Partition' }, ':directconnect:', { Ref: 'AWS::Region' }, `:*:${resource}/*`],
    ],
  });

  test('of isComplete are exactly these', () => {
    const table = idOf(template, 'AWS::DynamoDB::Table');
    expect(policiesOf('index.isComplete')).toEqual([
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'directconnect:AssociateHostedConnection',
            Resource: [arnOf('dxcon'), arnOf('dxlag')],
          },
          {
            Effect: 'Allow',
            Action: [
              'directconnect:DescribeHostedConnections',
              'directconnect:DescribeInterconnects',
              'directconnect:DescribeLags',
            ],
            Resource: '*',
          },
          {
            Effect: 'Allow',
            Action: [
              'dynamodb:DeleteItem',
              'dynamodb:GetItem',
              'dynamodb:PutItem',
              'dynamodb:UpdateItem',
              'dynamodb:Scan',
              'dynamodb:DeleteTable',
            ],
            Resource: { 'Fn::GetAtt': [table, 'Arn'] },
          },
          {
            Effect: 'Allow',
            Action: ['cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks'],
            Resource: {
              'Fn::Join': [
                '',
                [
                  'arn:',
                  { Ref: 'AWS::Partition' },
                  ':cloudformation:',
                  { Ref: 'AWS::Region' },
                  ':',
                  { Ref: 'AWS::AccountId' },
                  ':stack/*',
                ],
              ],
            },
          },
        ],
      },
    ]);
  });

  test('of onEvent are none', () => {
    expect(policiesOf('index.onEvent')).toEqual([]);
  });

  test.each(['index.onEvent', 'index.isComplete'])(
    'of %s include its logs and no other managed policy',
    (Handler) => {
      const logging = ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
      template.templateMatches({
        Resources: {
          [roleOf(Handler)]: {
            Properties: {
              ManagedPolicyArns: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, logging]] }],
              Policies: Match.absent(),
            },
          },
        },
      });
    },
  );
});

describe('the framework', () => {
  const template = Template.fromStack(providerStack());
  const HANDLERS = ['framework.onEvent', 'framework.isComplete', 'framework.onTimeout'];

  test('is not asked twice by Lambda: that would start two waiters', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: idOf(template, 'AWS::Lambda::Function', { Handler: 'framework.onEvent' }) },
      MaximumRetryAttempts: 0,
      Qualifier: '$LATEST',
    });
  });

  test('is what the service token names', () => {
    const entryPoint = idOf(template, 'AWS::Lambda::Function', { Handler: 'framework.onEvent' });
    template.hasResourceProperties('Custom::HostedConnectionClaimsTable', {
      ServiceToken: { 'Fn::GetAtt': [entryPoint, 'Arn'] },
    });
  });

  test('asks every 5 seconds for an hour', () => {
    const { DefinitionString } = propertiesOf(template, 'AWS::StepFunctions::StateMachine');
    const definition = JSON.stringify(DefinitionString).replaceAll('\\', '');
    expect(definition).toContain('"IntervalSeconds":5,"MaxAttempts":720,"BackoffRate":1');
  });

  test.each(HANDLERS)('%s logs to the group of the framework', (Handler) => {
    const group = idOf(template, 'AWS::Logs::LogGroup', { LogGroupName: Match.absent() });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Handler,
      LoggingConfig: { LogGroup: { Ref: group } },
    });
  });

  test('logs for a month, and no longer than the stack is', () => {
    template.hasResource('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: Match.absent(), RetentionInDays: 30 },
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
    });
  });
});

test('nothing of the provider outlives the stack but the table', () => {
  const kept = Object.values(resourcesOf(providerStack())).filter(
    ({ DeletionPolicy }) => DeletionPolicy !== undefined && DeletionPolicy !== 'Delete',
  );
  expect(kept.map(({ Type }) => Type)).toEqual(['AWS::DynamoDB::Table']);
});

describe('the settings', () => {
  const functionsIn = (stack: Stack) =>
    Object.values(resourcesOf(stack)).filter(({ Type }) => Type === 'AWS::Lambda::Function');

  test('can be another architecture, for all functions', () => {
    const functions = functionsIn(providerStack({}, { architecture: ARM_64 }));
    expect(functions.map(({ Properties }) => Properties.Architectures)).toEqual(Array(5).fill(['arm64']));
  });

  test('can be another time for which logs are kept, in all groups', () => {
    const stack = providerStack({}, { logRetention: logs.RetentionDays.ONE_YEAR });
    const groups = Object.values(Template.fromStack(stack).findResources('AWS::Logs::LogGroup'));
    expect(groups.map((group) => (group as Resource).Properties.RetentionInDays)).toEqual([365, 365, 365]);
  });

  test('can be a VPC with subnets and groups, for all functions', () => {
    const stack = newStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
    new HostedConnectionProvider(stack, 'Provider', {
      vpc,
      vpcSubnets: { subnets: vpc.privateSubnets.slice(0, 1) },
      securityGroups: [group],
    });
    const SecurityGroupIds = [stack.resolve(group.securityGroupId) as unknown];
    const SubnetIds = [stack.resolve(vpc.privateSubnets[0]?.subnetId) as unknown];
    const functions = functionsIn(stack).filter(({ Properties }) =>
      /^(index|framework)/.test(String(Properties.Handler)),
    );
    expect(functions.map(({ Properties }) => Properties.VpcConfig)).toEqual(
      Array(5).fill({ SecurityGroupIds, SubnetIds }),
    );
  });

  test.each([
    ['vpcSubnets', { vpcSubnets: {} }],
    ['securityGroups', { securityGroups: [] }],
  ])('cannot be %s without a VPC', (name, props) => {
    expect(() => providerStack({}, props)).toThrow(
      `${name} of 'Stack/Provider' is given without vpc, expected both or neither: pass the VPC as vpc`,
    );
  });
});

describe('the key', () => {
  const stack = newStack();
  const key = new kms.Key(stack, 'Key');
  new HostedConnectionProvider(stack, 'Provider', { encryptionKey: key });
  const template = Template.fromStack(stack);
  const arn = stack.resolve(key.keyArn) as unknown;

  test('encrypts the table, all logs and the environment of all functions', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: arn },
    });
    template.resourcePropertiesCountIs('AWS::Logs::LogGroup', { KmsKeyId: arn }, 3);
    template.resourcePropertiesCountIs('AWS::Lambda::Function', { KmsKeyArn: arn }, 5);
  });

  test('lets CloudWatch Logs use it for the groups of the account and region alone', () => {
    const logsArn = [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':logs:',
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      ':*',
    ];
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          {
            Effect: 'Allow',
            Principal: {
              Service: {
                'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]],
              },
            },
            Action: [
              'kms:Encrypt*',
              'kms:Decrypt*',
              'kms:ReEncrypt*',
              'kms:GenerateDataKey*',
              'kms:Describe*',
            ],
            Resource: '*',
            Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': { 'Fn::Join': ['', logsArn] } } },
          },
        ]),
      },
    });
  });

  test('is read with by all functions, and written with by the one that has the table', () => {
    const policies = Object.values(template.findResources('AWS::IAM::Policy')) as Resource[];
    const grants = policies.flatMap(({ Properties }) => {
      const { Statement } = Properties.PolicyDocument as {
        Statement: { Action: unknown; Resource: unknown }[];
      };
      return Statement.filter(({ Resource }) => JSON.stringify(Resource) === JSON.stringify(arn));
    });
    const actions = grants.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action === 'kms:Decrypt').length).toBeGreaterThanOrEqual(5);
    expect(actions).toEqual(
      expect.arrayContaining(['kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*', 'kms:DescribeKey']),
    );
  });

  test('needs no warning, unless it is imported: then its policy is somebody else’s', () => {
    expect(messagesOf(stack)).toEqual([]);
    const other = newStack();
    const imported = kms.Key.fromKeyArn(
      other,
      'Key',
      'arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012',
    );
    new HostedConnectionProvider(other, 'Provider', { encryptionKey: imported });
    expect(messagesOf(other)).toEqual([
      {
        path: '/Stack/Provider',
        text:
          "encryptionKey 'Stack/Key' is imported, and its policy cannot be changed from here, expected one that lets " +
          'CloudWatch Logs use the key: see to it that the policy allows the principal logs.<region>.amazonaws.com ' +
          'kms:Encrypt*, kms:Decrypt*, kms:ReEncrypt*, kms:GenerateDataKey* and kms:Describe*, and acknowledge this ' +
          '[ack: cdk-hosted-connection-association:encryptionKeyPolicy]',
      },
    ]);
  });
});

describe('where a provider cannot be', () => {
  test('is a stack that has one', () => {
    const stack = newStack();
    new HostedConnectionProvider(stack, 'Provider');
    expect(() => new HostedConnectionProvider(new Construct(stack, 'Other'), 'Provider')).toThrow(
      "'Stack/Other/Provider' is the second HostedConnectionProvider in the stack 'Stack', expected one: pass " +
        "'Stack/Provider' as the property provider, or declare this one in another stack",
    );
  });

  test('is a nested stack', () => {
    const nested = new NestedStack(newStack(), 'Nested');
    expect(() => new HostedConnectionProvider(nested, 'Provider')).toThrow(
      "'Stack/Nested/Provider' is in the nested stack 'Stack/Nested', whose name is known at deployment only, expected a " +
        'stack that is not nested: declare the HostedConnectionProvider in a stack of its own, and pass it as the ' +
        'property provider',
    );
  });
});
