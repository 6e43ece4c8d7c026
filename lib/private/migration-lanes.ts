import { CfnResource } from 'aws-cdk-lib';

/** In which order the associations of a migration are created, and in reverse deleted. */
export interface Lanes {
  /** How many may be under way at the same time. */
  readonly maxConcurrent: number;
  /** How many go first, alone. */
  readonly canary: number;
}

/** Orders the associations by dependencies alone: CloudFormation does the rest, on the way there and on the way back. */
export function orderInLanes(gate: CfnResource, associations: CfnResource[], lanes: Lanes): void {
  const { maxConcurrent, canary } = lanes;
  const first = associations.slice(0, canary);
  dependInLanes(first, [gate], maxConcurrent);
  const last = first.slice(-maxConcurrent);
  dependInLanes(associations.slice(canary), canary === 0 ? [gate] : last, maxConcurrent);
}

/** Each waits for the one that is `maxConcurrent` places before it, and the first ones for the gates. */
function dependInLanes(associations: CfnResource[], gates: CfnResource[], maxConcurrent: number): void {
  associations.forEach((association, index) => {
    const before = associations[index - maxConcurrent];
    for (const each of before ? [before] : gates) association.node.addDependency(each);
  });
}
