import { App, Duration, PropertyInjectors, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  HostedConnectionDriftMonitor,
  HostedConnectionDriftMonitorProps,
  HostedConnectionProvider,
} from '../../lib';
import { DRIFT_TIMEOUT_SECONDS } from '../../lib/timing';
import { associate, messagesOf, newStack, providerIn, typesIn } from './stacks';

const DEFAULT_STACK = 'cdk-hosted-connection-association-provider';
const EAST = { account: '111122223333', region: 'us-east-1' };

function monitorIn(stack: Stack, props?: HostedConnectionDriftMonitorProps): HostedConnectionDriftMonitor {
  return new HostedConnectionDriftMonitor(stack, 'Drift', props);
}

function templateWith(props?: HostedConnectionDriftMonitorProps): Template {
  const stack = newStack();
  monitorIn(stack, props);
  return Template.fromStack(stack);
}

const environmentOf = (template: Template) => {
  const [handler] = Object.values(template.findResources('AWS::Lambda::Function')) as {
    Properties: { Environment: { Variables: Record<string, unknown> } };
  }[];
  return handler?.Properties.Environment.Variables;
};

describe('the monitor', () => {
  test('is a function with a role, its logs, and a schedule', () => {
    const stack = newStack();
    monitorIn(stack);
    expect(Object.values(typesIn(stack)).sort()).toEqual([
      'AWS::Events::Rule',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::Lambda::Function',
      'AWS::Lambda::Permission',
      'AWS::Logs::LogGroup',
    ]);
  });

  test('compares the claims of the default provider every 15 minutes', () => {
    const template = templateWith();
    template.hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'index.checkDrift',
      Timeout: DRIFT_TIMEOUT_SECONDS,
      Environment: {
        Variables: {
          CLAIMS_TABLE_NAME: `${DEFAULT_STACK}-claims`,
          METRICS_OF: DEFAULT_STACK,
          EVENT_BUS_NAME: 'default',
          INTERVAL_SECONDS: '900',
        },
      },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(15 minutes)',
      State: 'ENABLED',
      Targets: [Match.objectLike({ RetryPolicy: { MaximumRetryAttempts: 0 } })],
    });
  });

  test('leaves the template of the provider as it is, and waits for its stack', () => {
    const app = new App();
    const [watched, other] = [new Stack(app, 'Watched'), newStack()];
    monitorIn(watched);
    associate(other);
    expect(providerIn(watched)).toEqual(providerIn(other));
    const { dependencies } = app.synth().getStackByName('Watched');
    expect(dependencies.map(({ id }) => id)).toContain('HostedConnectionProvider');
  });

  test('can run at another time, and send its events to another bus', () => {
    const stack = newStack();
    const eventBus = new events.EventBus(stack, 'Bus', { eventBusName: 'partner' });
    monitorIn(stack, { interval: Duration.hours(1), eventBus });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 hour)' });
    expect(environmentOf(template)).toMatchObject({
      INTERVAL_SECONDS: '3600',
      EVENT_BUS_NAME: stack.resolve(eventBus.eventBusName) as unknown,
    });
  });

  test('watches calls of the API only if it is told to', () => {
    templateWith().resourceCountIs('AWS::Events::Rule', 1);
    const template = templateWith({ watchApiCalls: true });
    template.resourceCountIs('AWS::Events::Rule', 2);
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.directconnect'],
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: {
          eventSource: ['directconnect.amazonaws.com'],
          eventName: ['AssociateHostedConnection'],
        },
      },
    });
  });

  test('gets properties from an injector', () => {
    const stack = newStack();
    PropertyInjectors.of(stack).add({
      constructUniqueId: HostedConnectionDriftMonitor.PROPERTY_INJECTION_ID,
      inject: (props: HostedConnectionDriftMonitorProps) => ({ ...props, interval: Duration.minutes(5) }),
    });
    monitorIn(stack);
    expect(environmentOf(Template.fromStack(stack))).toMatchObject({ INTERVAL_SECONDS: '300' });
  });
});

