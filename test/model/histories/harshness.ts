/** Groups of what can be as bad as it gets, which can be switched off. Without them a history has what is usual. */
export const HARSHNESS = {
  'late lists':
    'Lists are as late as they are expected to be at most, not monotonic, and meanwhile show a connection on both parents or on none.',
  'late calls': 'A call whose answer was lost lands as late as it is expected to at most.',
  'small pages': 'A page has one item, as if every parent had more than a hundred connections.',
  clocks: 'The machines of CloudFormation that sign URLs have clocks that are seconds apart.',
  'late answers': 'What CloudFormation says of a resource or a stack is up to a minute old.',
  'odd answers':
    'CloudFormation says something else of a resource than what is so, all through its creates, updates or deletes.',
  'no rollback': 'Deployments are left as they failed, and then retried or rolled back.',
  'other tokens':
    'A resource is to be served by another function: CloudFormation refuses that, and asks nobody.',
  'connections end': 'Owners delete or reject their connections.',
  members: 'Interconnects join LAGs, with what is on them, and leave them, without.',
  'parents go': 'Interconnects and LAGs without connections are deleted.',
  'lists fail': 'For as long as lists may be late, the list of a parent is refused or empty.',
  'edited claims': 'Somebody edits a claim into something that cannot be read, and corrects it later.',
  'homes put back': 'After a rollback, a delete has to go where it would have gone before.',
  beyond:
    'In every fourth history lists, calls and what CloudFormation says are later than anybody expects: then nothing may be lost, and the rest may fail.',
  calm: 'In every third history nothing goes wrong: then nothing may fail.',
} as const satisfies Record<string, string>;

export type Harshness = keyof typeof HARSHNESS;
export type Harsh = ReadonlySet<Harshness>;

const NAMES = Object.keys(HARSHNESS) as Harshness[];

/**
 * What a run of histories has in it.
 *
 * @param without names of groups that are switched off, with commas between them.
 * @throws Error for a name that is none.
 */
export function harshOf(without = ''): Harsh {
  const names = without.split(',').map((name) => name.trim());
  const unknown = names.find((name) => name !== '' && !(name in HARSHNESS));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${NAMES.join(', ')}`);
  return new Set(NAMES.filter((name) => !names.includes(name)));
}
