import { ACTIONS } from '../actions';
import { duration } from '../../output/duration';
import type { Plan } from '../schema';
import { interrupted } from './customers';
import { Markup, Value, html } from './markup';
import { counted, meaningOf } from './words';

/** What a page was made from, beside the plan itself. */
export interface MadeFrom {
  /** The folder or the command of the app. */
  readonly app: string;
  /** The file with the inventory, where it was one. */
  readonly inventory?: string;
  /** The version of the command. */
  readonly version: string;
}

/** The answer first, then what it is an answer to. */
export function summary(plan: Plan, made: MadeFrom): Markup {
  return html`<p class="verdict ${plan.isClear ? 'clear' : 'blocked'}">${verdict(plan)}</p>
    <dl>
      ${facts(plan, made).map(
        ([what, value]) =>
          html`<div>
            <dt>${what}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
}

function verdict({ isClear, problems }: Plan): string {
  if (isClear) return 'Nothing stands in the way.';
  const count = problems.filter(({ when }) => when !== 'delete').length;
  return `${counted(count, 'problem stands', 'problems stand')} in the way: the deployment would fail, or could not be rolled back.`;
}

function facts(plan: Plan, { app, inventory, version }: MadeFrom): (readonly [string, Value])[] {
  const { stacks, connections, estimate, account, region, at } = plan;
  const { seconds, settleSeconds, calls, callsPerSecond } = estimate;
  const interruptions = connections.reduce((sum, each) => sum + each.interruptions, 0);
  const where =
    inventory === undefined ? `account ${account ?? ''}` : html`the inventory <bdi>${inventory}</bdi>`;
  const rate = callsPerSecond === undefined ? '' : `, at ${callsPerSecond} a second`;
  return [
    ['Stacks', stacks.map(({ name, change }) => `${name} (${change})`).join(', ')],
    ['Connections', counted(connections.length, 'connection')],
    [
      'Interruptions',
      `${counted(interruptions, 'interruption')} of ${counted(interrupted(plan).length, 'customer')}`,
    ],
    [
      'Window',
      `about ${duration(seconds)}, if a move takes ${duration(settleSeconds)}, and what CloudFormation needs for itself`,
    ],
    ['Calls of Direct Connect', `${calls.toLocaleString('en-US')}${rate}`],
    [
      'Looked at',
      html`<time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time>: ${where}, ${region}`,
    ],
    ['App', html`<bdi>${app}</bdi>`],
    ['Made by', `hosted-connections ${version}`],
  ];
}

/** How many connections there are of each kind, and what that means. */
export function actionsSection({ connections }: Plan): Markup {
  const rows = ACTIONS.map((action) => ({
    action,
    count: connections.filter((each) => each.action === action).length,
  })).filter(({ count }) => count > 0);
  return html`<section aria-labelledby="what-happens">
    <h2 id="what-happens">What happens</h2>
    <table>
      <caption>
        Connections by what is done with them
      </caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col" class="number">Connections</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ action, count }) =>
            html`<tr>
              <th scope="row">${action}</th>
              <td class="number">${count}</td>
              <td>${meaningOf(action)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

/** What a failure would mean, for whoever approves the change. */
export function failureSection({ stacks, connections, problems }: Plan): Markup {
  const moved = connections.filter(({ action }) => action === 'move');
  const back = moved.filter(({ isOn, onRollback }) => isOn !== undefined && isOn === onRollback);
  const putBack = connections.filter(({ action }) => action === 'put back');
  const stuck = problems.filter(({ when }) => when === 'rollback');
  const sentences = [
    'If a move fails, CloudFormation begins no other one and rolls the stack back.',
    stacks.length > 1 ? 'Stacks that are complete by then stay as they are.' : '',
    moved.length === 0
      ? 'No connection moves before that, so none has to go back.'
      : `Of the ${counted(moved.length, 'connection')} to move, ${back.length.toLocaleString('en-US')} would be where they are now after that. Those that have moved by then are interrupted once more.`,
    putBack.length === 0
      ? ''
      : `${counted(putBack.length, 'connection')} whose association is removed would go home only after everything else has succeeded.`,
    stuck.length === 0
      ? 'Nothing was found that a rollback would fail at.'
      : `${counted(stuck.length, 'rollback')} would fail: see the problems.`,
  ];
  return html`<section aria-labelledby="failure">
    <h2 id="failure">If it fails</h2>
    <p>
      ${sentences.filter((sentence) => sentence !== '').join(' ')} The list of connections says for each where
      it would be.
    </p>
  </section>`;
}
