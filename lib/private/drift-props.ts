import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { HostedConnectionDriftMonitorProps } from '../hosted-connection-drift-monitor';
import { HostedConnectionProvider, IHostedConnectionProvider } from '../hosted-connection-provider';
import { DRIFT_INTERVAL_SECONDS } from '../timing';
import { validateProvider } from './association-props';
import { KnownTable, knownTables } from './claims-table';
import { validateEnvironment, validateStage } from './environments';
import { misuse } from './errors';
import { Expectation, hasMember, validateBooleans, validateObject, validateOptional } from './given';

const INTERVAL: Expectation = {
  isRight: (value) => hasMember(value, 'toSeconds'),
  expected: 'a Duration of whole minutes: pass, for example, Duration.minutes(15)',
};

const EVENT_BUS: Expectation = {
  isRight: (value) => hasMember(value, 'eventBusName'),
  expected: 'an event bus of the CDK: pass an events.IEventBus',
};

/** How often a monitor runs. Throws unless that is in whole minutes. */
export function renderInterval(
  monitor: Construct,
  interval = Duration.seconds(DRIFT_INTERVAL_SECONDS),
): Duration {
  const minutes = interval.isUnresolved() ? NaN : interval.toMinutes({ integral: false });
  if (Number.isInteger(minutes) && minutes > 0) return interval;
  throw misuse(
    `interval is ${interval.toString()}, expected whole minutes, at least 1, known at synthesis: pass, for example, ` +
      'Duration.minutes(15)',
    monitor,
  );
}

/** Throws unless a monitor can be what its properties say. */
export function validateMonitor(monitor: Construct, props: HostedConnectionDriftMonitorProps): void {
  validateObject(props, 'pass settings, or nothing', monitor);
  validateProvider(monitor, props.provider);
  validateOptional('interval', props.interval, INTERVAL, monitor);
  validateOptional('eventBus', props.eventBus, EVENT_BUS, monitor);
  validateBooleans(props, ['watchApiCalls'], monitor);
}

/**
 * The table of a provider.
 *
 * @throws if it is not known, or not where the monitor is.
 */
export function tableOf(monitor: Construct, provider: IHostedConnectionProvider): KnownTable {
  const table = knownTables.get(provider);
  if (table === undefined) {
    throw misuse(
      `provider is '${provider.node.path}', of which nothing but the service token is known, expected one whose table ` +
        'is known: pass HostedConnectionProvider.fromDeployed()',
      monitor,
    );
  }
  if (isDeclared(provider)) {
    validateStage(provider, monitor);
    const fix = 'declare the monitor in the account and region of the provider';
    validateEnvironment(`provider is '${provider.node.path}'`, Stack.of(provider), monitor, fix);
  }
  return table;
}

/** Whether it is one of this app. One that is imported may be anywhere. */
function isDeclared(provider: IHostedConnectionProvider): provider is HostedConnectionProvider {
  return 'serviceTokenExportName' in provider;
}