describe('the provider that is watched', () => {
  test('can be one of this app, whose key the monitor may use', () => {
    const app = new App();
    const own = new Stack(app, 'Own', { stackName: 'partner-provider', env: EAST });
    const encryptionKey = new kms.Key(own, 'Key', { alias: 'partner' });
    const provider = new HostedConnectionProvider(own, 'Provider', { encryptionKey });
    const stack = new Stack(app, 'Stack', { env: EAST });
    monitorIn(stack, { provider });
    const template = Template.fromStack(stack);
    expect(environmentOf(template)).toMatchObject({ CLAIMS_TABLE_NAME: 'partner-provider-claims' });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'kms:Decrypt' })]) },
    });
  });

  test('can be one that is deployed already, with a key', () => {
    const stack = newStack();
    const provider = HostedConnectionProvider.fromDeployed(stack, 'P', { stackName: 'partner-provider' });
    const encryptionKey = new kms.Key(stack, 'Key');
    monitorIn(stack, { provider, encryptionKey });
    const template = Template.fromStack(stack);
    expect(environmentOf(template)).toMatchObject({ METRICS_OF: 'partner-provider' });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'kms:Decrypt' })]) },
    });
  });

  test('can be in the stack of the monitor, without a warning', () => {
    const stack = newStack();
    const provider = new HostedConnectionProvider(stack, 'Provider');
    monitorIn(stack, { provider });
    expect(messagesOf(stack)).toEqual([]);
  });

  test('cannot be one of which only the service token is known', () => {
    const stack = newStack();
    const token = 'arn:aws:lambda:us-east-1:111122223333:function:own';
    const provider = HostedConnectionProvider.fromServiceToken(stack, 'P', token);
    expect(() => monitorIn(stack, { provider })).toThrow(
      "provider is 'Stack/P', of which nothing but the service token is known, expected one whose table is known: pass " +
        "HostedConnectionProvider.fromDeployed() (at 'Stack/Drift')",
    );
  });

  test('cannot be one of another stage or region', () => {
    const app = new App();
    const provider = new HostedConnectionProvider(new Stack(app, 'Own', { env: EAST }), 'Provider');
    const west = new Stack(app, 'West', { env: { ...EAST, region: 'us-west-2' } });
    expect(() => monitorIn(west, { provider })).toThrow(
      "provider is 'Own/Provider' in the region us-east-1, expected one in us-west-2",
    );
    const staged = new Stack(new Stage(app, 'Prod'), 'Stack', { env: EAST });
    expect(() => monitorIn(staged, { provider })).toThrow("provider is 'Own/Provider' in the app itself");
  });
});

describe('what is given wrongly', () => {
  test.each<[string, object]>([
    ['interval is 15, expected a Duration of whole minutes', { interval: 15 }],
    ["eventBus is 'default', expected an event bus of the CDK", { eventBus: 'default' }],
    ["watchApiCalls is 'yes', expected true or false", { watchApiCalls: 'yes' }],
    ["provider is 'mine', expected a HostedConnectionProvider", { provider: 'mine' }],
  ])('%s', (text, props) => {
    expect(() => monitorIn(newStack(), props as HostedConnectionDriftMonitorProps)).toThrow(text);
  });

  test('is an interval of no minute', () => {
    expect(() => monitorIn(newStack(), { interval: Duration.seconds(30) })).toThrow(
      'interval is Duration.seconds(30), expected whole minutes, at least 1, known at synthesis: pass, for example, Duration.minutes(15)',
    );
  });
});

describe('the metrics', () => {
  const stack = newStack();
  const monitor = monitorIn(stack, { interval: Duration.minutes(30) });

  test.each([
    ['Drifted', monitor.metricDrifted()],
    ['Associations', monitor.metricAssociations()],
    ['InterruptionSeconds', monitor.metricInterruptionSeconds()],
  ])('%s is of the provider, and has a value in every run', (metricName, metric) => {
    expect(metric.toMetricConfig().metricStat).toMatchObject({
      namespace: 'HostedConnections',
      metricName,
      dimensions: [{ name: 'Provider', value: DEFAULT_STACK }],
      statistic: 'Maximum',
      period: Duration.minutes(30),
    });
  });

  test('of failures is that of the function', () => {
    expect(monitor.metricFailures().toMetricConfig().metricStat).toMatchObject({
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      statistic: 'Sum',
      period: Duration.minutes(30),
    });
  });

  test('take other settings', () => {
    const metric = monitor.metricDrifted({ statistic: 'Sum', period: Duration.hours(1), label: 'moved' });
    expect(metric.toMetricConfig().metricStat).toMatchObject({ statistic: 'Sum', period: Duration.hours(1) });
    expect(metric.label).toBe('moved');
  });

  test('make an alarm', () => {
    const other = newStack();
    monitorIn(other).metricDrifted().createAlarm(other, 'Moved', { threshold: 1, evaluationPeriods: 2 });
    Template.fromStack(other).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Drifted',
      Period: 900,
      Dimensions: [{ Name: 'Provider', Value: DEFAULT_STACK }],
    });
  });
});

describe('a rule for the events', () => {
  test('has their pattern, a target, and what is asked for beside', () => {
    const stack = newStack();
    const queue = new sqs.Queue(stack, 'Queue');
    monitorIn(stack).onDrift('OnDrift', {
      target: new targets.SqsQueue(queue),
      eventPattern: { detail: { kind: ['moved'] } },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventBusName: 'default',
      EventPattern: {
        source: ['cdk-hosted-connection-association'],
        'detail-type': ['Hosted Connection Drift'],
        detail: { kind: ['moved'] },
      },
      Targets: [Match.objectLike({ Arn: Match.anyValue() })],
    });
  });
});
