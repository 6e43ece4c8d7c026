import { CfnResource, CfnWaitConditionHandle } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** How many steps of progress show in the events of the stack. */
const STEPS = 10;

/** What the steps of a migration are called, and when each is reached. */
export interface ProgressProps {
  /** The beginning of the logical ids. */
  readonly prefix: string;
  /** The end of the logical ids: what changes it makes all steps be gone through again. */
  readonly suffix: string;
  /** The associations, in their order. */
  readonly associations: CfnResource[];
  /** How many associations may be under way at the same time. */
  readonly maxConcurrent: number;
  /** How many go first. */
  readonly canary: number;
}

/**
 * Lets the events of the stack tell how far a migration has come: `ToNewLagMoved60Of120…`. A wait condition handle that
 * nothing waits for does nothing else than to be created, after what it depends on.
 */
export class MigrationProgress extends Construct {
  public constructor(scope: Construct, id: string, props: ProgressProps) {
    super(scope, id);
    const { prefix, suffix, associations, maxConcurrent } = props;
    const total = associations.length;
    for (const count of countsOf(total, props.canary)) {
      const name = `Moved${count}Of${total}`;
      const step = new CfnWaitConditionHandle(this, name);
      step.overrideLogicalId(`${prefix}${name}${suffix}`);
      // Those before them have been waited for already.
      const lastOnes = associations.slice(Math.max(0, count - maxConcurrent), count);
      for (const association of lastOnes) step.node.addDependency(association);
    }
  }
}

function countsOf(total: number, canary: number): number[] {
  const steps = Array.from({ length: STEPS }, (_, index) => Math.ceil((total * (index + 1)) / STEPS));
  return [...new Set([canary, ...steps])].filter((count) => count > 0).sort((a, b) => a - b);
}
