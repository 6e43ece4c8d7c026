/**
 * `npm run demo`: the unmodified `cdk` CLI moves a hosted connection to a LAG, to another LAG, and home again, on a
 * local AWS with a simulated Direct Connect. Ends with 0 only if every step was seen to have happened.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cdk, CdkResult } from '../local-aws/cdk';
import type { LocalAws } from '../local-aws/local-aws';
import { PROVIDER_ID, SharedProvider } from '../local-aws/provider';
import { DeployedStack } from '../local-aws/stack';
import { withLocalAws } from '../local-aws/with-local-aws';
import { inventory } from '../../simulator';
import { CommandLine, CommandResult } from './command-line';
import type { DirectConnectSimulator } from '../../simulator';

const CONNECTION = 'dxcon-fg9607vm';
const INTERCONNECT = 'dxcon-ffabc123';
const LAG_A = 'dxlag-fhccu14t';
const LAG_B = 'dxlag-fgkq2m7x';
const STACK = 'HostedConnections';
const APP = 'npx tsx examples/association/app.ts';

const PARTNER = inventory({
  interconnects: [INTERCONNECT],
  lags: [LAG_A, LAG_B],
  hosted: { [INTERCONNECT]: [{ connectionId: CONNECTION, connectionName: 'Acme', vlan: 101 }] },
});

/** How long a move takes to settle in the simulation, in milliseconds. */
const SETTLE_MS = 1_500;

async function main(): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  say('Starting a local AWS (MiniStack) and a simulated Direct Connect on this machine.');
  await withLocalAws({ inventory: PARTNER, settleMs: SETTLE_MS }, (aws, simulator) =>
    new Demo(aws, simulator).run(),
  );
  say('Everything was stopped and removed.');
}

interface Expected {
  readonly exitCode: number;
  readonly text: string;
}

class Demo {
  private readonly cdk: Cdk;
  private readonly stack: DeployedStack;
  private readonly provider: SharedProvider;
  private readonly commandLine: CommandLine;

  public constructor(
    private readonly aws: LocalAws,
    private readonly simulator: DirectConnectSimulator,
  ) {
    this.cdk = new Cdk(aws);
    this.stack = new DeployedStack(aws, STACK);
    this.provider = new SharedProvider(aws);
    this.commandLine = new CommandLine(aws, simulator.url);
  }

  public async run(): Promise<void> {
    await this.step('cdk bootstrap', () => this.cdk.bootstrap());
    heading('Before');
    this.expectAt(INTERCONNECT, 0, 'where its customer has it');
    say('  There is no stack, and no claim.');

    heading('1. cdk deploy: onto a LAG');
    const onLagA = await this.synthesize(LAG_A);
    await this.showPlan(onLagA, LAG_A);
    const created = await this.watched(() => this.deploy(onLagA));
    showOutputs(created);
    this.expectAt(LAG_A, 1, 'moved by the create');
    await this.showClaim(LAG_A);

    heading('Somebody moves the connection by hand');
    this.simulator.moveByHand(CONNECTION, LAG_B);
    await this.showStatus(1, 'moved by hand');
    await sleep(SETTLE_MS);
    this.simulator.moveByHand(CONNECTION, LAG_A);
    await sleep(SETTLE_MS);

    heading('2. cdk deploy with another parent: moved in place');
    const onLagB = await this.synthesize(LAG_B);
    await this.showPlan(onLagB, LAG_B);
    const updated = await this.deploy(onLagB);
    expectEqual(
      updated.outputs[STACK]?.['AcmeParentConnectionId'],
      LAG_B,
      'the output AcmeParentConnectionId',
    );
    this.expectAt(LAG_B, 2, 'moved by the update');
    await this.showClaim(LAG_B);

    heading('3. cdk destroy: home again');
    await this.destroy(STACK);
    this.expectAt(INTERCONNECT, 3, 'put back where it came from');
    await this.showThatProviderStays();

    heading('4. cdk destroy of the provider: nothing is left');
    await this.destroy(PROVIDER_ID);
    this.expectAt(INTERCONNECT, 3, 'left alone');
    await this.showThatProviderIsGone();
    say(`\nThree moves, ${this.simulator.interruptions} interruptions, and the connection is where it was.`);
  }

  private async synthesize(parentId: string): Promise<string> {
    const folder = join(this.aws.folder, `onto-${parentId}`);
    const args = ['-c', `connectionId=${CONNECTION}`, '-c', `parentId=${parentId}`];
    const command = `cdk synth -c parentId=${parentId} -o ${this.short(folder)}`;
    await this.step(command, () => this.cdk.synth(APP, folder, { args }));
    return folder;
  }

  private showPlan(folder: string, parentId: string): Promise<void> {
    return this.show(['plan', '--app', folder], 0, `${parentId}  move`);
  }

