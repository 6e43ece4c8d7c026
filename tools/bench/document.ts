import { availableParallelism } from 'node:os';
import { FIRST_LOOK_SECONDS } from '../../lib/timing';
import { isMet, ratioOf, show, type Comparison } from './comparison';
import { ANSWER_MS, MANY, type DeploymentFigures } from './deployments';
import { deploymentOf, listAims, perAssociation, type Figures } from './figures';
import { SIDES, SIDE_NAMES, type Side } from './fleet';
import { list, section, table } from './markdown';
import { COUNTS, LARGEST_COMMON_COUNT, type Refusal, type TemplateFigures } from './templates';

const OVER_THE_LIMIT = 'over the limit';

/** `docs/reports/benchmarks.md`: nothing but this run's figures stands in it as a figure. */
export function render(figures: Figures): string {
  const parts = [
    introduce(),
    renderAims(listAims(figures)),
    renderTemplates(figures),
    renderSynthesis(figures),
    renderHandlers(figures),
    renderDeployments(figures),
  ];
  return `${parts.join('\n\n')}\n`;
}

function introduce(): string {
  return [
    '# Benchmarks',
    `Made by \`npm run bench\` with Node.js ${process.versions.node} on ${availableParallelism()} CPUs; do not edit. Times are another machine's business; ratios are what to look at.`,
    'Each figure stands beside that of what there is without this package: an `AwsCustomResource` of `aws-cdk-lib/custom-resources` for each connection, which calls the same `AssociateHostedConnection`. On a create and an update it names the new parent. On a delete it names the parent where the connection came from, which its user has looked up and written down. Its policy is `AwsCustomResourcePolicy.fromSdkCalls` with `ANY_RESOURCE`. Neither side has outputs.',
    'It is cheaper where it does less: it makes the call, and believes it. It does not look where the connection is, whether the VLAN is free, or whether the connection has arrived. It remembers nothing, so a delete moves the connection also when somebody else has moved it meanwhile, and an event that is delivered twice makes the call twice.',
  ].join('\n\n');
}

function renderAims(aims: readonly Comparison[]): string {
  const rows = aims.map((aim) => [
    aim.what,
    show(aim.ours, aim.unit),
    show(aim.theirs, aim.unit),
    ratioOf(aim).toFixed(2),
    aim.aim.toFixed(2),
    isMet(aim) ? 'yes' : '**no**',
  ]);
  return section(
    'Aims',
    'The ratio is this package to `AwsCustomResource`. An aim is met when the ratio is no larger. Why one is missed, or near, stands with the figures below.',
    table(['', 'this package', 'compared with', 'ratio', 'aim', 'met'], rows),
  );
}

function renderTemplates(figures: Figures): string {
  const cell = (side: Side, count: number) => {
    const own = findTemplate(figures, side, count);
    return own ? `${show(own.bytes, 'bytes')} / ${show(own.resources, 'count')}` : OVER_THE_LIMIT;
  };
  const rows = SIDES.map((side) => [
    SIDE_NAMES[side],
    ...COUNTS.map((count) => cell(side, count)),
    show(perAssociation(figures, side, 'bytes', LARGEST_COMMON_COUNT), 'bytes'),
    show(perAssociation(figures, side, 'resources', LARGEST_COMMON_COUNT), 'count'),
  ]);
  const { refusals, provider } = figures.templates;
  return section(
    'Templates',
    `Bytes of the template as JSON without white space, with the paths of the constructs that the CLI asks for, and the number of its resources. For each association: the difference of the stacks of ${LARGEST_COMMON_COUNT} and of 1, by ${LARGEST_COMMON_COUNT - 1}.`,
    table(['bytes / resources', ...COUNTS.map(String), 'bytes for each', 'resources for each'], rows),
    list([
      ...refusals.map((refusal) => renderRefusal(figures, refusal)),
      `The provider with its functions, waiter, table and logs is not among these: it has a stack of its own, of ${show(provider.bytes, 'bytes')} and ${show(provider.resources, 'count')} resources, once for an account and region. The function of \`AwsCustomResource\` and its role are in each stack.`,
      'A migration has a preflight besides, which names each connection once more, and the order of its moves.',
      'With one role for all instead of a policy for each, as its user may write it, `AwsCustomResource` has one resource for each connection too.',
    ]),
  );
}

function renderRefusal(figures: Figures, { side, count, refusal }: Refusal): string {
  const limit = Number(/\d+$/.exec(refusal)?.[0]);
  return `${SIDE_NAMES[side]} of ${count}: the CDK says "${refusal}". ${mostThatFit(figures, side, limit)} fit. ${mostThatFit(figures, 'associations', limit)} ${SIDE_NAMES.associations} fit.`;
}

/** From the two largest stacks that were made: by then everything but the associations is there. */
function mostThatFit(figures: Figures, side: Side, limit: number): number {
  const [small, large] = figures.templates.figures.filter((each) => each.side === side).slice(-2);
  if (small === undefined || large === undefined) throw new Error(`expected two stacks of ${side}`);
  const each = (large.resources - small.resources) / (large.count - small.count);
  return large.count + Math.floor((limit - large.resources) / each);
}

