import { duration } from '../output/duration';
import { Column, tableOf, wrap } from '../output/table';
import type { Terminal } from '../output/terminal';
import type { Action } from './actions';
import type { Plan, PlannedConnection, Problem } from './schema';

/** The connections that something happens to, what stands in the way, and what it costs. */
export function renderPlan(plan: Plan, terminal: Terminal): string {
  const { columns: width, colors } = terminal;
  const touched = plan.connections.filter(({ action }) => action !== 'untouched');
  const parts = [
    ...(touched.length > 0 ? [tableOf(touched, columns(plan, terminal), width)] : []),
    ...plan.problems.map((problem) => wrap(colors.red(textOf(problem)), width, '  ')),
    ...plan.notes.map((note) => wrap(`note: ${note}`, width, '  ')),
    summary(plan)
      .map((line) => wrap(line, width))
      .join('\n'),
  ];
  return parts.join('\n\n');
}

function columns(plan: Plan, { colors }: Terminal): Column<PlannedConnection>[] {
  const paint = (action: Action) => {
    switch (action) {
      case 'move':
      case 'put back':
        return colors.yellow(action);
      case 'fail':
      case 'unknown':
        return colors.red(action);
      case 'adopt':
      case 'leave':
      case 'forget':
      case 'update':
      case 'untouched':
        return action;
    }
  };
  const all: Column<PlannedConnection>[] = [
    {
      heading: 'CONNECTION',
      cell: ({ connectionId, knownAtDeployment = '' }) => connectionId ?? `(${knownAtDeployment})`,
    },
    { heading: 'NAME', cell: ({ connectionName = '' }) => connectionName },
    { heading: 'CUSTOMER', cell: ({ ownerAccount = '' }) => ownerAccount },
    { heading: 'VLAN', cell: ({ vlan }) => (vlan === undefined ? '' : String(vlan)) },
    { heading: 'STACK', cell: ({ stack }) => stack },
    { heading: 'IS ON', cell: ({ isOn = 'no parent' }) => isOn },
    { heading: 'WILL BE ON', cell: willBeOn },
    { heading: 'WHAT', cell: ({ action }) => paint(action) },
    { heading: 'INTERRUPTIONS', cell: ({ interruptions }) => String(interruptions) },
    { heading: 'STARTS', cell: ({ startsAfterSeconds: s }) => (s === undefined ? '' : `+${duration(s)}`) },
  ];
  return plan.stacks.length > 1 ? all : all.filter(({ heading }) => heading !== 'STACK');
}

function willBeOn({ action, willBeOn: parentId, knownAtDeployment }: PlannedConnection): string {
  if (action === 'unknown') return `known at deployment: ${knownAtDeployment ?? ''}`;
  return parentId ?? 'no parent';
}

function textOf({ stack, logicalId, when, isRace, text }: Problem): string {
  const place = [stack, logicalId].filter((part) => part !== undefined).join('/');
  const condition = isRace ? ', depending on which of two is first' : '';
  switch (when) {
    case 'deployment':
      return `${place} fails${condition}: ${text}`;
    case 'rollback':
      return `${place} could not be rolled back: ${text}`;
    case 'delete':
      return `${place} could not be deleted later: ${text}`;
  }
}

function summary({ connections, problems, isClear, estimate }: Plan): string[] {
  const count = (action: Action) => connections.filter((each) => each.action === action).length;
  const parts = (
    ['move', 'adopt', 'put back', 'leave', 'forget', 'update', 'fail', 'unknown', 'untouched'] as const
  )
    .filter((action) => count(action) > 0)
    .map((action) => `${count(action)} ${action}`);
  const interruptions = connections.reduce((sum, each) => sum + each.interruptions, 0);
  const inTheWay = problems.filter(({ when }) => when !== 'delete').length;
  const lines = [
    `${connections.length} ${connections.length === 1 ? 'connection' : 'connections'}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}. ${interruptions} ${interruptions === 1 ? 'interruption' : 'interruptions'}.`,
    `About ${duration(estimate.seconds)}, if a move takes ${duration(estimate.settleSeconds)}, and what CloudFormation needs for itself; ${estimate.calls} calls of Direct Connect.`,
  ];
  lines.push(
    isClear
      ? 'Nothing stands in the way.'
      : `${inTheWay} ${inTheWay === 1 ? 'problem stands' : 'problems stand'} in the way: the deployment would fail, or could not be rolled back.`,
  );
  return lines;
}
