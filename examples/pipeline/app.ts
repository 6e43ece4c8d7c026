/**
 * Moves a fleet in waves with CDK Pipelines. Before each wave, the pipeline waits for some time after the wave before it,
 * and then for the approval of a person.
 *
 *     npx cdk deploy --app "npx tsx examples/pipeline/app.ts"
 *
 * The pipeline reads its waves from the repository that you name here.
 *
 * All waves share one provider, which remembers where their connections came from. It has a stage of its own, which is
 * deployed first. Waves that each made one would deploy the same stack, one over the other.
 *
 * Each wave is a stack. If a connection of a wave cannot move, CloudFormation brings that wave home, and the pipeline
 * stops. The waves before it stay where they are.
 *
 * Between two waves a Step Functions state machine waits, for 7 days at most. Nothing runs while it waits; a build that
 * sleeps costs money for each minute. CloudFormation's own monitoring time is no alternative: it is an argument of its
 * calls, which neither a template nor an action of a pipeline can set.
 */
import { App, Duration, Stack, StackProps, Stage, StageProps } from 'aws-cdk-lib';
import { IStage, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { StepFunctionInvokeAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { DefinitionBody, IStateMachine, StateMachine, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import * as pipelines from 'aws-cdk-lib/pipelines';
import { Construct } from 'constructs';
import {
  HostedConnectionMigration,
  HostedConnectionParent,
  HostedConnectionProvider,
} from 'cdk-hosted-connection-association';

const REPOSITORY = 'owner/name';
const SOURCE_ARN =
  'arn:aws:codeconnections:us-east-1:111122223333:connection/00000000-0000-0000-0000-000000000000';
const PARTNER = { account: '111122223333', region: 'us-east-1' };
const PROVIDER_STACK = 'hosted-connection-provider';
const BAKE_TIME = Duration.hours(4);
const WAVES = [
  { name: 'First', connectionIds: ['dxcon-fg9607vm', 'dxcon-fgh2k3m4'] },
  { name: 'Second', connectionIds: ['dxcon-fgj5n6p7', 'dxcon-fgq8r9s0', 'dxcon-fgt1v2w3'] },
];

class ProviderStage extends Stage {
  public constructor(scope: Construct, id: string, props: StageProps) {
    super(scope, id, props);
    const stack = new Stack(this, 'Shared', { stackName: PROVIDER_STACK });
    new HostedConnectionProvider(stack, 'Provider');
  }
}

interface WaveProps extends StageProps {
  readonly connectionIds: string[];
}

class Wave extends Stage {
  public constructor(scope: Construct, id: string, props: WaveProps) {
    super(scope, id, props);
    new HostedConnectionMigration(new Stack(this, 'Connections'), 'ToNewLag', {
      moves: props.connectionIds.map((connectionId) => ({ connectionId })),
      parent: HostedConnectionParent.fromLagId('dxlag-fhccu14t'),
      canary: 1,
      provider: HostedConnectionProvider.fromDeployed(this, 'Provider', { stackName: PROVIDER_STACK }),
    });
  }
}

class BakeStep extends pipelines.Step implements pipelines.ICodePipelineActionFactory {
  public constructor(
    id: string,
    private readonly stateMachine: IStateMachine,
  ) {
    super(id);
  }

  public produceAction(
    stage: IStage,
    { actionName, runOrder }: pipelines.ProduceActionOptions,
  ): pipelines.CodePipelineActionFactoryResult {
    const { stateMachine } = this;
    stage.addAction(new StepFunctionInvokeAction({ actionName, runOrder, stateMachine }));
    return { runOrdersConsumed: 1 };
  }
}

class MigrationPipeline extends Stack {
  public constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const pipeline = new pipelines.CodePipeline(this, 'Pipeline', {
      synth: this.createSynth(),
      // V2 costs money for each minute of an action, also while it waits.
      pipelineType: PipelineType.V1,
    });
    pipeline.addStage(new ProviderStage(this, 'Provider', { env: PARTNER }));
    const wait = new Wait(this, 'Wait', { time: WaitTime.duration(BAKE_TIME) });
    const bakeTime = new StateMachine(this, 'BakeTime', {
      definitionBody: DefinitionBody.fromChainable(wait),
    });

    WAVES.forEach(({ name, connectionIds }, index) => {
      const bake = index === 0 ? [] : [new BakeStep('Bake', bakeTime)];
      const approval = new pipelines.ManualApprovalStep(`Move${name}`);
      const wave = pipeline.addWave(name, { pre: pipelines.Step.sequence([...bake, approval]) });
      wave.addStage(new Wave(this, name, { connectionIds, env: PARTNER }));
    });
  }

  private createSynth(): pipelines.ShellStep {
    return new pipelines.ShellStep('Synth', {
      input: pipelines.CodePipelineSource.connection(REPOSITORY, 'main', { connectionArn: SOURCE_ARN }),
      commands: ['npm ci', 'npm run build', 'npx cdk synth --app "npx tsx examples/pipeline/app.ts"'],
    });
  }
}

new MigrationPipeline(new App(), 'MigrationPipeline', { env: PARTNER });
