import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { HostedConnectionMove } from '../hosted-connection-move';
import { HostedConnectionParent } from '../hosted-connection-parent';
import { validateParents } from './association-props';
import { misuse } from './errors';
import { Expectation, shown, validateGiven } from './given';
import { toPascalCase, validateConnectionId } from './ids';
import { isPlaceholder } from './lookups';
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

const MOVES: Expectation = {
  isRight: Array.isArray,
  expected: "a list of moves: pass [{ connectionId: 'dxcon-…' }], with an entry for each connection",
};

const MOVE: Expectation = {
  isRight: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  expected: "an object: pass { connectionId: 'dxcon-…' }, with a parent if the migration has none",
};

/**
 * The moves of a migration, checked, in their order.
 *
 * @param taken the ids of what the migration has besides.
 * @throws an error that names the place in the list.
 */
export function resolveMoves(
  migration: IConstruct,
  moves: HostedConnectionMove[],
  defaults: MoveDefaults,
  taken: string[],
): ResolvedMove[] {
  validateGiven('moves', moves, MOVES, migration);
  validateCount(migration, moves.length);
  // Of a list with holes, too: an entry of it is undefined.
  const resolved = Array.from(moves, (move, index) => resolveMove(migration, placeOf(index), move, defaults));
  refuseRepeatedConnections(migration, resolved);
  refuseRepeatedNames(migration, resolved, taken);
  return resolved;
}

/** What happens for one move; an error of it names the place. */
export function inPlace<T>(migration: IConstruct, index: number, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw Object.assign(misuse(`${placeOf(index)}: ${message}`, migration), { cause: error });
  }
}

function placeOf(index = 0): string {
  return `moves[${index}]`;
}

function validateCount(migration: IConstruct, count: number): void {
  if (count === 0) {
    throw misuse('moves is empty, expected at least one hosted connection: list what to move', migration);
  }
  if (count <= MAX_MOVES) return;
  throw misuse(
    `moves has ${count} connections, expected at most ${MAX_MOVES}, which with their preflight are the ${MAX_RESOURCES} ` +
      `resources that a stack can have: declare ${placeOf(MAX_MOVES)} and what follows it in another stack, and make ` +
      'that stack depend on this one, so that they go one after the other',
    migration,
  );
}

function resolveMove(
  migration: IConstruct,
  place: string,
  move: HostedConnectionMove,
  defaults: MoveDefaults,
): ResolvedMove {
  validateGiven(place, move, MOVE, migration);
  const { connectionId, expectedParent } = move;
  const parent = move.parent ?? defaults.parent;
  const originalParent = move.originalParent ?? defaults.originalParent;
  validateConnectionId(`${place}.connectionId`, connectionId, "list hosted connections' ids", migration);
  validateParents(migration, { connectionId, parent, originalParent, expectedParent }, `${place}.`);
  if (!parent) {
    throw misuse(
      `${place}.parent is missing, and so is the migration's parent, expected one of the two: pass the interconnect or ` +
        'LAG that the connection goes to',
      migration,
    );
  }
  return { connectionId, name: nameOf(migration, place, move), parent, originalParent, expectedParent };
}

function nameOf(migration: IConstruct, place: string, move: HostedConnectionMove): string {
  const { connectionId } = move;
  const name: unknown = move.name ?? undefined;
  if (name === undefined) {
    if (!Token.isUnresolved(connectionId)) return connectionId;
    throw misuse(
      `${place}.connectionId is a token, expected a name beside it: pass a name, which becomes the id of the construct`,
      migration,
    );
  }
  const trimmed = typeof name === 'string' ? name.trim() : '';
  if (isPlaceholder(trimmed)) return trimmed;
  if (!Token.isUnresolved(name) && NAME_PATTERN.test(trimmed) && toPascalCase(trimmed) !== '') return trimmed;
  throw misuse(
    `${place}.name is ${Token.isUnresolved(name) ? 'a token' : shown(name)}, expected ASCII characters, a letter or digit ` +
      'among them, and no slash: choose a name that can be the id of a construct, or leave it out',
    migration,
  );
}

function refuseRepeatedConnections(migration: IConstruct, moves: ResolvedMove[]): void {
  const [first, second] = firstRepeated(moves.map(({ connectionId }) => connectionId));
  if (second === undefined) return;
  throw misuse(
    `${placeOf(first)} and ${placeOf(second)} both have the connectionId '${moves[second]?.connectionId ?? ''}', expected ` +
      'each connection once: remove one',
    migration,
  );
}

/** Names become keys of outputs, which have letters and digits alone. */
function refuseRepeatedNames(migration: IConstruct, moves: ResolvedMove[], taken: string[]): void {
  const index = moves.findIndex(({ name }) => taken.includes(name));
  if (index >= 0) {
    throw misuse(
      `${placeOf(index)}.name is '${moves[index]?.name ?? ''}', which is a construct of the migration itself, expected ` +
        `another: choose one that is not ${taken.join(' or ')}`,
      migration,
    );
  }
  const [first, second] = firstRepeated(
    moves.map(({ name }) => (isPlaceholder(name) ? name : toPascalCase(name))),
  );
  if (second === undefined) return;
  throw misuse(
    `${placeOf(first)}.name is '${moves[first]?.name ?? ''}' and ${placeOf(second)}.name is ` +
      `'${moves[second]?.name ?? ''}', expected names that differ in their letters or digits: rename one`,
    migration,
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
