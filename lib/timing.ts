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

/** A move is sent only if so much of the poll is left for its answer. */
export const ANSWER_SECONDS = 5;

/** A poll that has moved a connection looks for it first after so long, unless the moves before took longer. */
export const FIRST_LOOK_SECONDS = 2;

/** What a poll notes when its calls have been aborted is written within this time. */
export const LAST_WRITE_SECONDS = 25;

/** The longest life of one invocation of the handler: no call of it can be under way after that. */
export const HANDLER_TIMEOUT_SECONDS = 30;

/** The pause before a throttled call is repeated: at random, at least this. */
export const RETRY_PAUSE_MIN_SECONDS = 0.2;

/** The pause before a throttled call is repeated: at random, at most this. */
export const RETRY_PAUSE_MAX_SECONDS = 1;

/** A container that has called nothing for so long begins as if it had never been throttled. */
export const RATE_FORGOTTEN_SECONDS = 60;

/** An operation that has not begun so long after it was issued may have a successor already. */
export const LATE_SECONDS = 10;

/** A call whose answer was lost may be carried out so long after its sender has given up. */
export const CALL_LANDS_SECONDS = 120;

/** Lists may show a move so late; until then the connection may be on both parents, on one of them, or on none. */
export const LISTS_LATE_SECONDS = 180;

/** So long after a move was accepted, or seen to be done, a reading that contradicts it may be an old one. */
export const SHOWN_SECONDS = HANDLER_TIMEOUT_SECONDS + LISTS_LATE_SECONDS;

/** So long after a move was begun whose answer was lost, no reading says that it was not carried out. */
export const LANDING_SECONDS = HANDLER_TIMEOUT_SECONDS + CALL_LANDS_SECONDS + LISTS_LATE_SECONDS;

/** Two readings agree that a move was not carried out if they are so far apart. */
export const AGREEING_SECONDS = 30;

/** The clocks of those who sign CloudFormation's URLs may be so far apart. */
export const SIGNERS_APART_SECONDS = 10;

/** What CloudFormation says of an operation is no older than this when a move is begun. */
export const GUARD_SECONDS = 2;

/** For so long a status of CloudFormation that contradicts an event may be from before the event. */
export const STATUS_LAG_SECONDS = 60;

/**
 * So long after it has last written its claim, CloudFormation may only not tell of an association yet: the answer takes an
 * invocation, or two where one dies, and what CloudFormation says is late after that.
 */
export const UNTOLD_SECONDS = STATUS_LAG_SECONDS + 2 * (HANDLER_TIMEOUT_SECONDS + POLL_INTERVAL_SECONDS);

/** A connection in the middle of a move can be listed nowhere. For a create or an update it is gone after so long. */
export const MISSING_SECONDS = SHOWN_SECONDS + 30;

/** For a delete it is gone after so long: what it then forgets cannot be found again. */
export const MISSING_IN_DELETE_SECONDS = 480;

/** A permission that was granted with the stack may take so long to work. */
export const DENIED_GRACE_SECONDS = 300;

/** The shortest `timeout` of an operation. */
export const MIN_TIMEOUT_SECONDS = 15 * 60;

/** The `timeout` of an operation, where none is given. A part of the contract: a resource that has it does not say so. */
export const DEFAULT_TIMEOUT_SECONDS = 30 * 60;

/** The longest `timeout` of an operation. */
export const MAX_TIMEOUT_SECONDS = 59 * 60;

/** CloudFormation gives up so long after the handler does, so that the handler's reason is the one that is shown. */
export const SERVICE_TIMEOUT_MARGIN_SECONDS = 60;

/** How long the waiter of the Provider framework polls, and the longest `ServiceTimeout` that CloudFormation takes. */
export const TOTAL_TIMEOUT_SECONDS = 3600;

/** So long after its event a create may be deleted of which CloudFormation has never had an answer. */
export const UNANSWERED_SECONDS = TOTAL_TIMEOUT_SECONDS + 300;

/** How long the URLs that CloudFormation signs are valid. */
export const SIGNED_URL_SECONDS = 7200;

/** How long the claim of an ended delete is kept: longer than any waiter lives. */
export const RELEASED_FOR_SECONDS = 7 * 24 * 3600;

/** How long the progress of a migration is kept, if its own delete does not remove it. */
export const PROGRESS_KEPT_SECONDS = 30 * 24 * 3600;

/** For so long the interconnects and LAGs that a poll has read may let a later one go on to a move. */
export const PARENTS_KEPT_SECONDS = 600;

/** How long a search that did not fit into one poll can be gone on with: as long as any operation lasts. */
export const SEARCH_KEPT_SECONDS = TOTAL_TIMEOUT_SECONDS;

/** For so long the lists that a poll of a preflight has read let a later one conclude something. */
export const LISTS_KEPT_SECONDS = 300;

/** How long a run of the drift monitor looks and tells. */
export const DRIFT_LOOK_SECONDS = 270;

/** The longest life of one run of the drift monitor. */
export const DRIFT_TIMEOUT_SECONDS = 300;

/** How often the drift monitor runs, where nothing else is said. */
export const DRIFT_INTERVAL_SECONDS = 15 * 60;
