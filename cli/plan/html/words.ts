import type { Action } from '../actions';

/** What an action means to somebody who has not read the documentation. */
export function meaningOf(action: Action): string {
  switch (action) {
    case 'move':
      return 'moves to the parent that is declared';
    case 'adopt':
      return 'is there already, and does not move';
    case 'put back':
      return 'its association is removed, and it goes back to its original parent';
    case 'leave':
      return 'its association is removed, and it stays where it is';
    case 'forget':
      return 'its association is removed with RETAIN, and it stays where it is';
    case 'update':
      return 'its association changes, and it does not move';
    case 'untouched':
      return 'nothing is asked for';
    case 'fail':
      return 'is refused, and stays where it is';
    case 'unknown':
      return 'depends on what only the deployment knows';
  }
}

/** A number with the word that it counts. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

export const NO_PARENT = 'no parent';
export const NOT_KNOWN = 'known at deployment';
