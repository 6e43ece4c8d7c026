import { EXPECTED } from '../../../simulator';
import { ANSWERS_LAG_MS } from '../cloudformation/behavior';
import type { Excuses } from './excuses';
import type { History } from './history';

/** What is done by hand in a history, as far as it excuses what a stack cannot do then. */
export function disturbances({ byHand, afterPreflight, claimLoss, claimEdit }: History): Excuses {
  const kinds = new Set(byHand.map(({ kind }) => kind));
  return {
    'moved by hand': kinds.has('move') || afterPreflight.byHand !== undefined,
    'connection is over': kinds.has('end'),
    'parents changed':
      kinds.has('join') || kinds.has('leave') || kinds.has('remove parent') || kinds.has('list'),
    'claim deleted by hand': claimLoss !== undefined,
    'claim edited': claimEdit !== undefined,
  };
}

/** What else may fail an operation in a history. */
export function hindrances({ behavior, sameVlan, stacks }: History): Excuses {
  return {
    'vlan taken': sameVlan,
    'beside others': stacks.length > 1,
    'told otherwise': behavior.oddAnswer !== undefined,
  };
}

/** Whether Direct Connect or CloudFormation are later than anybody expects. */
export function isBeyond({ behavior, service }: Pick<History, 'behavior' | 'service'>): boolean {
  return (
    service.readLagMs > EXPECTED.readLagMs ||
    service.landingMs > EXPECTED.landingMs ||
    Math.max(behavior.answersLagMs, behavior.stackLagMs) > ANSWERS_LAG_MS
  );
}