  private showStatus(exitCode: number, state: string): Promise<void> {
    return this.show(['status'], exitCode, state);
  }

  private async show(args: string[], exitCode: number, text: string): Promise<void> {
    say(`  $ npx hosted-connections ${this.shown(args)}`);
    this.showResult(args, await this.commandLine.run(...args), { exitCode, text });
  }

  /** Deploys with `watch` beside it, as in another terminal. */
  private async watched(deploy: () => Promise<CdkResult>): Promise<CdkResult> {
    const args = ['watch', STACK];
    say(`  $ npx hosted-connections ${this.shown(args)} &`);
    const watching = this.commandLine.start(...args);
    await watching.speaks;
    const result = await deploy();
    this.showResult(args, await watching.ended, { exitCode: 0, text: '1 connection: 1 as declared' });
    return result;
  }

  private showResult(args: string[], { printed, exitCode }: CommandResult, expected: Expected): void {
    say(printed.trimEnd().replace(/^(?=.)/gm, '    '));
    expectEqual(exitCode, expected.exitCode, `the exit code of ${this.shown(args)}`);
    expectEqual(printed.includes(expected.text), true, `whether it says '${expected.text}'`);
  }

  private shown(args: string[]): string {
    return args.map((arg) => this.short(arg)).join(' ');
  }

  /** What was planned. */
  private deploy(folder: string): Promise<CdkResult> {
    const command = `cdk deploy ${STACK} --app ${this.short(folder)}`;
    return this.step(command, () => this.cdk.deploy(folder, { stacks: [STACK] }));
  }

  /** A path without the temporary folder that it is in. */
  private short(path: string): string {
    return path.replace(`${this.aws.folder}/`, '');
  }

  private destroy(stack: string): Promise<CdkResult> {
    return this.step(`cdk destroy ${stack}`, () => this.cdk.destroy(APP, { stacks: [stack] }));
  }

  private async step(command: string, run: () => Promise<CdkResult>): Promise<CdkResult> {
    process.stdout.write(`  $ ${command} ... `);
    const result = await run();
    process.stdout.write(`${result.exitCode === 0 ? 'done' : 'failed'} in ${result.seconds.toFixed(1)} s\n`);
    if (result.exitCode !== 0) throw new Error(`${command} failed:\n${result.printed}`);
    return result;
  }

  /** Direct Connect itself is asked, not the stack. */
  private expectAt(parentId: string, interruptions: number, why: string): void {
    expectEqual(this.simulator.parentOf(CONNECTION), parentId, `the parent of ${CONNECTION}`);
    expectEqual(this.simulator.interruptions, interruptions, 'the number of interruptions');
    say(
      `  Direct Connect: ${CONNECTION} (Acme, vlan 101) is on ${parentId}, ${why}. Interruptions: ${interruptions}.`,
    );
  }

  private async showClaim(parentId: string): Promise<void> {
    const [claim] = (await this.provider.tableItems()) ?? [];
    expectEqual(
      claim?.['originalParentConnectionId'],
      INTERCONNECT,
      'originalParentConnectionId of the claim',
    );
    expectEqual(claim?.['phase'], 'settled', 'the phase of the claim');
    say(
      `  Claim: ${CONNECTION} came from ${INTERCONNECT}, is settled on ${parentId}, version ${String(claim?.['version'])}.`,
    );
  }

  private async showThatProviderStays(): Promise<void> {
    expectEqual(await this.stack.describe(), undefined, `the stack ${STACK}`);
    const provider = await this.provider.stack.describe();
    expectEqual(provider?.StackStatus, 'CREATE_COMPLETE', 'the status of the stack of the provider');
    say(`  The stack ${STACK} is gone. The stack of its provider, ${provider?.StackName}, stays deployed:`);
    say('  other stacks may use it, and it remembers where their connections came from.');
    say(`  When nobody needs it any more, delete it: cdk destroy ${PROVIDER_ID}`);
  }

  private async showThatProviderIsGone(): Promise<void> {
    expectEqual(await this.provider.stack.describe(), undefined, 'the stack of the provider');
    expectEqual(await this.provider.tableItems(), undefined, 'the table of claims');
    say('  The stack of the provider is gone, and with it the table of claims: no claim in it was live.');
  }
}

function showOutputs({ outputs }: CdkResult): void {
  const shown = Object.entries(outputs[STACK] ?? {});
  if (shown.length === 0) throw new Error('expected outputs of the stack, got none');
  say('  Outputs:');
  for (const [key, value] of shown.sort(([a], [b]) => a.localeCompare(b)))
    say(`    ${key} = ${value || "''"}`);
}

function expectEqual(actual: unknown, expected: unknown, what: string): void {
  if (actual === expected) return;
  throw new Error(`${what} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
}

function heading(text: string): void {
  say(`\n${text}`);
}

function say(text: string): void {
  console.log(text);
}

main().catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
