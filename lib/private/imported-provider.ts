import { Arn, ArnFormat, Fn, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { SERVICE_TOKEN_EXPORT } from '../contract';
import { IHostedConnectionProvider } from '../hosted-connection-provider';
import { knownTables } from './claims-table';
import { validateEnvironment } from './environments';
import { misuse } from './errors';
import { shown } from './given';
import { isKnown, isPlaceholder } from './lookups';
import { connections } from './provider-connection';

/** What CloudFormation takes as the name of a stack. */
const STACK_NAME_PATTERN = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;

/** The ARN of a function, without a version or an alias. */
const FUNCTION_ARN_PATTERN = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+$/;

/** Properties of a provider that is deployed already. */
interface ImportedProviderProps {
  /** What custom resources call. */
  readonly serviceToken: string;
  /** Throws unless the provider may serve what is in the scope. */
  readonly validate?: (consumer: Construct) => void;
}

/** A provider that is deployed already, by another app or another stage. */
export class ImportedProvider extends Construct implements IHostedConnectionProvider {
  public readonly serviceToken: string;

  public constructor(scope: Construct, id: string, props: ImportedProviderProps) {
    super(scope, id);
    const { serviceToken, validate } = props;
    this.serviceToken = serviceToken;
    connections.set(this, (consumer) => {
      validate?.(consumer);
      return { serviceToken };
    });
  }
}

/** By the export of its stack, in the account and region of whatever uses it. */
export function importByStackName(scope: Construct, id: string, stackName: unknown): ImportedProvider {
  if (typeof stackName !== 'string' || (isKnown(stackName) && !STACK_NAME_PATTERN.test(stackName))) {
    throw misuse(
      `stackName of '${pathOf(scope, id)}' is ${shown(stackName)}, expected a letter and up to 127 letters, digits and ` +
        'hyphens: pass the name of the stack that the provider is deployed in',
      scope,
    );
  }
  // eslint-disable-next-line cdk/no-variable-construct-id, cdk/require-passing-this -- the caller names it, and is its scope
  const provider = new ImportedProvider(scope, id, { serviceToken: Fn.importValue(exportNameOf(stackName)) });
  knownTables.set(provider, { stackName });
  return provider;
}

/** By the ARN of the function that custom resources call. */
export function importByServiceToken(scope: Construct, id: string, serviceToken: unknown): ImportedProvider {
  if (typeof serviceToken === 'string' && isPlaceholder(serviceToken)) {
    // eslint-disable-next-line cdk/no-variable-construct-id, cdk/require-passing-this -- the caller names it, and is its scope
    return new ImportedProvider(scope, id, { serviceToken });
  }
  validateServiceToken(scope, id, serviceToken);
  const { account = '', region = '' } = Arn.split(serviceToken, ArnFormat.COLON_RESOURCE_NAME);
  const fix = 'pass the service token of a provider that is deployed there';
  // eslint-disable-next-line cdk/no-variable-construct-id, cdk/require-passing-this -- the caller names it, and is its scope
  return new ImportedProvider(scope, id, {
    serviceToken,
    validate: (consumer) =>
      validateEnvironment(`provider is '${serviceToken}'`, { account, region }, consumer, fix),
  });
}

/** The name under which the stack of a provider exports the service token. It is written into every stack that uses it. */
export function exportNameOf(stackName: string): string {
  return `${stackName}${SERVICE_TOKEN_EXPORT}`;
}

function validateServiceToken(
  scope: Construct,
  id: string,
  serviceToken: unknown,
): asserts serviceToken is string {
  const path = pathOf(scope, id);
  if (Token.isUnresolved(serviceToken)) {
    throw misuse(
      `serviceToken of '${path}' is a token, expected an ARN that is known at synthesis: use ` +
        'HostedConnectionProvider.fromDeployed(), or pass the provider itself as the property provider',
      scope,
    );
  }
  if (typeof serviceToken !== 'string' || !FUNCTION_ARN_PATTERN.test(serviceToken)) {
    throw misuse(
      `serviceToken of '${path}' is ${shown(serviceToken)}, expected the ARN of a Lambda function, ` +
        "'arn:aws:lambda:<region>:<account>:function:<name>': pass the value of the export '<stack name>:ServiceToken'",
      scope,
    );
  }
}

function pathOf(scope: Construct, id: string): string {
  return [scope.node.path, id].filter((part) => part !== '').join('/');
}
