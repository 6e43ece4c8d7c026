import type { Asked } from '../status/read-status';
import type { Status } from '../status/schema';
import { EXIT, ExitCode } from '../outcome';
import { hasSucceeded, isOver } from './operation';
import type { Picture } from './picture';
import type { Outcome } from './schema';

/** What the deployments that were followed have come to. */
export function outcomeOf(picture: Picture | undefined): Outcome {
  const { stacks = [] } = picture ?? {};
  if (stacks.some((stack) => isOver(stack) && !hasSucceeded(stack))) return 'failed';
  return stacks.length > 0 && stacks.every(isOver) ? 'complete' : 'stopped';
}

/** 0 says that everything is as it is declared. */
export function exitCodeOf(picture: Picture | undefined, { hasDrifted }: Status): ExitCode {
  const { stacks = [] } = picture ?? {};
  return stacks.every(hasSucceeded) && !hasDrifted ? EXIT.fine : EXIT.found;
}

/** The connections that the table tells of, whatever has become of their associations. */
export function askedAfter(picture: Picture | undefined): Asked[] {
  return (picture?.connections ?? []).flatMap(({ connectionId, stackId, logicalId, step, to }) => {
    if (connectionId === undefined) return [];
    const leftOn = step === 'home' || step === 'left' ? to : undefined;
    return [{ connectionId, stackId, logicalId, leftOn }];
  });
}
