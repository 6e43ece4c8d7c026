import { Annotations, Aws, Stack, Stage, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DEFAULT_PROVIDER_STACK } from '../contract';
import { IHostedConnectionProvider } from '../hosted-connection-provider';
import { deployedStackOf, Environment, literalsOf } from './environments';
import { misuse } from './errors';
import { importByStackName } from './imported-provider';
import { Shared } from './shared';

/** The context key that makes a provider that is deployed already the default. */
const CONTEXT_KEY = 'cdk-hosted-connection-association:provider';

const defaults = new Shared<IHostedConnectionProvider>('DefaultProvider');

/**
 * The provider of what is in the scope, where none is given: one for each environment in a stage, made by the first who
 * asks, and the same whoever asks first.
 *
 * @param make declares a provider in the stack that is made for it.
 */
export function findDefaultProvider(
  scope: Construct,
  make: (stack: Stack) => IHostedConnectionProvider,
): IHostedConnectionProvider {
  const stage = Stage.of(scope);
  if (!stage) {
    throw misuse(
      `'${scope.node.path}' is in no Stage, expected an App or a Stage above it, where the stack of the provider can ` +
        'be: build the tree on an App, or pass the property provider',
      scope,
    );
  }
  const stackName = readContext(scope);
  if (stackName !== undefined) return findImported(stage, stackName);
  const provider = findOrMake(stage, deployedStackOf(scope), make);
  warnOfSynthesizer(deployedStackOf(scope), Stack.of(provider));
  return provider;
}

function findOrMake(
  stage: Stage,
  environment: Environment,
  make: (stack: Stack) => IHostedConnectionProvider,
): IHostedConnectionProvider {
  const { account, region } = literalsOf(environment);
  const id = ['HostedConnectionProvider', account, region].filter((part) => part !== undefined).join('-');
  const existing = find(stage, id);
  if (existing) return existing;
  // The stage has an environment too, which the stack must not take where the user's stack has not.
  const env = { account: account ?? Aws.ACCOUNT_ID, region: region ?? Aws.REGION };
  const stack = new Stack(stage, id, {
    stackName: DEFAULT_PROVIDER_STACK,
    description: 'Moves hosted connections for the stacks that have associations of them',
    analyticsReporting: false,
    env,
  });
  const provider = make(stack);
  defaults.set(stack, provider);
  return provider;
}

function findImported(stage: Stage, stackName: string): IHostedConnectionProvider {
  const id = `DeployedHostedConnectionProvider-${stackName}`;
  const existing = find(stage, id);
  if (existing) return existing;
  const provider = importByStackName(stage, id, stackName);
  defaults.set(provider, provider);
  return provider;
}

function find(stage: Stage, id: string): IHostedConnectionProvider | undefined {
  const child = stage.node.tryFindChild(id);
  if (!child) return undefined;
  const provider = defaults.get(child);
  if (provider) return provider;
  throw misuse(
    `'${child.node.path}' is a construct of the app, expected that id to be free for the default ` +
      'HostedConnectionProvider: rename the construct, or pass the property provider',
    child,
  );
}

/** The name of the stack that the context names; undefined if it names none. */
function readContext(scope: Construct): string | undefined {
  const value: unknown = scope.node.tryGetContext(CONTEXT_KEY);
  // The command line knows texts only.
  if (value === undefined || value === false || value === 'false') return undefined;
  if (value === true || value === 'true') return DEFAULT_PROVIDER_STACK;
  if (typeof value === 'string' && !Token.isUnresolved(value)) return value;
  throw misuse(
    `the context '${CONTEXT_KEY}' is ${JSON.stringify(value)} for '${scope.node.path}', expected the name of the ` +
      `provider's stack: set it to that name, or to true for '${DEFAULT_PROVIDER_STACK}'`,
    scope,
  );
}

/** The stack of the provider has the synthesizer of the app, whatever stack has asked for it. */
function warnOfSynthesizer(user: Stack, provider: Stack): void {
  const [own, other] = [describeSynthesizer(user), describeSynthesizer(provider)];
  if (own === other) return;
  Annotations.of(user).addWarningV2(
    'cdk-hosted-connection-association:synthesizer',
    `the stack '${user.node.path}' is deployed with ${own}, and the stack of its provider, '${provider.node.path}', with ` +
      `${other}, expected the same of both: set it for the app with defaultStackSynthesizer, or declare a ` +
      'HostedConnectionProvider in a stack with that synthesizer, and pass it as the property provider',
  );
}

function describeSynthesizer({ synthesizer }: Stack): string {
  return `${synthesizer.constructor.name} and the qualifier '${synthesizer.bootstrapQualifier ?? ''}'`;
}
