import { Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { misuse } from './errors';
import { isKnown } from './lookups';

/** An account and a region, each of them perhaps known at deployment only. */
export interface Environment {
  readonly account: string;
  readonly region: string;
}

/** The stack that is deployed: the construct's own, or the one around it that is not nested. */
export function deployedStackOf(construct: IConstruct): Stack {
  const stack = Stack.of(construct);
  return stack.nestedStackParent ? deployedStackOf(stack.nestedStackParent) : stack;
}

/** The account and the region, without those that are known at deployment only. */
export function literalsOf({ account, region }: Environment): Partial<Environment> {
  return Object.fromEntries(
    Object.entries({ account, region }).filter(([, value]) => !Token.isUnresolved(value)),
  );
}

/** Whether the two may turn out to be the same account and the same region. */
export function mayBeSame(one: Environment, other: Environment): boolean {
  return firstDifference(one, other) === undefined;
}

/**
 * Throws unless something may be used by what is in the scope.
 *
 * @param given how the error names it: `provider is 'Stack/Provider'`.
 * @param fix how to put it right, for another account as for another region.
 */
export function validateEnvironment(
  given: string,
  environment: Partial<Environment>,
  scope: IConstruct,
  fix: string,
): void {
  const own = deployedStackOf(scope);
  const difference = firstDifference(environment, own);
  if (difference === undefined) return;
  throw misuse(
    `${given} in the ${difference} ${environment[difference]}, expected one in ${own[difference]}, the ` +
      `${difference} of '${scope.node.path}': ${fix}`,
    scope,
  );
}

/** Stages are deployed each on its own, and nothing in one can wait for something in another. */
export function validateStage(provider: IConstruct, scope: IConstruct): void {
  const [given, expected] = [Stage.of(provider), Stage.of(scope)];
  if (given === expected) return;
  throw misuse(
    `provider is '${provider.node.path}' in ${nameStage(given)}, expected one in ${nameStage(expected)}, where ` +
      `'${scope.node.path}' is: declare a provider there, or pass HostedConnectionProvider.fromDeployed()`,
    scope,
  );
}

function firstDifference(
  one: Partial<Environment>,
  other: Partial<Environment>,
): keyof Environment | undefined {
  const names = ['account', 'region'] as const;
  return names.find((name) => {
    const values = [one[name], other[name]];
    return !values.some((value) => value === undefined || !isKnown(value)) && one[name] !== other[name];
  });
}

function nameStage(stage: Stage | undefined): string {
  if (!stage) return 'no stage';
  return stage.node.path === '' ? 'the app itself' : `the stage '${stage.node.path}'`;
}
