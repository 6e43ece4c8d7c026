import type { Assumption } from '../../../lambda/assumptions/assumption';
import type { Decision } from '../../../lambda/log';
import type { World } from '../world';

/** The lines of the log that are about assumptions. */
export function linesOf({ decisions }: Pick<World, 'decisions'>): Decision[] {
  return decisions.filter(({ assumption }) => assumption !== undefined);
}

/** Those about one of them. */
export function linesAbout(world: Pick<World, 'decisions'>, assumption: Assumption): Decision[] {
  return linesOf(world).filter((line) => line.assumption === assumption);
}
