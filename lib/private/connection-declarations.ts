import { Construct, IConstruct } from 'constructs';

/** Which construct of an app declares which connection. A connection has one parent, so one association. */
const declarations = new WeakMap<IConstruct, Map<string, string>>();

/**
 * Notes that a construct declares a connection.
 *
 * @throws if another construct of the app does.
 */
export function declareConnection(scope: Construct, connectionId: string): void {
  const { root } = scope.node;
  const pathsById = declarations.get(root) ?? new Map<string, string>();
  declarations.set(root, pathsById);
  const other = pathsById.get(connectionId);
  if (other !== undefined) {
    throw new Error(
      `connectionId is '${connectionId}', expected a connection that no other construct of the app declares: ` +
        `'${other}' does, remove one of the two`,
    );
  }
  pathsById.set(connectionId, scope.node.path);
}
