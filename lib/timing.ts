/*
 * Every time that constructs and handler go by. What has to be true between them is asserted in test/lib/timing.test.ts.
 * Seconds, without exception.
 */

/** How often the waiter of the Provider framework polls. */
export const POLL_INTERVAL_SECONDS = 5;

/** A poll so soon after its event is most likely the first, and most operations end in it. */
export const FIRST_POLL_SECONDS = 5;

/** Every call of one poll ends within this time. A function that times out has failed its operation. */
export const POLL_SECONDS = 20;

/** The longest life of one invocation of the handler: no call of it can be under way after that. */
export const HANDLER_TIMEOUT_SECONDS = 30;

/** The pause before a throttled call is repeated: at random, at least this. */
export const RETRY_PAUSE_MIN_SECONDS = 0.2;

/** The pause before a throttled call is repeated: at random, at most this. */
export const RETRY_PAUSE_MAX_SECONDS = 1;

/** An operation that has not begun so long after it was issued may have a successor already. */
export const LATE_SECONDS = 10;

/** So long after a move was begun, or seen to be done, a reading that contradicts it is not believed. */
export const LANDING_SECONDS = HANDLER_TIMEOUT_SECONDS + 10;

/** For so long a status of CloudFormation that contradicts an event may be from before the event. */
export const STATUS_LAG_SECONDS = 60;

/** A connection in the middle of a move can be listed nowhere. One that is missing for so long is gone. */
export const MISSING_SECONDS = 120;

/** A permission that was granted with the stack may take so long to work. */
export const DENIED_GRACE_SECONDS = 300;

/** The shortest `timeout` of an operation. */
export const MIN_TIMEOUT_SECONDS = 60;

/** The `timeout` of an operation, where none is given. */
export const DEFAULT_TIMEOUT_SECONDS = 30 * 60;

/** The longest `timeout` of an operation. */
export const MAX_TIMEOUT_SECONDS = 59 * 60;

/** CloudFormation gives up so long after the handler does, so that the handler's reason is the one that is shown. */
export const SERVICE_TIMEOUT_MARGIN_SECONDS = 60;

/** How long the waiter of the Provider framework polls, and the longest `ServiceTimeout` that CloudFormation takes. */
export const TOTAL_TIMEOUT_SECONDS = 3600;

/** How long the URLs that CloudFormation signs are valid. */
export const SIGNED_URL_SECONDS = 7200;

/** How long the claim of an ended delete is kept: longer than any waiter lives. */
export const RELEASED_FOR_SECONDS = 7 * 24 * 3600;

/** How long the progress of a migration is kept, if its own delete does not remove it. */
export const PROGRESS_KEPT_SECONDS = 30 * 24 * 3600;
