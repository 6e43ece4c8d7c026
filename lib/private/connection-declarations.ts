import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { misuse } from './errors';
import { isPlaceholder } from './lookups';
import { Shared } from './shared';
import { isInTree } from './tree';

interface Declaration {
  readonly construct: Construct;
  readonly takeOver: boolean;
}

/** Which constructs of an app declare which connection. A connection has one parent, so one association. */
const declarations = new Shared<Map<string, Declaration[]>>('Declarations');

/**
 * Notes that a construct declares a connection. While a connection changes from stack to stack, both declare it, and one
 * says that it takes over.
 *
 * @throws if another construct of the app does.
 */
export function declareConnection(construct: Construct, connectionId: string, takeOver: boolean): void {
  // Which connection it is shows in the next run of the app. In two accounts one parameter can have two values.
  if (isPlaceholder(connectionId)) return;
  const byId = declarations.getOrSet(construct.node.root, () => new Map<string, Declaration[]>());
  const others = (byId.get(connectionId) ?? []).filter((other) => isInTree(other.construct));
  const rival = others.find((other) => !(takeOver || other.takeOver) || isInSameStack(construct, other));
  if (rival) {
    throw misuse(
      `connectionId is '${connectionId}', expected a connection that no other construct of the app declares: ` +
        `'${rival.construct.node.path}' does, remove one of the two`,
      construct,
    );
  }
  byId.set(connectionId, [...others, { construct, takeOver }]);
}

function isInSameStack(construct: Construct, other: Declaration): boolean {
  return Stack.of(construct) === Stack.of(other.construct);
}
