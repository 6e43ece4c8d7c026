import {
  LANDING_SECONDS,
  LATE_SECONDS,
  MISSING_SECONDS,
  SHOWN_SECONDS,
  SIGNED_URL_SECONDS,
  SIGNERS_APART_SECONDS,
  STATUS_LAG_SECONDS,
} from '../../lib/timing';

interface Known {
  /** What the handler goes by, as it ends a sentence that begins with "expected: ". */
  readonly expected: string;
  /** Of an assumption that is a number of seconds: that number. */
  readonly within?: number;
}

/**
 * What AWS does not document and the handler goes by, each with a name that never changes: logs carry it.
 * docs/what-the-handler-assumes.md explains them, and test/docs/assumptions.test.ts compares.
 */
export const ASSUMPTIONS = {
  'move-shown': { expected: `lists show a move within ${SHOWN_SECONDS} seconds`, within: SHOWN_SECONDS },
  'move-stays-shown': {
    expected: `lists that have shown a move go back behind it for ${SHOWN_SECONDS} seconds at most`,
    within: SHOWN_SECONDS,
  },
  'shown-where-it-was': { expected: 'lists that are late show a connection where it has been' },
  'lost-call-shown': {
    expected: `a call whose answer was lost is carried out, and lists show it, within ${LANDING_SECONDS} seconds`,
    within: LANDING_SECONDS,
  },
  'readings-agree': { expected: `lists agree ${LANDING_SECONDS} seconds after a call` },
  'seen-again': {
    expected: `in the middle of a move a connection is listed nowhere for less than ${MISSING_SECONDS} seconds`,
    within: MISSING_SECONDS,
  },
  'on-one-parent': { expected: 'two parents list a connection only in the middle of a move' },
  'refused-not-moved': { expected: 'a move that is refused is not carried out' },
  'in-transition': { expected: 'such a refusal has the word "transition" in its text, and passes' },
  'move-answer': { expected: 'the answer names the connection, and the LAG that it is on now' },
  'lag-id': { expected: 'what a LAG lists is on that LAG' },
  'connection-state': { expected: 'a connection has one of the documented states' },
  'state-after-move': { expected: 'a move ends with the state that the connection had before' },
  'parent-state': { expected: 'an interconnect or a LAG has one of the documented states' },
  'error-name': { expected: 'a refusal has a name that the handler knows' },
  'page-token': { expected: 'each page of a list has a token of its own' },
  'resource-status': {
    expected: `what cloudformation says agrees with its event after ${STATUS_LAG_SECONDS} seconds`,
    within: STATUS_LAG_SECONDS,
  },
  'resource-exists': { expected: 'cloudformation knows the resource that it updates' },
  'signing-order': {
    expected: `the clocks of those who sign are ${SIGNERS_APART_SECONDS} seconds apart at most`,
    within: SIGNERS_APART_SECONDS,
  },
  clocks: {
    expected: `those who sign are ahead of the handler by ${SIGNERS_APART_SECONDS} seconds at most`,
    within: SIGNERS_APART_SECONDS,
  },
  'event-time': {
    expected: `an event arrives within ${LATE_SECONDS} seconds after it was signed`,
    within: LATE_SECONDS,
  },
  'response-url': {
    expected: `it says when it was signed, and is valid for ${SIGNED_URL_SECONDS} seconds`,
  },
  'physical-id': { expected: 'it is ours, or <stack name>-<logical id>-<suffix>' },
  'request-id': { expected: 'an operation of its own has a RequestId of its own' },
  'delivered-once': { expected: 'an event is delivered once' },
} as const satisfies Record<string, Known>;

export type Assumption = keyof typeof ASSUMPTIONS;

/** The same, for those who read all alike. */
export const knownOf = (assumption: Assumption): Known => ASSUMPTIONS[assumption];
