import { TEST_STACK } from '../app';
import { ASSOCIATION } from '../deployments';
import type { SeenEvent } from '../observer';
import { FAILING, LEAVING, WAITING, type StepName } from '../plan';
import {
  eventsOf,
  notSeen,
  recordingsOf,
  statesOf,
  stepOf,
  unique,
  type Evidence,
  type Finding,
} from './finding';

const CLEAN_UP_TRIES = 3;

/** A status with which the handler acts, or one from before or after the operation. */
const GUARDED: readonly (readonly [id: string, step: StepName, expected: RegExp])[] = [
  ['guard-create', 'create', /^(does not exist|CREATE_IN_PROGRESS|CREATE_COMPLETE)$/],
  ['guard-update', 'update', /^(CREATE_COMPLETE|UPDATE_COMPLETE|UPDATE_IN_PROGRESS)$/],
  ['guard-rollback', 'failed update', /^UPDATE_(ROLLBACK_)?(IN_PROGRESS|COMPLETE)$/],
  ['guard-clean-up', 'clean-up', /^(does not exist|UPDATE_COMPLETE|DELETE_IN_PROGRESS|DELETE_COMPLETE)$/],
  [
    'guard-cancelled',
    'cancelled create',
    /^(does not exist|CREATE_IN_PROGRESS|CREATE_FAILED|DELETE_IN_PROGRESS|DELETE_COMPLETE)$/,
  ],
  ['guard-delete', 'destroy', /^(does not exist|CREATE_COMPLETE|DELETE_IN_PROGRESS|DELETE_COMPLETE)$/],
];

/** What CloudFormation does to a stack, and says of it. */
export function findingsOfStack(evidence: Evidence): Finding[] {
  return [
    ...GUARDED.map(([id, step, expected]) => guard(evidence, id, step, expected)),
    cleanUpTries(evidence),
    cancelledCreate(evidence),
    madeUpId(evidence),
    retry(evidence),
    order(evidence),
  ];
}

/** The handler moves nothing while CloudFormation says that it does not wait for the operation. */
function guard(evidence: Evidence, id: string, name: StepName, expected: RegExp): Finding {
  const states = statesOf(evidence, name, ASSOCIATION);
  const statuses = unique(states.map(({ status }) => status));
  return {
    id,
    question: `What does DescribeStackResource say of the association during the step "${name}"?`,
    assumed: 'the status that belongs to the operation, or that the resource does not exist',
    ...(statuses.some((status) => status.endsWith('_IN_PROGRESS'))
      ? {
          seen: states.map(({ status }) => status).join(' → '),
          agrees: statuses.every((status) => expected.test(status)),
        }
      : notSeen(whyNotInProgress(statuses))),
    details: states,
  };
}

function whyNotInProgress(statuses: readonly string[]): string {
  if (statuses.length === 0) return 'there was no such step';
  return `it never said that the association is in progress, only ${statuses.join(', ')}`;
}

function cleanUpTries(evidence: Evidence): Finding {
  const sent = recordingsOf(evidence, 'clean-up').filter(({ label }) => label === LEAVING);
  const tries = sent.filter(({ type }) => type === 'Delete').length;
  return {
    id: 'clean-up-tries',
    question: 'How often does the clean-up after an update try a delete that fails?',
    assumed: `${CLEAN_UP_TRIES} times; then the stack forgets the resource`,
    ...(tries === 0
      ? notSeen('no delete failed in a clean-up')
      : { seen: tries === 1 ? 'once' : `${tries} times`, agrees: tries === CLEAN_UP_TRIES }),
    details: eventsOf(evidence, 'clean-up', LEAVING),
  };
}

function cancelledCreate(evidence: Evidence): Finding {
  const question = 'What becomes of an association whose create is cancelled while it is in progress?';
  const events = eventsOf(evidence, 'cancelled create', ASSOCIATION);
  const step = stepOf(evidence, 'cancelled create');
  const isCancelled = hasBeenCancelled(events);
  return {
    id: 'cancelled-create',
    question,
    assumed: 'it is back where it was',
    ...(isCancelled
      ? { seen: events.map(({ status }) => status).join(' → '), agrees: step?.endedOn === step?.expectedOn }
      : notSeen(whyNotCancelled(events))),
    details: { events, phases: step?.observations.phases, listings: step?.observations.listings },
  };
}

