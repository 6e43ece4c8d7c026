import { Annotations, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { deployedStackOf, mayBeSame } from './environments';
import { misuse } from './errors';
import { Shared } from './shared';
import { isInTree } from './tree';

/** The providers that are declared in an app: on its root all of them, on a stack its own. */
const providers = new Shared<Construct[]>('Providers');

/**
 * Notes where a provider is declared.
 *
 * @throws if that is a nested stack, or a stack that has a provider already.
 */
export function declareProvider(provider: Construct): void {
  const stack = Stack.of(provider);
  if (stack.nested) {
    throw misuse(
      `'${provider.node.path}' is in the nested stack '${stack.node.path}', whose name is known at deployment only, ` +
        'expected a stack that is not nested: declare the HostedConnectionProvider in a stack of its own, and pass it ' +
        'as the property provider',
      provider,
    );
  }
  const inStack = providers.getOrSet(stack, () => []);
  const other = inStack.find(isInTree);
  if (other) {
    throw misuse(
      `'${provider.node.path}' is the second HostedConnectionProvider in the stack '${stack.node.path}', expected one: ` +
        `pass '${other.node.path}' as the property provider, or declare this one in another stack`,
      provider,
    );
  }
  inStack.push(provider);
  const inApp = providers.getOrSet(provider.node.root, () => []);
  const rival = inApp.find((each) => isInTree(each) && isSameStack(Stack.of(each), stack));
  if (rival) warnOfRival(provider, rival);
  inApp.push(provider);
}

function isSameStack(one: Stack, other: Stack): boolean {
  return one.stackName === other.stackName && mayBeSame(one, other);
}

function warnOfRival(provider: Construct, rival: Construct): void {
  const [stack, other] = [deployedStackOf(provider), deployedStackOf(rival)];
  Annotations.of(provider).addWarningV2(
    'cdk-hosted-connection-association:providerStackTwice',
    `the stacks '${other.node.path}' and '${stack.node.path}' are both called '${stack.stackName}', and may be deployed ` +
      'to the same account and region, expected one provider there: the last deployment wins, and two at the same time ' +
      'fail; let one app or stage own the provider, and use HostedConnectionProvider.fromDeployed() in the others, or ' +
      'give their stacks an env',
  );
}
