import { ClaimsTable } from '../../fakes/claims-table';

export const CLAIMS_TABLE = 'claims';

/** A value as CloudFormation delivers it: numbers are text. */
export type Value = string | readonly Value[] | { readonly [name: string]: Value };

/** The properties of a custom resource as CloudFormation delivers them. */
export type Properties = Readonly<Record<string, Value>>;

/** A custom resource as a template declares it. */
export interface ResourceSpec {
  readonly type: string;
  readonly properties: Properties;
  /** The logical ids of the resources that have to be complete before this one is begun. */
  readonly dependsOn: readonly string[];
  /** Whether it stays as it is when it is removed (RetainExceptOnCreate). */
  readonly retain: boolean;
}

/** A template: custom resources by logical id, and perhaps another resource that fails. */
export interface Template {
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  /** After how many milliseconds of the deployment a sibling resource fails. */
  readonly siblingFailsAfterMs?: number;
  /** Whether the provider stands in this very stack. */
  readonly hasOwnProvider?: boolean;
}

/** How CloudFormation's request has ended. */
export type Ending =
  | {
      readonly kind: 'answered';
      readonly success: boolean;
      readonly physicalId: string;
      readonly reason: string;
    }
  | { readonly kind: 'no response' }
  | { readonly kind: 'cancelled' };

/** A request that CloudFormation has sent to the custom resource's provider. */
export interface CustomResourceRequest {
  /** Which request it is. A retry may tell the provider that it is the one before. */
  readonly requestId: string;
  readonly requestIdTold: string;
  readonly type: 'Create' | 'Update' | 'Delete';
  readonly stack: Stack;
  readonly resource: StackResource;
  readonly spec: ResourceSpec;
  readonly sentAt: number;
  /** Whether it undoes a deployment that has failed. */
  readonly isRollback: boolean;
  /** When CloudFormation stopped waiting, and why. */
  ended?: { readonly at: number; readonly how: Ending };
}

/** A custom resource of a stack. */
export interface StackResource {
  readonly logicalId: string;
  status: string;
  physicalId: string | undefined;
  /** As last deployed with success. */
  spec: ResourceSpec;
  /** Whether it ever was. */
  wasComplete?: boolean;
  /** The request that CloudFormation is waiting for. */
  active?: CustomResourceRequest;
  /** The last request that it has sent. */
  last?: CustomResourceRequest;
}

/** What a rollback has to do: to put resources back to what they were, and to delete others. */
export interface Rollback {
  /** The resources that there were, with their properties, before whatever is rolled back. */
  readonly before: ReadonlyMap<StackResource, ResourceSpec>;
  readonly touched: ReadonlySet<StackResource>;
}

export type StackStatus =
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_FAILED'
  | 'UPDATE_ROLLBACK_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_FAILED'
  | 'DELETE_COMPLETE';

/** The Provider framework's functions, its waiter, and the table of claims, in whatever stack they stand. */
export class Provider {
  public readonly table = new ClaimsTable(CLAIMS_TABLE);
  public isGone = false;
}

/** A stack: its resources, and the provider that they use. */
export class Stack {
  private readonly statuses: { readonly at: number; readonly status: StackStatus }[] = [];
  /** What was deployed last, or is being deployed. */
  public template: Template | undefined;
  public readonly resources = new Map<string, StackResource>();
  /** What was deleted with the stack: CloudFormation still tells of it. */
  public readonly deleted = new Map<string, StackResource>();
  /** Those whose create has failed, in whose places others are now, and which are not deleted yet. */
  public readonly replaced = new Set<StackResource>();
  /** What a rollback could not do, or what was left as it was when it failed. */
  public left: Rollback | undefined;

  public constructor(
    public readonly name: string,
    public readonly id: string,
    public readonly createdAt: number,
    public readonly provider: Provider,
    public readonly hasOwnProvider: boolean,
    private readonly now: () => number,
  ) {
    this.status = 'CREATE_IN_PROGRESS';
  }

  public get status(): StackStatus {
    return this.statusAt(Infinity);
  }

  public set status(status: StackStatus) {
    this.statuses.push({ at: this.now(), status });
  }

  public statusAt(time: number): StackStatus {
    const known = this.statuses.findLast(({ at }) => at <= time) ?? this.statuses[0];
    return known?.status ?? 'CREATE_IN_PROGRESS';
  }

  public get isGone(): boolean {
    return this.status === 'DELETE_COMPLETE';
  }

  public has(resource: StackResource): boolean {
    return this.resources.get(resource.logicalId) === resource || this.replaced.has(resource);
  }

  public remove(resource: StackResource): void {
    this.replaced.delete(resource);
    if (this.resources.get(resource.logicalId) === resource) this.resources.delete(resource.logicalId);
  }

  public get isRollingBack(): boolean {
    return this.status.includes('ROLLBACK') && this.status.endsWith('IN_PROGRESS');
  }
}

/** The resources of the stack with these logical ids. */
export function named(stack: Stack, logicalIds: readonly string[] = []): StackResource[] {
  return logicalIds.flatMap((logicalId) => stack.resources.get(logicalId) ?? []);
}