function hasBeenCancelled(events: readonly SeenEvent[]): boolean {
  return events.some(({ status, reason }) => status === 'CREATE_FAILED' && /cancel/i.test(reason ?? ''));
}

function whyNotCancelled(events: readonly { status: string }[]): string {
  if (events.length === 0)
    return 'there was no such step, or its sibling had failed before the association was begun';
  return 'the create of the association had ended before the failure of its sibling arrived';
}

/** A recorder that waits is cancelled for sure, where anything is created beside anything else. */
function madeUpId(evidence: Evidence): Finding {
  const question =
    'Does CloudFormation make up a physical id for a create that it cancels, and delete it before it has ended?';
  const deletes = [ASSOCIATION, WAITING]
    .map((label) => eventsOf(evidence, 'cancelled create', label))
    .filter(hasBeenCancelled)
    .flatMap((events) => events.filter(({ status }) => status === 'DELETE_IN_PROGRESS'));
  const created = evidence.recordings.find(({ label, type }) => label === WAITING && type === 'Create');
  const deleted = evidence.recordings.find(({ label, type }) => label === WAITING && type === 'Delete');
  const isEarly = created && deleted ? deleted.at < created.at + created.answeredAfterMs : undefined;
  const forms = deletes.map(({ logicalId, physicalId }) => {
    const label = evidence.labels.get(logicalId) ?? logicalId;
    return `${label}: ${formOfPhysicalId(physicalId, logicalId)}`;
  });
  const early =
    isEarly === undefined
      ? ''
      : isEarly
        ? '; deleted before the create had answered'
        : '; deleted after the create had answered';
  return {
    id: 'made-up-id',
    question,
    ...(deletes.length === 0 ? notSeen('no create was cancelled') : { seen: `${forms.join('; ')}${early}` }),
    details: {
      lateAnswerStatus: created?.answerStatus,
      failing: eventsOf(evidence, 'cancelled create', FAILING),
    },
  };
}

/** `<stack name>-<logical id>-<13 characters>`; one that a handler has given, as it is. */
export function formOfPhysicalId(physicalId: string, logicalId: string): string {
  const prefix = `${TEST_STACK}-${logicalId}-`;
  if (!physicalId.startsWith(prefix)) return physicalId || 'none';
  return `made up, <stack name>-<logical id>-<${physicalId.length - prefix.length} characters>`;
}

function retry(evidence: Evidence): Finding {
  const question = 'Does the retry of a deployment with --no-rollback send anything to what has succeeded?';
  const step = stepOf(evidence, 'retry');
  const events = eventsOf(evidence, 'retry', ASSOCIATION).map(({ status }) => status);
  const sent = recordingsOf(evidence, 'retry').map(
    ({ label, type, answered }) => `${label} ${type} ${answered}`,
  );
  return {
    id: 'retry',
    question,
    assumed: 'no',
    ...(step === undefined
      ? notSeen('there was no retry')
      : {
          seen: `${events.length === 0 ? 'no' : `yes: ${events.join(' → ')}`}; sent to the recorders: ${sent.join(', ') || 'nothing'}`,
          agrees: events.length === 0,
        }),
  };
}

function order(evidence: Evidence): Finding {
  const listed = evidence.steps.map(({ name, observations }) => ({
    step: name,
    events: observations.events.map(
      ({ logicalId, status }) => `${evidence.labels.get(logicalId) ?? logicalId} ${status}`,
    ),
  }));
  const isEmpty = listed.every(({ events }) => events.length === 0);
  return {
    id: 'order',
    question: 'In which order do the events of each step come?',
    ...(isEmpty ? notSeen('there were no events') : { seen: 'see the details' }),
    details: listed,
  };
}
