import { isParentId, show } from '../properties';
import { TerminalError } from '../outcome';
import { Claim, FORMAT } from './claim';

/** The attributes of a claim that this version knows. Whoever writes a claim carries the others along. */
export const KNOWN_ATTRIBUTES: readonly string[] = [
  'connectionId',
  'format',
  'version',
  'owner',
  'operation',
  'formerOperations',
  'phase',
  'foundOn',
  'originalParentConnectionId',
  'fallbackParentConnectionId',
  'movedTo',
  'lastCall',
  'endedBefore',
  'stale',
  'interruptedSince',
  'lastInterruptionSeconds',
  'before',
  'isUndone',
  'undoneAs',
  'restoredBy',
  'isRecalled',
  'deadline',
  'waiting',
  'updatedAt',
  'expiresAt',
  'leftOn',
  'hasLeft',
];

const PHASES: readonly Claim['phase'][] = ['claimed', 'moving', 'accepted', 'settled', 'released'];

/** What an attribute has to be, and how an error message says it. */
type Check = readonly [attribute: string, isRight: (value: unknown) => boolean, expected: string];

const EVERY: readonly Check[] = [
  ['format', isWhole, 'a whole number'],
  ['version', isWhole, 'a whole number'],
  ['owner', isOwner, 'a map with stackId and logicalResourceId'],
  ['operation', isOperation, 'a map with requestId, type, issuedAt and receivedAt'],
  ['formerOperations', isFormerOperations, 'a list of maps with owner and operation'],
  ['phase', isPhase, 'claimed, moving, accepted, settled or released'],
  ['updatedAt', isTime, 'a time in milliseconds'],
];

const MEMORY: readonly Check[] = [
  ['foundOn', isParentId, 'the id of an interconnect or a LAG'],
  ['originalParentConnectionId', isParentId, 'the id of an interconnect or a LAG'],
  ['fallbackParentConnectionId', isParentId, 'the id of an interconnect or a LAG'],
  ['movedTo', isParentIds, 'a list of ids of interconnects or LAGs'],
];

const LIVE: readonly Check[] = [
  ...MEMORY,
  ['before', orNone(isBefore), 'a map with requestId, parentConnectionId and perhaps claim, or none'],
  ['isUndone', orNone(isFlag), 'true, false, or none'],
  ['undoneAs', orNone(isText), 'a text, or none'],
  ['restoredBy', orNone(isText), 'a text, or none'],
  ['isRecalled', orNone(isFlag), 'true, false, or none'],
  ['deadline', isTime, 'a time in milliseconds'],
  ['stale', orNone(isStale), 'a map with parentIds and until, or none'],
  ['endedBefore', orNone(isOperation), 'a map with requestId, type, issuedAt and receivedAt, or none'],
  ['lastCall', orNone(isLastCall), 'a map with operation and from, or none'],
  ['interruptedSince', orNone(isTime), 'a time in milliseconds, or none'],
  ['lastInterruptionSeconds', orNone(isTime), 'a number of seconds, or none'],
  ['waiting', orNone(listOf(isWaiting)), 'a list of maps with owner, operation and reason, or none'],
];

const RELEASED: readonly Check[] = [
  ['lastInterruptionSeconds', orNone(isTime), 'a number of seconds, or none'],
  ['leftOn', orNone(isParentId), 'the id of an interconnect or a LAG, or none'],
  ['hasLeft', orNone(isParentIds), 'a list of ids of interconnects or LAGs, or none'],
];

/**
 * The claim in an item of the table.
 *
 * @throws TerminalError for an item that somebody has edited into something else, or that a newer version has written.
 */
export function parseClaim(item: Record<string, unknown>, tableName: string): Claim {
  const { format, phase } = item;
  const where = `the claim of ${show(item['connectionId'])} in table ${tableName}`;
  if (isWhole(format) && Number(format) > FORMAT) {
    throw new TerminalError(
      `${where} has format ${Number(format)}: this version of the provider reads up to ${FORMAT}; deploy the provider's stack with the newer version. nothing was moved`,
    );
  }
  const checks = [...EVERY, ...(phase === 'released' ? RELEASED : LIVE)];
  const wrong = checks.find(([attribute, isRight]) => !isRight(item[attribute]));
  if (wrong === undefined) return item as unknown as Claim;
  const [attribute, , expected] = wrong;
  throw new TerminalError(
    `${where} has the ${attribute} ${show(item[attribute])}: expected ${expected}; correct it in the table. nothing was moved`,
  );
}

/** The same check of an attribute that may be missing. */
function orNone(isRight: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === undefined || isRight(value);
}

/** The same check of each element of a list. */
function listOf(isRight: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every(isRight);
}

function isWhole(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0;
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && value >= 0;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isPhase(value: unknown): boolean {
  return (PHASES as readonly unknown[]).includes(value);
}

function isStale(value: unknown): boolean {
  const { parentIds, until } = mapOf(value);
  return isParentIds(parentIds) && isTime(until);
}

function isLastCall(value: unknown): boolean {
  const { operation, from, provenFrom } = mapOf(value);
  return isOperation(operation) && isParentId(from) && orNone(isTime)(provenFrom);
}

function isWaiting(value: unknown): boolean {
  const { owner, operation, reason, missingSince, contrary } = mapOf(value);
  const isNamed = isOwner(owner) && isOperation(operation) && isText(reason);
  return isNamed && orNone(isTime)(missingSince) && orNone(isContrary)(contrary);
}

function isContrary(value: unknown): boolean {
  const { parentId, since } = mapOf(value);
  return orNone(isParentId)(parentId) && isTime(since);
}

function isParentIds(value: unknown): boolean {
  return listOf(isParentId)(value);
}

function isOwner(value: unknown): boolean {
  const { stackId, logicalResourceId } = mapOf(value);
  return isText(stackId) && isText(logicalResourceId);
}

function isOperation(value: unknown): boolean {
  const { requestId, type, issuedAt, receivedAt, desired } = mapOf(value);
  const isType = type === 'Create' || type === 'Update' || type === 'Delete';
  return isText(requestId) && isType && isTime(issuedAt) && isTime(receivedAt) && orNone(isDesired)(desired);
}

/** The ids of a parent and of an original parent, as JSON. What was refused asks for anything. */
function isDesired(value: unknown): boolean {
  try {
    return Array.isArray(JSON.parse(String(value)));
  } catch {
    return false;
  }
}

function isBefore(value: unknown): boolean {
  const { requestId, parentConnectionId, hasSucceeded, claim } = mapOf(value);
  const isRight = isText(requestId) && isParentId(parentConnectionId) && orNone(isFlag)(hasSucceeded);
  return isRight && orNone(isTaken)(claim);
}

function isTaken(value: unknown): boolean {
  const claim = mapOf(value);
  const isRight =
    isFormerOperation(claim) && orNone(isFlag)(claim['hasEnded']) && orNone(isBefore)(claim['before']);
  return isRight && MEMORY.every(([attribute, isAsExpected]) => isAsExpected(claim[attribute]));
}

function isFormerOperations(value: unknown): boolean {
  return listOf(isFormerOperation)(value);
}

function isFormerOperation(value: unknown): boolean {
  const { owner, operation, lostAt, isOfOtherCreate } = mapOf(value);
  const isRight = isOwner(owner) && isOperation(operation);
  return isRight && orNone(isTime)(lostAt) && orNone(isFlag)(isOfOtherCreate);
}

function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
