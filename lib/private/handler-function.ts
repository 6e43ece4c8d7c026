import * as path from 'node:path';
import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { PROVIDER_STACK_ENV } from '../contract';
import { HANDLER_TIMEOUT_SECONDS } from '../timing';
import { FunctionSettings } from './function-settings';

const BUNDLE = path.join(__dirname, '..', '..', 'lambda', 'dist');

/** Properties of a function out of the package's bundle. */
export interface HandlerFunctionProps extends FunctionSettings {
  /** The export of the bundle that is called. */
  readonly entryPoint: 'onEvent' | 'isComplete';

  /** What the function does, for those who find it in the console. */
  readonly description: string;

  /**
   * The environment variables of the function, beside that which names the provider's stack.
   *
   * @default - none
   */
  readonly environment?: Record<string, string>;
}

/** A function out of the package's bundle, and its log group. */
export class HandlerFunction extends Construct {
  /** The function itself. */
  public readonly function: lambda.Function;

  /** Where the function logs to. */
  public readonly logGroup: logs.ILogGroup;

  public constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    const { entryPoint, description, environment, vpc, vpcSubnets, securityGroups, architecture } = props;
    this.function = new lambda.Function(this, 'Function', {
      description,
      code: lambda.Code.fromAsset(BUNDLE),
      handler: `index.${entryPoint}`,
      runtime: lambda.determineLatestNodeRuntime(this),
      architecture,
      memorySize: 256,
      timeout: Duration.seconds(HANDLER_TIMEOUT_SECONDS),
      environment: { ...environment, [PROVIDER_STACK_ENV]: Aws.STACK_ID },
      environmentEncryption: props.encryptionKey,
      vpc,
      vpcSubnets,
      securityGroups,
    });
    // Named after the function, not handed to it: the provider framework's error texts point to the default name, and
    // by the reference the group goes before the function.
    this.logGroup = new logs.LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${this.function.functionName}`,
      retention: props.logRetention,
      encryptionKey: props.encryptionKey,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
