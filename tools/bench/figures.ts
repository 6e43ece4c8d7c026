import { MANY, type DeploymentFigures, type Deployments } from './deployments';
import type { Side } from './fleet';
import type { ImportFigures } from './imports';
import { LARGEST_COMMON_COUNT, type TemplateFigures, type Templates } from './templates';
import type { Comparison } from './comparison';

/** All that one run has measured. */
export interface Figures {
  readonly templates: Templates;
  readonly imports: readonly ImportFigures[];
  readonly deployments: Deployments;
}

export type Measure = 'bytes' | 'resources' | 'synthMs';

export function templateOf({ templates }: Figures, side: Side, count: number): TemplateFigures {
  const found = templates.figures.find((figures) => figures.side === side && figures.count === count);
  if (found === undefined) throw new Error(`${side} of ${count} was not measured`);
  return found;
}

/** What one association more costs: from the stack of one to the stack of `count`. */
export function perAssociation(figures: Figures, side: Side, measure: Measure, count: number): number {
  return (templateOf(figures, side, count)[measure] - templateOf(figures, side, 1)[measure]) / (count - 1);
}

export function deploymentOf(
  from: readonly DeploymentFigures[],
  side: Side,
  count: number,
): DeploymentFigures {
  const found = from.find((figures) => figures.side === side && figures.count === count);
  if (found === undefined) throw new Error(`a deployment of ${count} with ${side} was not measured`);
  return found;
}

/** The project's aims, with what this run has to say of them. */
export function listAims(figures: Figures): Comparison[] {
  return [
    ...templateAims(figures, 'associations', 'associations'),
    ...templateAims(figures, 'migration', 'a migration'),
    ...synthAims(figures),
    ...deployAims(figures),
  ];
}

function templateAims(figures: Figures, side: Side, name: string): Comparison[] {
  const aim = 0.5;
  const of = (each: Side, measure: Measure) => perAssociation(figures, each, measure, LARGEST_COMMON_COUNT);
  return [
    {
      what: `template, for each association: ${name}`,
      ours: of(side, 'bytes'),
      theirs: of('peer', 'bytes'),
      unit: 'bytes',
      aim,
    },
    {
      what: `resources, for each association: ${name}`,
      ours: of(side, 'resources'),
      theirs: of('peer', 'resources'),
      unit: 'count',
      aim,
    },
  ];
}

function synthAims(figures: Figures): Comparison[] {
  const { figures: measured, validatedSynthMs } = figures.templates;
  const compared = measured.filter(
    ({ side, count }) => (side === 'associations' || side === 'migration') && count <= LARGEST_COMMON_COUNT,
  );
  const [own, other] = [validatedSynthMs.get('associations'), validatedSynthMs.get('peer')];
  if (own === undefined || other === undefined) throw new Error('validated syntheses were not measured');
  return [
    ...compared.map(({ side, count, synthMs }) => ({
      what: `synthesis of ${count}: ${side === 'migration' ? 'a migration' : 'associations'}`,
      ours: synthMs,
      theirs: templateOf(figures, 'peer', count).synthMs,
      unit: 'ms' as const,
      aim: 1,
    })),
    {
      what: `synthesis of ${LARGEST_COMMON_COUNT} as the CLI runs it: associations`,
      ours: own,
      theirs: other,
      unit: 'ms',
      aim: 1,
    },
  ];
}

function deployAims({ deployments: { later } }: Figures): Comparison[] {
  const commandOf = (side: Side, count: number) => deploymentOf(later, side, count).deploy.command;
  return [
    { count: 1, aim: 1.2 },
    { count: MANY, aim: 1 },
  ].map(({ count, aim }) => ({
    what: `\`cdk deploy\` of ${count} on MiniStack: associations`,
    ours: commandOf('associations', count),
    theirs: commandOf('peer', count),
    unit: 's',
    aim,
  }));
}
