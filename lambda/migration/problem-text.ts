import { Problem } from './problems';

/** CloudFormation takes about 1,000 bytes of a failure's text, the advice at the end included. */
const ROOM_BYTES = 800;

const ADVICE = 'correct these, or take the connections out of the migration';

/** All problems in one message, those of a kind together; what has no room is counted. */
export function describeProblems(problems: readonly Problem[]): string {
  const count = `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`;
  let text = `${count}, so nothing was moved`;
  let told = 0;
  let kind: string | undefined;
  for (const problem of problems) {
    const next = problem.kind === kind ? `, ${problem.subject}` : `. ${problem.kind}: ${problem.subject}`;
    if (Buffer.byteLength(text + next) > ROOM_BYTES) break;
    text += next;
    kind = problem.kind;
    told += 1;
  }
  const rest = problems.length - told;
  return `${text}${rest > 0 ? `; and ${rest} more, each in the log of this function` : ''}. ${ADVICE}`;
}
