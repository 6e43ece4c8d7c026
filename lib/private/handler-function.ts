import * as path from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { HANDLER_TIMEOUT_SECONDS } from '../timing';

const BUNDLE = path.join(__dirname, '..', '..', 'lambda', 'dist');

/** Properties of a function out of the package's bundle. */
export interface HandlerFunctionProps {
  /** The export of the bundle that is called. */
  readonly entryPoint: 'onEvent' | 'isComplete';

  /** What the function does, for those who find it in the console. */
  readonly description: string;

  /**
   * The environment variables of the function.
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
    this.function = new lambda.Function(this, 'Function', {
      description: props.description,
      code: lambda.Code.fromAsset(BUNDLE),
      handler: `index.${props.entryPoint}`,
      runtime: lambda.determineLatestNodeRuntime(this),
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(HANDLER_TIMEOUT_SECONDS),
      environment: props.environment,
    });
    // Named after the function, not handed to it: the provider framework's error texts point to the default name, and
    // by the reference the group goes before the function.
    this.logGroup = new logs.LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${this.function.functionName}`,
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
