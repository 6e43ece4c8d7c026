import { CfnElement, Stack } from 'aws-cdk-lib';

/** Two elements of a template that have one logical id. */
export interface Collision {
  readonly id: string;
  readonly first: CfnElement;
  readonly second: CfnElement;
}

/** Ids that are made to be read have no hash, and can collide. The CDK would not say with what. */
export function findCollisions(stack: Stack, elements: CfnElement[]): Collision[] {
  const firstOfId = new Map<string, CfnElement>();
  return elements.flatMap((second) => {
    const id = String(stack.resolve(second.logicalId));
    const first = firstOfId.get(id);
    if (first) return [{ id, first, second }];
    firstOfId.set(id, second);
    return [];
  });
}
