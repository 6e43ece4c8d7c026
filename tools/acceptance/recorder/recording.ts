import type { UrlForm } from './response-url';

/** The properties of a `Custom::Recorder`. */
export interface RecorderProperties {
  /** What the report calls it. */
  readonly label: string;
  /** Changes with every step that shall send it an Update. */
  readonly revision: string;
  readonly onCreate: 'succeed' | 'fail' | 'fail when told' | 'wait until told';
  readonly onDelete: 'succeed' | 'fail until told';
}

/** What a recorder was sent, and what became of its answer. The ResponseURL is not kept: who has it can answer. */
export interface Recording {
  readonly label: string;
  readonly type: string;
  /** Milliseconds, by the function's clock. */
  readonly at: number;
  readonly requestId: string;
  readonly logicalId: string;
  /** Empty in a Create. */
  readonly physicalId: string;
  readonly revision: string;
  /** The id of the invocation: an event that is delivered twice has two. */
  readonly invocationId: string;
  readonly url: UrlForm;
  readonly answered: 'SUCCESS' | 'FAILED';
  readonly answeredAfterMs: number;
  /** The HTTP status that the answer got; 0 for none. */
  readonly answerStatus: number;
}

/** The key of what tells a recorder to go on. */
export const toldKey = (label: string): string => `told/${label}`;

/** The prefix of the keys of recordings. */
export const RECORDING_PREFIX = 'recording/';

/** The environment variable that names the table. */
export const TABLE_ENV = 'RECORDER_TABLE';
