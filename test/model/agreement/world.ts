import { marshall } from '@aws-sdk/util-dynamodb';
import type { StackChange } from '../../../cli/plan/change';
import { Rehearsed, rehearse } from '../../../cli/plan/rehearsal/rehearse';
import { inventory } from '../../../simulator';
import { Queue } from '../aws/virtual-time';
import type { ResourceSpec, Stack, Template } from '../cloudformation/stack';
import { Simulation } from '../simulation';
import { CONNECTIONS, Deploy, History, PARENTS, Step, templateOf } from './history';

const REST_MS = 3_600_000;

/** The stacks of the model, each under its number. */
export class World {
  public readonly simulation: Simulation;
  private readonly stacks: (Stack | undefined)[] = [undefined, undefined];

  public constructor({ beginsOn }: History) {
    const hosted = CONNECTIONS.map((connectionId, index) => ({ connectionId, ...beginsOn[index] }));
    this.simulation = new Simulation({
      turns: new Queue(),
      inventory: inventory({
        interconnects: PARENTS.slice(0, 2),
        lags: PARENTS.slice(2),
        hosted: Object.fromEntries(
          PARENTS.map((id) => [
            id,
            hosted
              .filter(({ parentId }) => parentId === id)
              .map(({ connectionId, vlan }) => ({ connectionId, vlan })),
          ]),
        ),
      }),
      faults: { calls: [], deliveries: [] },
      settleMs: 4_000,
    });
  }

  public stack(index: number): Stack | undefined {
    const stack = this.stacks[index];
    return stack?.status === 'DELETE_COMPLETE' ? undefined : stack;
  }

  /** So that nothing is so recent that it has not settled, or that the handler would not believe what it reads. */
  public rest(): Promise<void> {
    return this.simulation.time.sleep(REST_MS);
  }

  public async act(step: Step): Promise<void> {
    const { cloudFormation, model } = this.simulation;
    await this.rest();
    switch (step.kind) {
      case 'destroy': {
        const stack = this.stack(step.stack);
        if (stack) await cloudFormation.delete(stack);
        return;
      }
      case 'by hand':
        try {
          model.moveByHand(step.connectionId, step.parentId);
        } catch {
          // Refused: nothing has moved.
        }
        return;
      case 'deploy': {
        const next = templateOf(step.template);
        const stack = this.stack(step.stack);
        if (stack === undefined)
          this.stacks[step.stack] = await cloudFormation.create(`stack-${step.stack}`, next);
        else if (isDeployable(stack)) await cloudFormation.update(stack, next);
        else await cloudFormation.delete(stack);
      }
    }
  }

  public plan({ stack: index, template: declared }: Deploy): Promise<Rehearsed> {
    const { model, time, cloudFormation } = this.simulation;
    const stack = this.stack(index);
    const { table } = cloudFormation.provider;
    const statusOf = (id: string) => Promise.resolve(cloudFormation.stack(id)?.status);
    const resourceOf = (id: string, logicalId: string) => {
      const told = cloudFormation.describe(id, logicalId);
      return Promise.resolve(told && { type: '', status: told.status, physicalId: told.physicalId });
    };
    const lists = PARENTS.map((id) => {
      const connections = model.all.filter(({ connectionId }) => model.parentOf(connectionId) === id);
      return [id, { connections }] as const;
    });
    const beginning = {
      inventory: {
        ...inventory({ interconnects: PARENTS.slice(0, 2), lags: PARENTS.slice(2) }),
        hostedConnections: Object.fromEntries(lists),
      },
      claims: new Map([['provider', table.keys.map((key) => marshall({ ...table.item(key) }))]]),
      elsewhere: { statusOf, resourceOf },
      now: time.now() + REST_MS,
      settleSeconds: 4,
    };
    return rehearse(beginning, [changeOf(stack, templateOf(declared))]);
  }
}

function changeOf(stack: Stack | undefined, { resources }: Template): StackChange {
  const before = [...(stack?.resources ?? [])].map(
    ([id, { spec, physicalId = '' }]) => [id, { ...spec, physicalId }] as const,
  );
  const isChanged = ([id, spec]: [string, ResourceSpec]) =>
    JSON.stringify(stack?.resources.get(id)?.spec.properties) !== JSON.stringify(spec.properties);
  return {
    name: 'stack',
    stackId: stack?.id ?? 'arn:aws:cloudformation:us-east-1:111122223333:stack/stack/new',
    isNew: stack === undefined,
    before: new Map(before),
    after: new Map(Object.entries(resources)),
    changed: new Set(
      Object.entries(resources)
        .filter(isChanged)
        .map(([id]) => id),
    ),
    provider: 'provider',
  };
}

export function isDeployable(stack: Stack | undefined): boolean {
  return stack === undefined || /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(stack.status);
}
