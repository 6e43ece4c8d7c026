/**
 * Why something that an invariant forbids may be so all the same. Each says why no protocol can close it: whoever can close
 * one removes it here, and then the histories find what it has hidden.
 */
export const EXCUSES = {
  'moved by somebody else':
    'Anybody with permission moves a connection at any time, and nobody tells the stack. It is not for the stack to undo.',
  'moved meanwhile':
    'Somebody else moves it while the operation is under way, or so shortly before that lists do not show it yet: to bring it to its parent takes one more call.',
  'moved back unseen':
    'Somebody moves the connection back before a list has shown where it was put. A list that is late says the same, so it is brought home once more.',
  'owner before deleted meanwhile':
    'An undone take-over goes back to where the other association had the connection. If that one is deleted meanwhile, nothing but one more call brings the connection home.',
  'not yet listed':
    'A move of somebody else shows in the lists only after a while. Until then nobody can know of it, and a call says nothing of the place that it takes a connection from.',
  'still running':
    'An invocation asks CloudFormation, and then calls Direct Connect. Nothing makes the two one step, and the invocation may live for 30 seconds.',
  'successor has not arrived':
    'DescribeStackResource answers the same status for an update and its rollback, a delete and its repetition, or a create and its retry. Until the second reaches the handler, or a create has found its connection, nothing tells that it exists.',
  'told late':
    'What CloudFormation says may be a minute old. Until then, and as long as it says of a resource what is not so, it says that it waits for what it has given up on.',
  'told otherwise':
    'All that CloudFormation says of the resource is that it does not wait for this operation. To fail loses nothing; to act might.',
  'delivered late':
    'An event that is delivered late, and was signed in the same seconds as one that seems to be newer, looks like one that CloudFormation has given up on. It fails, and changes nothing.',
  'in place of its repetition':
    'A delete that CloudFormation gave up on, and its repetition, put the same connection back. Which of the two calls makes no difference, and the claim lets only one. Where a clean-up has given the resource up there is no repetition, and CloudFormation says of it what it says in the middle of a create: nothing.',
  'superseded later':
    'A second waiter of an event that was delivered twice looks after its operation was answered, and says what is then true: a later operation has come. CloudFormation does not listen.',
  'taken over since':
    'Another association that is told to has the connection now, and with it the duty to bring it home.',
  'function is gone':
    'Whoever is killed, timed out or deleted with its stack says nothing of its own: the Provider framework answers for it.',
  'looks afresh':
    'The second waiter of a preflight looks at what is there now. It moves nothing, and CloudFormation does not listen.',
  'claim deleted by hand':
    'Who deletes a claim takes away what the provider knows, all but where the connection was found.',
  'claim edited':
    'Until somebody corrects a claim that cannot be read, every operation on its connection fails, also those of a rollback.',
  'refactored since':
    'Stack refactoring sends no event: until the next one, the claim names the stack that had the resource.',
  'given back':
    'A create that is undone gives the claim back to the one that it took it from, which may have gone meanwhile. The claim is the only memory, and whoever declares the connection again takes it over.',
  retained: 'Its owner said that it stays where it is when it is removed.',
  'connection is over':
    'Its owner has deleted or rejected it: there is nothing left to bring anywhere, and Direct Connect refuses.',
  'gone before it was listed':
    'No list has shown the connection since its move was accepted: it may be gone, or late. Doubt is no success, so its delete fails until somebody retains it.',
  'home is gone':
    'The interconnect or LAG that it came from was deleted. The failure says so, and what to do; the claim stays.',
  'vlan taken':
    'Where the connection came from, another one has its VLAN now. Direct Connect refuses, and the failure says who has it.',
  'another has it':
    'Another association has the connection, and this one is not told to take it over. The failure says who.',
  'not where expected':
    'Its association says where the connection has to be, and it is somewhere else, or lists still say so. To fail is what it was told.',
  'told to take over':
    'One that is told to take a connection over takes it; the one before stays complete, because no event reaches it.',
  'fault struck':
    'A call was refused, lost or late, or a function died. CloudFormation asks no second time where an answer does not come.',
  'moved by hand': 'What somebody moves meanwhile is not for the rollback to move back.',
  'parents changed':
    'An interconnect or LAG has joined, left or gone, or its list is not to be had: what was known of it is so no longer.',
  'progress edited':
    'What the progress says of where connections were seen is for speed alone, and counted from.',
  'counted early':
    'A preflight counts what lists show, and a move of a moment ago may not show yet. The count is for people who watch: nothing is decided by it.',
  'later than expected':
    'Nothing bounds how late Direct Connect or CloudFormation may be. What is later than expected may fail an operation, and an association that CloudFormation does not tell of for minutes counts as gone.',
  'beside others': 'Another stack may want the same connection, and move it as it is told.',
  'rollback had failed':
    'A rollback that is continued, or a delete after one that failed, begins in the middle.',
} as const satisfies Record<string, string>;

export type Excuse = keyof typeof EXCUSES;

/** Which excuses hold. */
export type Excuses = Partial<Record<Excuse, boolean>>;
