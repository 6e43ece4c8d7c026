import { ClaimsTable } from '../fakes/claims-table';

export const CLAIMS_TABLE = 'claims';

/** An association as a template declares it. */
export interface AssociationSpec {
  readonly connectionId: string;
  readonly parentId: string;
  readonly originalParentId?: string;
  readonly retain?: boolean;
}

/** A template: associations by logical id, and perhaps another resource that fails. */
export interface Template {
  readonly associations: Readonly<Record<string, AssociationSpec>>;
  /** After how many milliseconds of the deployment a sibling resource fails. */
  readonly siblingFailsAfterMs?: number;
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
  readonly requestId: string;
  readonly type: 'Create' | 'Update' | 'Delete';
  readonly stack: Stack;
  readonly resource: StackResource;
  readonly spec: AssociationSpec;
  readonly sentAt: number;
  /** When CloudFormation stopped waiting, and why. */
  ended?: { readonly at: number; readonly how: Ending };
}

/** A custom resource of a stack. */
export interface StackResource {
  readonly logicalId: string;
  status: string;
  physicalId: string | undefined;
  /** As last deployed with success. */
  spec: AssociationSpec;
  /** The request that CloudFormation is waiting for. */
  active?: CustomResourceRequest;
}

export type StackStatus =
  | 'CREATE_COMPLETE'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'DELETE_FAILED'
  | 'DELETE_COMPLETE'
  | 'IN_PROGRESS';

/** A stack: its resources, and the provider with the table of claims that it brings along. */
export class Stack {
  public status: StackStatus = 'IN_PROGRESS';
  public readonly resources = new Map<string, StackResource>();
  /** Gone with the stack. */
  public table: ClaimsTable | undefined = new ClaimsTable(CLAIMS_TABLE);

  public constructor(
    public readonly name: string,
    public readonly id: string,
    public readonly createdAt: number,
  ) {}

  public get isGone(): boolean {
    return this.status === 'DELETE_COMPLETE';
  }
}
