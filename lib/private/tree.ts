import { IConstruct } from 'constructs';

/** Whether a construct is still where it was declared: `tryRemoveChild` takes one, or one above it, out of the tree. */
export function isInTree(construct: IConstruct): boolean {
  const { scope, id } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}
