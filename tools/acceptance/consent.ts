import { createInterface } from 'node:readline/promises';
import { PROVIDER_STACK, TEST_STACK } from './app';
import type { Arguments } from './arguments';
import { describePlan, type Parents } from './plan';
import { RECORDER_STACK } from './recorder/recorder-stack';
import type { Survey } from './survey';

/** What will be interrupted, and how often. */
export function announce(
  survey: Survey,
  { connection, askPresentParent }: Arguments,
  parents: Parents,
): string {
  const plan = describePlan(parents);
  const total = plan.reduce((sum, { interruptions }) => sum + interruptions, 0);
  const state = survey.placements[0]?.connection.connectionState;
  const steps = plan.map(
    ({ text, interruptions }, index) => `${String(index + 1).padStart(4)}. ${text} (${interruptions})`,
  );
  return [
    `This interrupts the traffic of ${connection} up to ${total} times, in account ${survey.account} in ${survey.region}:`,
    ...steps,
    ...(askPresentParent
      ? [
          `It also asks Direct Connect to move it to ${parents.origin} while it is there: nobody knows whether that interrupts.`,
        ]
      : []),
    `It is on ${parents.origin} now, ${state}, and goes back there at the end.`,
    `It deploys the stacks ${TEST_STACK}, ${PROVIDER_STACK} and ${RECORDER_STACK}, and deletes them.`,
  ].join('\n');
}

/** @throws Error if nobody says yes. */
export async function agree(isAgreed: boolean): Promise<void> {
  if (isAgreed) return;
  if (!process.stdin.isTTY) {
    throw new Error(
      'standard input is no terminal, so nobody can agree: nothing was done; pass --yes to go on without a question',
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const given = new AbortController();
  terminal.on('SIGINT', () => given.abort());
  const answer = await terminal
    .question('Type yes to go on: ', { signal: given.signal })
    .catch(() => '')
    .finally(() => terminal.close());
  if (answer.trim().toLowerCase() !== 'yes')
    throw new Error(`the answer is '${answer}', expected yes: nothing was done`);
}
