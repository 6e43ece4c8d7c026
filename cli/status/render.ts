import { Column, tableOf, wrap } from '../output/table';
import type { Terminal } from '../output/terminal';
import type { ConnectionStatus, Status } from './schema';
import { STATES, State } from './states';

/** The table, what to do, and a line of counts. */
export function renderStatus({ connections, table }: Status, terminal: Terminal): string {
  if (connections.length === 0) return wrap(`No connection is claimed in ${table}.`, terminal.columns);
  const parts = [
    tableOf(connections, columns(terminal), terminal.columns),
    ...connections.flatMap((each) => explanation(each, terminal)),
    wrap(counts(connections), terminal.columns),
  ];
  return parts.join('\n\n');
}

function columns({ colors }: Terminal): Column<ConnectionStatus>[] {
  const paint = (state: State) => {
    switch (state) {
      case 'as declared':
        return colors.green(state);
      case 'no association':
        return state;
      case 'moving':
        return colors.cyan(state);
      default:
        return colors.red(state);
    }
  };
  return [
    { heading: 'CONNECTION', cell: ({ connectionId }) => connectionId },
    { heading: 'NAME', cell: ({ connectionName = '' }) => connectionName },
    { heading: 'CUSTOMER', cell: ({ ownerAccount = '' }) => ownerAccount },
    { heading: 'VLAN', cell: ({ vlan }) => (vlan === undefined ? '' : String(vlan)) },
    { heading: 'STACK', cell: ({ stack = '' }) => stack },
    { heading: 'IS ON', cell: ({ isOn = 'no parent' }) => isOn },
    { heading: 'STATE', cell: ({ state }) => paint(state) },
    { heading: 'ON DELETE', cell: onDelete },
  ];
}

function onDelete({ isRetained, home, state, isOn }: ConnectionStatus): string {
  if (state === 'no stack' || home === undefined) return '';
  if (isRetained === true) return 'stays (RETAIN)';
  if (state === 'moved by hand' || isOn === home) return 'stays';
  return `goes to ${home}`;
}

function explanation(
  { connectionId, state, reason, advice }: ConnectionStatus,
  { columns: width, colors }: Terminal,
): string[] {
  if (state === 'as declared' || state === 'no association' || (reason === undefined && advice === undefined))
    return [];
  const why = `${connectionId}: ${state}${reason === undefined ? '' : `, ${reason}`}`;
  const lines = [colors.bold(wrap(why, width, '  '))];
  if (advice !== undefined) lines.push(wrap(`  ${advice}`, width, '  '));
  return [lines.join('\n')];
}

function counts(connections: readonly ConnectionStatus[]): string {
  const of = (state: State) => connections.filter((each) => each.state === state).length;
  const parts = STATES.filter((state) => of(state) > 0).map((state) => `${of(state)} ${state}`);
  return `${connections.length} ${connections.length === 1 ? 'connection' : 'connections'}: ${parts.join(', ')}`;
}
