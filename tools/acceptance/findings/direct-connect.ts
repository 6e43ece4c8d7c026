import { LISTS_LATE_SECONDS } from '../../../lib/timing';
import type { HandMove } from '../by-hand';
import { notSeen, unique, type Evidence, type Finding } from './finding';

/** How a move shows in the lists, and what its answer says. */
export function findingsOfDirectConnect({ handMoves, presentParent }: Evidence): Finding[] {
  const moved = handMoves.filter(({ answer }) => !('error' in answer));
  return [
    listLag(moved),
    bothOrNeither(moved),
    states(moved),
    inTransition(moved),
    answers(moved),
    toPresentParent(presentParent),
  ];
}

const NO_MOVE = 'no move by the API alone was accepted';

function listLag(moves: readonly HandMove[]): Finding {
  const question =
    'How long after the answer of AssociateHostedConnection does a list show the connection on its new parent?';
  const times = moves.map(({ shown }) => shown.firstListedAfterMs);
  return {
    id: 'list-lag',
    question,
    assumed: `within ${LISTS_LATE_SECONDS} seconds`,
    ...(moves.length === 0
      ? notSeen(NO_MOVE)
      : {
          seen: times.map((ms) => (ms === undefined ? 'never' : `${ms} ms`)).join(', '),
          agrees: times.every((ms) => ms !== undefined && ms <= LISTS_LATE_SECONDS * 1000),
        }),
    details: moves.map(({ from, to, answeredAfterMs, shown }) => ({ from, to, answeredAfterMs, ...shown })),
  };
}

function bothOrNeither(moves: readonly HandMove[]): Finding {
  const both = moves.filter(({ shown }) => shown.onBoth).length;
  const longest = Math.max(0, ...moves.map(({ shown }) => shown.onNoneForMs));
  return {
    id: 'both-or-neither',
    question: 'Do both parents list the connection during a move, or neither?',
    assumed: `it is listed nowhere for less than ${LISTS_LATE_SECONDS} seconds`,
    ...(moves.length === 0
      ? notSeen(NO_MOVE)
      : {
          seen: `both in ${both} of ${moves.length} moves; neither for ${longest} ms at most`,
          agrees: longest < LISTS_LATE_SECONDS * 1000,
        }),
    details: moves.map(({ from, to, listings }) => ({ from, to, listings })),
  };
}

function states(moves: readonly HandMove[]): Finding {
  const last = moves.map(({ shown }) => shown.states.at(-1));
  return {
    id: 'connection-state',
    question: 'Which values does connectionState have during a move, and at its end?',
    assumed: 'nothing but pending is left behind by a move that goes on',
    ...(moves.length === 0
      ? notSeen(NO_MOVE)
      : {
          seen: moves.map(({ shown }) => shown.states.join(' → ')).join('; '),
          agrees: last.every((state) => state !== undefined && state !== 'pending'),
        }),
  };
}

function inTransition(moves: readonly HandMove[]): Finding {
  const refusals = moves.flatMap(({ refusals: some }) => some);
  return {
    id: 'in-transition',
    question: 'Does Direct Connect refuse a connection as in transition that its lists show as settled?',
    ...(moves.length === 0
      ? notSeen(NO_MOVE)
      : {
          seen:
            refusals.length === 0 ? 'no' : `yes, ${refusals.length} times: ${unique(refusals).join('; ')}`,
        }),
  };
}

function answers(moves: readonly HandMove[]): Finding {
  const seen = moves.map(({ answer }) =>
    'error' in answer
      ? answer.error
      : `${answer.connectionState}, ${answer.namesLag ? 'lagId is the new parent' : 'lagId is not the new parent'}`,
  );
  return {
    id: 'answer',
    question: 'What does the answer of AssociateHostedConnection say of connectionState and lagId?',
    ...(seen.length === 0 ? notSeen(NO_MOVE) : { seen: unique(seen).join('; ') }),
    details: moves.map(({ from, to, answer }) => ({ from, to, answer })),
  };
}

function toPresentParent(move: HandMove | undefined): Finding {
  const question =
    'What does AssociateHostedConnection answer for the parent that the connection is on already?';
  if (move === undefined)
    return { id: 'present-parent', question, ...notSeen('--ask-present-parent was not given') };
  const { answer, listings, shown } = move;
  const said = 'error' in answer ? answer.error : `accepted, ${answer.connectionState}`;
  return {
    id: 'present-parent',
    question,
    seen: `${said}; then ${shown.states.join(' → ')}`,
    details: { answer, listings },
  };
}