function findTemplate(figures: Figures, side: Side, count: number): TemplateFigures | undefined {
  return figures.templates.figures.find((each) => each.side === side && each.count === count);
}

function renderSynthesis(figures: Figures): string {
  const rows = SIDES.map((side) => {
    const validated = figures.templates.validatedSynthMs.get(side);
    return [
      SIDE_NAMES[side],
      ...COUNTS.map((count) => {
        const own = findTemplate(figures, side, count);
        return own ? show(own.synthMs, 'ms') : OVER_THE_LIMIT;
      }),
      show(perAssociation(figures, side, 'synthMs', LARGEST_COMMON_COUNT) * 1000, 'µs'),
      validated === undefined ? '' : show(validated, 'ms'),
    ];
  });
  return section(
    'Synthesis',
    "Processor time from the start of the process to the end of `app.synth()`: plain node on the compiled package, a process of its own for each time, the sides by turns, the median. Processor time, because that of the clock changes with whatever else the machine does. Without the CDK's own validation of templates (`CDK_VALIDATION=false`), which takes the longest by far and is the same program for all; in the last column with it, as `cdk synth` runs it.",
    table(['', ...COUNTS.map(String), 'for each', `${LARGEST_COMMON_COUNT} with validation`], rows),
    'Most of the time of a small stack goes to node and to loading the CDK. A single association is slower than what it replaces, because the stack of the provider, which is synthesized with it, has more resources and needs more parts of the CDK: it is made once for an app, and each further association costs less.',
  );
}

function renderHandlers({ imports }: Figures): string {
  const rows = imports.map(({ name, files, bytes, milliseconds }) => [
    name,
    files.toLocaleString('en-US'),
    show(bytes, 'bytes'),
    show(milliseconds, 'ms'),
  ]);
  return section(
    'Handlers',
    'What is loaded before the first call of AWS can be made: processor time, the median of fresh processes, less that of an empty one.',
    table(['', 'files', 'bytes', 'time'], rows),
    list([
      '`AwsCustomResource` takes its SDK client from where it runs: that of Lambda, for which the npm package of this repository stands here. What Lambda needs to fetch either is not measured.',
      '`installLatestAwsSdk` is off here. In an app that sets neither it nor its feature flag, it is on: then the function runs `npm install` of the client at its first call. That is not measured.',
      'Neither are the functions of the Provider framework, which come with `aws-cdk-lib` and run besides ours.',
    ]),
  );
}

function renderDeployments(figures: Figures): string {
  const { first, later } = figures.deployments;
  return section(
    'Deployments',
    `The \`cdk\` CLI on a synthesized app, on MiniStack, with a simulated Direct Connect that takes ${ANSWER_MS} ms for every answer and no time for a move. "Stack" is the time between the stack's first event and its last. The CLI's own time is longer: it starts, compares, and asks for the stack's state every few seconds only. With one association that hides most of the difference: the columns of the stack show it.`,
    table(
      ['', 'associations', 'deploy', 'of it, stack', 'destroy', 'of it, stack'],
      [
        ...first.map((each) => renderCycle(each, ', first of all')),
        ...later.map((each) => renderCycle(each, '')),
      ],
    ),
    list([
      '"First of all" uploads the code of the functions, and for this package deploys the provider, whose stack is not counted in the columns of the stack; the others find both there. A destroy leaves the provider where it is.',
      `MiniStack handles one resource after another, so that the times of ${MANY} add up. CloudFormation begins all that do not depend on each other at the same time.`,
      explainMany(later),
      'A move that takes its time costs this package more: it waits until the connection has arrived, and looks every 5 seconds. `AwsCustomResource` does not wait.',
    ]),
  );
}

function renderCycle({ side, count, deploy, destroy }: DeploymentFigures, remark: string): string[] {
  const times = [deploy.command, deploy.stack, destroy.command, destroy.stack];
  return [`${SIDE_NAMES[side]}${remark}`, String(count), ...times.map((seconds) => show(seconds, 's'))];
}

function explainMany(later: readonly DeploymentFigures[]): string {
  const part = (side: Side) => {
    const [one, many] = [deploymentOf(later, side, 1), deploymentOf(later, side, MANY)];
    const each = (many.deploy.stack - one.deploy.stack) / (MANY - 1);
    return { each, busy: many.busySeconds, rest: each - many.busySeconds };
  };
  const [own, other] = [part('associations'), part('peer')];
  return (
    `Each further association takes ${show(own.each, 's')} there, where an \`AwsCustomResource\` takes ${show(other.each, 's')}. Of these, ${show(own.busy, 's')} and ${show(other.busy, 's')} go to Direct Connect, from the first call to the last answer: our handler reads where the connection is, moves it, and looks again ${FIRST_LOOK_SECONDS} seconds later. MiniStack makes one resource after the other, so these seconds add up; CloudFormation makes them side by side. ` +
    `The rest, ${show(own.rest, 's')} and ${show(other.rest, 's')}, is MiniStack and, here, the Provider framework: four invocations of functions instead of one, and an execution of Step Functions, before which MiniStack sleeps for a moment.` +
    (own.rest > other.each
      ? ' This rest alone is more than the whole of the other: behind this framework, and on MiniStack, no handler is quick enough.'
      : '')
  );
}
