import { PREFLIGHT_TYPE } from '../../lib/contract';
import { isConnectionId } from '../../lambda/properties';
import { parsePhysicalId } from '../../lambda/association/physical-id';
import type { PlannedStack } from './changes';
import type { Ended, Operation } from './rehearsal/rehearsal';
import type { Rehearsed } from './rehearsal/rehearse';
import type { Problem } from './schema';

/** Everything that the handler would refuse, in its own words, and what CloudFormation would. */
export function problemsOf(planned: readonly PlannedStack[], rehearsed: Rehearsed): Problem[] {
  const { deployment, rollback, deletion, races } = rehearsed;
  const obstacles = planned.flatMap(({ change: { name: stack }, obstacles: texts }) =>
    texts.map((text): Problem => ({ stack, when: 'deployment', isRace: false, text })),
  );
  const found = deployment.filter((ended) => !races.includes(ended)).flatMap(ofPreflightOrOne);
  const told = found.filter(({ connectionId }) => connectionId === undefined).map(({ text }) => text);
  return [
    ...obstacles,
    // What a preflight has found already is not said again of each connection.
    ...found.filter(({ connectionId }) => !told.some((text) => isAbout(text, connectionId))),
    ...races.flatMap((ended) => failureOf(ended, 'deployment', true)),
    ...rollback.flatMap((ended) => failureOf(ended, 'rollback')),
    ...deletion.flatMap((ended) => failureOf(ended, 'delete')),
  ];
}

function ofPreflightOrOne(ended: Ended): Problem[] {
  const { operation, failure, problems } = ended;
  if (failure === undefined || problems.length === 0) return failureOf(ended, 'deployment');
  return [...new Set(problems)].map((text) => ({
    ...placeOf(operation),
    when: 'deployment',
    isRace: false,
    text,
  }));
}

function failureOf(ended: Ended, when: Problem['when'], isRace = false): Problem[] {
  const { operation, failure: text } = ended;
  return text === undefined ? [] : [{ ...placeOf(operation), when, isRace, text }];
}

function placeOf(operation: Operation): Pick<Problem, 'stack' | 'logicalId' | 'connectionId'> {
  const { stack, logicalId, resource } = operation;
  const connectionId = resource.type === PREFLIGHT_TYPE ? undefined : connectionOf(operation);
  return { stack: stack.name, logicalId, connectionId };
}

/** The connection that an operation is about. */
export function connectionOf({
  resource,
  physicalId,
}: Pick<Operation, 'resource' | 'physicalId'>): string | undefined {
  const { connectionId } = resource.properties;
  return (
    parsePhysicalId(physicalId)?.connectionId ?? (isConnectionId(connectionId) ? connectionId : undefined)
  );
}

/** A preflight's problem says what is wrong, and then with what. */
function isAbout(text: string, connectionId: string | undefined): boolean {
  const [, subject] = /^[^:]+: (dxcon-[a-z0-9]+)/.exec(text) ?? [];
  return subject !== undefined && subject === connectionId;
}
