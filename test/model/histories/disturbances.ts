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
