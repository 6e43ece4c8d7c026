import { Token } from 'aws-cdk-lib';
import { HostedConnectionMove } from '../hosted-connection-move';
import { HostedConnectionParent } from '../hosted-connection-parent';
import { toPascalCase, validateConnectionId, validateIsNotItself } from './ids';
import { MAX_RESOURCES } from './stack-resources';

/** A move with what the migration says for all. */
export interface ResolvedMove extends HostedConnectionMove {
  readonly name: string;
  readonly parent: HostedConnectionParent;
}

/** What a migration says for all its moves. */
export interface MoveDefaults {
  readonly parent?: HostedConnectionParent;
  readonly originalParent?: HostedConnectionParent;
}

/** The preflight is the one resource of a migration that is no move. */
const MAX_MOVES = MAX_RESOURCES - 1;

/** Printable, and no slash: it parts the ids in the path of a construct. */
const NAME_PATTERN = /^[ -.0-~]+$/;

/**
 * The moves of a migration, checked, in their order.
 *
 * @param taken the ids of what the migration has besides.
 * @throws an error that names the place in the list.
 */
export function resolveMoves(
  moves: HostedConnectionMove[],
  defaults: MoveDefaults,
  taken: string[],
): ResolvedMove[] {
  validateCount(moves.length);
  const resolved = moves.map((move, index) => resolveMove(placeOf(index), move, defaults));
  refuseRepeatedConnections(resolved);
  refuseRepeatedNames(resolved, taken);
  return resolved;
}

/** What happens for one move; an error of it names the place. */
export function inPlace<T>(index: number, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${placeOf(index)}: ${message}`, { cause: error });
  }
}

function placeOf(index = 0): string {
  return `moves[${index}]`;
}

function validateCount(count: number): void {
  if (count === 0)
    throw new Error('moves is empty, expected at least one hosted connection: list what to move');
  if (count <= MAX_MOVES) return;
  throw new Error(
    `moves has ${count} connections, expected at most ${MAX_MOVES}, which with their preflight are the ${MAX_RESOURCES} ` +
      `resources that a stack can have: declare ${placeOf(MAX_MOVES)} and what follows it in another stack, and make ` +
      'that stack depend on this one, so that they go one after the other',
  );
}

function resolveMove(place: string, move: HostedConnectionMove, defaults: MoveDefaults): ResolvedMove {
  const { connectionId, expectedParent } = move;
  const { parent = defaults.parent, originalParent = defaults.originalParent } = move;
  validateConnectionId(`${place}.connectionId`, connectionId, "list hosted connections' ids");
  if (!parent) {
    throw new Error(
      `${place}.parent is missing, and so is the migration's parent, expected one of the two: pass the interconnect or ` +
        'LAG that the connection goes to',
    );
  }
  for (const [property, each] of Object.entries({ parent, originalParent, expectedParent })) {
    validateIsNotItself(`${place}.${property}`, each, connectionId);
  }
  return { connectionId, name: nameOf(place, move), parent, originalParent, expectedParent };
}

function nameOf(place: string, { name, connectionId }: HostedConnectionMove): string {
  if (name === undefined) {
    if (!Token.isUnresolved(connectionId)) return connectionId;
    throw new Error(
      `${place}.connectionId is a token, expected a name beside it: pass a name, which becomes the id of the construct`,
    );
  }
  const trimmed = name.trim();
  if (!Token.isUnresolved(name) && NAME_PATTERN.test(trimmed) && toPascalCase(trimmed) !== '') return trimmed;
  throw new Error(
    `${place}.name is ${Token.isUnresolved(name) ? 'a token' : `'${name}'`}, expected ASCII characters, a letter or digit ` +
      'among them, and no slash: choose a name that can be the id of a construct, or leave it out',
  );
}

function refuseRepeatedConnections(moves: ResolvedMove[]): void {
  const [first, second] = firstRepeated(moves.map(({ connectionId }) => connectionId));
  if (second === undefined) return;
  throw new Error(
    `${placeOf(first)} and ${placeOf(second)} both have the connectionId '${moves[second]?.connectionId ?? ''}', expected ` +
      'each connection once: remove one',
  );
}

/** Names become keys of outputs, which have letters and digits alone. */
function refuseRepeatedNames(moves: ResolvedMove[], taken: string[]): void {
  const index = moves.findIndex(({ name }) => taken.includes(name));
  if (index >= 0) {
    throw new Error(
      `${placeOf(index)}.name is '${moves[index]?.name ?? ''}', which is a construct of the migration itself, expected ` +
        `another: choose one that is not ${taken.join(' or ')}`,
    );
  }
  const [first, second] = firstRepeated(moves.map(({ name }) => toPascalCase(name)));
  if (second === undefined) return;
  throw new Error(
    `${placeOf(first)}.name is '${moves[first]?.name ?? ''}' and ${placeOf(second)}.name is ` +
      `'${moves[second]?.name ?? ''}', expected names that differ in their letters or digits: rename one`,
  );
}

/** The places of the first value that is there twice. */
function firstRepeated(values: string[]): [number, number] | [undefined?, undefined?] {
  const places = new Map<string, number>();
  for (const [place, value] of values.entries()) {
    const first = places.get(value);
    if (first !== undefined) return [first, place];
    places.set(value, place);
  }
  return [];
}
