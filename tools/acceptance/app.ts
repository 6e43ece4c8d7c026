import { ArnFormat, CustomResource, Duration, Stack, type App } from 'aws-cdk-lib';
import { HostedConnectionAssociation, HostedConnectionParent, HostedConnectionProvider } from '../../lib';
import type { RecorderProperties } from './recorder/recording';
import { RECORDER_STACK, defineRecorderStack } from './recorder/recorder-stack';

/** The stack with the association. */
export const TEST_STACK = 'HostedConnectionTest';

/** The stack of the provider: the account's own one stays as it is. */
export const PROVIDER_STACK = 'HostedConnectionTestProvider';

/** What a step deploys. */
export interface Declared {
  /** The parent of the association; without it the stack has none. */
  readonly parent?: string;
  readonly recorders: readonly DeclaredRecorder[];
}

export interface DeclaredRecorder extends RecorderProperties {
  /** Whether it is created after the association. */
  readonly isAfterAssociation?: boolean;
}

/** Longer than a recorder may take. */
const RECORDER_TIMEOUT = Duration.minutes(5);
const ASSOCIATION_TIMEOUT = Duration.minutes(15);

/** The three stacks of the test. */
export function defineApp(app: App, bundle: string, connectionId: string, declared: Declared): void {
  const recorderStack = defineRecorderStack(app, bundle);
  const provider = new HostedConnectionProvider(new Stack(app, PROVIDER_STACK), 'Provider');
  const stack = new Stack(app, TEST_STACK);
  stack.node.addDependency(recorderStack);
  const association =
    declared.parent === undefined
      ? undefined
      : new HostedConnectionAssociation(stack, 'Association', {
          connectionId,
          parent: parentWith(declared.parent),
          timeout: ASSOCIATION_TIMEOUT,
          outputs: [],
          provider,
        });
  for (const each of declared.recorders) {
    const recorder = defineRecorder(stack, each);
    if (each.isAfterAssociation && association) recorder.node.addDependency(association);
  }
}

function defineRecorder(
  stack: Stack,
  { label, revision, onCreate, onDelete }: RecorderProperties,
): CustomResource {
  const serviceToken = stack.formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: RECORDER_STACK,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new CustomResource(stack, label, {
    serviceToken,
    serviceTimeout: RECORDER_TIMEOUT,
    resourceType: 'Custom::Recorder',
    properties: { label, revision, onCreate, onDelete } satisfies RecorderProperties,
  });
}

function parentWith(id: string): HostedConnectionParent {
  return id.startsWith('dxlag-')
    ? HostedConnectionParent.fromLagId(id)
    : HostedConnectionParent.fromInterconnectId(id);
}
