import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { claimsIn } from '../../cli/aws/claims';
import type { StackEvent } from '../../cli/aws/stack-event';
import { changesIn } from '../../cli/watch/changes';
import { operationIn } from '../../cli/watch/operation';
import { Picture, nextPicture } from '../../cli/watch/picture';
import type { WatchLine } from '../../cli/watch/schema';
import type { DeclaredConnections } from '../../cli/watch/connection';
import { STACK_ID, TABLE, World } from '../lambda/world';

export const ASSOCIATION = 'Custom::HostedConnectionAssociation';

/** The events of a stack, beside the claims that the handler writes meanwhile. */
export class Deployment {
  public picture: Picture | undefined;
  private readonly events: StackEvent[] = [];

  public constructor(
    private readonly world: World,
    public template?: DeclaredConnections,
  ) {}

  /** An event of the stack itself. */
  public stack(status: string, reason?: string): void {
    this.add({
      logicalId: 'Partner',
      physicalId: STACK_ID,
      type: 'AWS::CloudFormation::Stack',
      status,
      reason,
    });
  }

  public resource(logicalId: string, status: string, reason?: string, type = ASSOCIATION): void {
    this.add({ logicalId, type, status, reason });
  }

  /** What is new at one more look. */
  public look(): WatchLine[] {
    const operation = operationIn(this.events);
    const items = this.world.dynamoDb.keys.flatMap((key) => this.world.dynamoDb.item(key) ?? []);
    const before = this.picture;
    this.picture = nextPicture(before, {
      at: this.world.time,
      stacks: operation === undefined ? [] : [{ operation, template: this.template }],
      awaited: [],
      claims: claimsIn(
        items.map((item) => marshall(item) as Record<string, AttributeValue>),
        TABLE,
      ),
      hasTable: true,
    });
    return changesIn(before, this.picture, () => undefined);
  }

  private add(event: Omit<StackEvent, 'id' | 'at' | 'stackId'>): void {
    this.events.push({ ...event, id: String(this.events.length), at: this.world.time, stackId: STACK_ID });
  }
}
