import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import {
  DRIFT_DETAIL_TYPE,
  DRIFT_EVENT_SOURCE,
  DRIFT_METRICS,
  METRIC_DIMENSION,
  METRIC_NAMESPACE,
} from './contract';
import { HostedConnectionProvider, IHostedConnectionProvider } from './hosted-connection-provider';
import { createDriftFunction } from './private/drift-function';
import { renderInterval, tableOf, validateMonitor } from './private/drift-props';
import { inject } from './private/property-injection';

/** Properties of a drift monitor. */
export interface HostedConnectionDriftMonitorProps {
  /**
   * The provider whose associations are watched. It must be in the same account and region, and must not be known by its
   * service token alone.
   *
   * @default - the provider that all associations of the account and region share: `HostedConnectionProvider.of()`
   */
  readonly provider?: IHostedConnectionProvider;

  /**
   * How often all associations are compared with Direct Connect: at least 1 minute, in whole minutes.
   *
   * @default Duration.minutes(15)
   */
  readonly interval?: Duration;

  /**
   * The bus that the events go to.
   *
   * @default - the default bus of the account and region
   */
  readonly eventBus?: events.IEventBus;

  /**
   * Whether a connection is also compared when somebody calls `AssociateHostedConnection`. The account needs a trail of
   * AWS CloudTrail that logs management events in the region.
   *
   * @default false
   */
  readonly watchApiCalls?: boolean;

  /**
   * The key of the provider's table.
   *
   * @default - the key of the provider, if the provider is declared in this app
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * Notices which hosted connections are not where their associations have put them: somebody has moved them by hand, or
 * they are gone. It moves none.
 *
 * It writes metrics and a line in its log, and sends an event for each such connection, in every run for as long as it is
 * so. Connections in the middle of an operation, and for 3.5 minutes after it, are left out.
 *
 * @exampleMetadata fixture=in-stack
 * @example
 * const monitor = new HostedConnectionDriftMonitor(this, 'Drift');
 * monitor.metricDrifted().createAlarm(this, 'Moved', { threshold: 1, evaluationPeriods: 2 });
 */
export class HostedConnectionDriftMonitor extends Construct {
  /** By which a property injector names this class. */
  public static readonly PROPERTY_INJECTION_ID: string =
    'cdk-hosted-connection-association.HostedConnectionDriftMonitor';

  /** The function that compares. Invoke it to compare now. */
  public readonly handler: lambda.IFunction;

  private readonly providerStackName: string;
  private readonly interval: Duration;
  private readonly eventBus: events.IEventBus;

  /**
   * Declares a monitor.
   *
   * @param scope the stack, or a construct in it, that the monitor belongs to: of the account and region of the provider.
   * @param id the name of the construct in its scope.
   * @param props what is watched, and how.
   * @throws `ValidationError` of the CDK: if a property has a wrong type; if `provider` is of another stage, account or
   * region, or is known by its service token alone.
   */
  public constructor(scope: Construct, id: string, props?: HostedConnectionDriftMonitorProps) {
    super(scope, id);
    const injected = inject(HostedConnectionDriftMonitor.PROPERTY_INJECTION_ID, props ?? {}, { scope, id });
    validateMonitor(this, injected);
    const provider = injected.provider ?? HostedConnectionProvider.of(this);
    const { stackName, encryptionKey } = tableOf(this, provider);
    this.providerStackName = stackName;
    this.interval = renderInterval(this, injected.interval);
    this.eventBus = injected.eventBus ?? events.EventBus.fromEventBusName(this, 'DefaultBus', 'default');
    this.handler = createDriftFunction(this, {
      stackName,
      encryptionKey: injected.encryptionKey ?? encryptionKey,
      eventBus: this.eventBus,
      interval: this.interval,
    });
    this.addSchedule();
    if (injected.watchApiCalls) this.addApiCalls();
    if (Stack.of(provider) !== Stack.of(this)) this.node.addDependency(provider);
  }

  /**
   * The number of connections that are not where their associations have put them, at its highest.
   *
   * @param props other settings of the metric.
   */
  public metricDrifted(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(DRIFT_METRICS.drifted, props);
  }

  /**
   * The number of connections that have an association, at its highest.
   *
   * @param props other settings of the metric.
   */
  public metricAssociations(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(DRIFT_METRICS.associations, props);
  }

  /**
   * How long the moves of associations have interrupted their connections, in seconds: the longest. A move counts when a
   * run finds that it has ended.
   *
   * @param props other settings of the metric.
   */
  public metricInterruptionSeconds(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(DRIFT_METRICS.interruptionSeconds, props);
  }

  /**
   * The number of runs that could not compare everything, or not tell what they found: their sum. The log says why.
   *
   * @param props other settings of the metric.
   */
  public metricFailures(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.handler.metricErrors({ period: this.interval, statistic: cloudwatch.Stats.SUM, ...props });
  }

  /**
   * A rule for the events of the monitor: `Hosted Connection Drift`, with `connectionId`, `kind` (`moved` or `gone`),
   * `expectedParentConnectionId`, `foundParentConnectionId`, `stackId` and `logicalResourceId` in their detail.
   *
   * @param id the name of the rule in the scope of the monitor.
   * @param options what happens then.
   */
  public onDrift(id: string, options: events.OnEventOptions = {}): events.Rule {
    // eslint-disable-next-line cdk/no-variable-construct-id -- the caller names it
    const rule = new events.Rule(options.crossStackScope ?? this, id, {
      ...options,
      eventBus: this.eventBus,
      eventPattern: {
        ...options.eventPattern,
        source: [DRIFT_EVENT_SOURCE],
        detailType: [DRIFT_DETAIL_TYPE],
      },
    });
    if (options.target) rule.addTarget(options.target);
    return rule;
  }

  private metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: METRIC_NAMESPACE,
      metricName,
      dimensionsMap: { [METRIC_DIMENSION]: this.providerStackName },
      statistic: cloudwatch.Stats.MAXIMUM,
      period: this.interval,
      ...props,
    });
  }

  private addSchedule(): void {
    new events.Rule(this, 'Schedule', {
      description: 'Compares hosted connections with their associations',
      schedule: events.Schedule.rate(this.interval),
      targets: [this.target()],
    });
  }

  private addApiCalls(): void {
    new events.Rule(this, 'ApiCalls', {
      description: 'Compares a hosted connection that somebody moves',
      eventPattern: {
        source: ['aws.directconnect'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: { eventSource: ['directconnect.amazonaws.com'], eventName: ['AssociateHostedConnection'] },
      },
      targets: [this.target()],
    });
  }

  /** The next run does what this one could not. */
  private target(): events.IRuleTarget {
    return new targets.LambdaFunction(this.handler, { retryAttempts: 0 });
  }
}
