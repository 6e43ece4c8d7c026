import type { CustomResourceRequest, StackResource } from './stack';

/** What CloudFormation says of a resource while a request of one type is under way. */
export interface OddAnswer {
  readonly during: CustomResourceRequest['type'];
  /** `undefined` stands for "does not exist". */
  readonly says: Partial<Pick<StackResource, 'status' | 'physicalId'>> | undefined;
}

/** How old what it says of a resource or a stack is expected to be at most. */
export const ANSWERS_LAG_MS = 60_000;

/** What is not known of CloudFormation, and so may be one way or the other. */
export interface Behavior {
  /** Whether it says in the middle of a create that there is no such resource. */
  readonly hidesCreates: boolean;
  /** Whether it still tells of the resources of a stack that is deleted. */
  readonly remembersDeleted: boolean;
  /** Whether a retry, or a rollback, has the RequestId of the request before. */
  readonly repeatsRequestIds: boolean;
  /** How far the clocks are off that sign one URL after the other, and then again. */
  readonly skewsMs: readonly number[];
  /** In which version they sign. */
  readonly signatures: readonly ('V2' | 'V4')[];
  /** How old is what it says of a resource. */
  readonly answersLagMs: number;
  /** How old is what it says of a whole stack. */
  readonly stackLagMs: number;
  /** What else it says than what is so. */
  readonly oddAnswer?: OddAnswer;
  /** Whether a resource whose create has failed is deleted before it is created again, or in the clean-up. */
  readonly deletesFailedFirst: boolean;
  /** Whether, without a rollback of the stack, a resource whose update has failed is put back to what it was. */
  readonly revertsFailedUpdates: boolean;
}

/** Where it is not known, what is kinder. */
export const KIND: Behavior = {
  hidesCreates: false,
  remembersDeleted: true,
  repeatsRequestIds: false,
  skewsMs: [0],
  signatures: ['V4'],
  answersLagMs: 0,
  stackLagMs: 0,
  deletesFailedFirst: true,
  revertsFailedUpdates: false,
};
