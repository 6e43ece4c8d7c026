import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROVIDER_ID } from '../local-aws/provider';
import { synthesize } from './apps';
import { SIDES, STACK, type Side } from './fleet';
import { median } from './statistics';

/** The last is the most that a migration can have. */
export const COUNTS = [1, 50, 200, 499] as const;
/** The largest count of which every side can make a stack. */
export const LARGEST_COMMON_COUNT = 200;

const ROUNDS = 3;
const VALIDATED_ROUNDS = 2;
const VALIDATED_SIDES: readonly Side[] = ['peer', 'associations', 'migration'];

/** How large a template is. */
export interface TemplateSize {
  readonly bytes: number;
  readonly resources: number;
}

/** What a stack of so many associations comes to. */
export interface TemplateFigures extends TemplateSize {
  readonly side: Side;
  readonly count: number;
  /** Processor time of a synthesis without the CDK's validation of templates. */
  readonly synthMs: number;
}

/** What the CDK says of a stack that cannot be. */
export interface Refusal {
  readonly side: Side;
  readonly count: number;
  readonly refusal: string;
}

export interface Templates {
  readonly figures: readonly TemplateFigures[];
  readonly refusals: readonly Refusal[];
  /** The stack that all stacks of associations share, whatever they have. */
  readonly provider: TemplateSize;
  /** The same with that validation, of `LARGEST_COMMON_COUNT`. */
  readonly validatedSynthMs: ReadonlyMap<Side, number>;
}

/** Templates, and the time to make them: every time in a process of its own, the sides by turns. */
export async function measureTemplates(): Promise<Templates> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-templates-'));
  try {
    const stacks = COUNTS.flatMap((count) => SIDES.map((side) => new Stack(side, count, folder)));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const stack of stacks) await stack.sample(false);
    }
    const validated = VALIDATED_SIDES.map((side) => new Stack(side, LARGEST_COMMON_COUNT, folder));
    for (let round = 0; round < VALIDATED_ROUNDS; round += 1) {
      for (const stack of validated) await stack.sample(true);
    }
    return {
      figures: stacks.filter(({ refusal }) => refusal === undefined).map((stack) => stack.figures()),
      refusals: stacks.flatMap(({ side, count, refusal }) => (refusal ? [{ side, count, refusal }] : [])),
      provider: sizeOf(join(folder, `associations-${LARGEST_COMMON_COUNT}`), PROVIDER_ID),
      validatedSynthMs: new Map(validated.map((stack) => [stack.side, stack.figures().synthMs])),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class Stack {
  public refusal?: string;
  private readonly times: number[] = [];
  private readonly outdir: string;

  public constructor(
    public readonly side: Side,
    public readonly count: number,
    folder: string,
  ) {
    this.outdir = join(folder, `${side}-${count}`);
  }

  public async sample(validation: boolean): Promise<void> {
    if (this.refusal !== undefined) return;
    rmSync(this.outdir, { recursive: true, force: true });
    try {
      this.times.push(await synthesize(this.side, this.count, { outdir: this.outdir, validation }));
    } catch (error) {
      this.refusal = refusalIn(error);
    }
  }

  public figures(): TemplateFigures {
    return {
      side: this.side,
      count: this.count,
      ...sizeOf(this.outdir, STACK),
      synthMs: median(this.times),
    };
  }
}

function sizeOf(assembly: string, stack: string): TemplateSize {
  const text = readFileSync(join(assembly, `${stack}.template.json`), 'utf8');
  const template = JSON.parse(text) as { Resources: Record<string, unknown> };
  return {
    bytes: Buffer.byteLength(JSON.stringify(template)),
    resources: Object.keys(template.Resources).length,
  };
}

/** @throws the error, unless it is the CDK's about the limit of resources. */
function refusalIn(error: unknown): string {
  const { stderr = '' } = error as { stderr?: string };
  const [refusal] = /Number of resources in stack .* maximum of \d+/.exec(stderr) ?? [];
  if (refusal === undefined) throw error;
  return refusal;
}
