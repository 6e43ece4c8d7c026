/** An error that the service answers: what stands on the wire, and nothing of how it is sent. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message = '',
  ) {
    super(message);
    this.name = type;
  }
}

const clientException = (message: string) => new ApiError(400, 'DirectConnectClientException', message);

/** The refusals whose texts have been seen in public. */
export const documented = {
  connectionNotFound: (id: string) => clientException(`Could not find Connection with ID ${id}`),

  lagNotFound: (id: string) => clientException(`Could not find Lag with ID ${id}`),

  malformedLagId: () => clientException('Lag ID has an invalid format'),

  noSuchParent: (account: string, id: string) =>
    clientException(`${account} DescribeHostedConnections failed for connection ${id} doesn't exist.`),

  transitioning: (id: string) => clientException(`Connection ${id} is in a transitioning state.`),

  vlanInUse: (vlan: number) => clientException(`Vlan ${vlan} is already in use`),

  notAPartner: (account: string, region: string) =>
    clientException(`Account ${account} is not an authorized Direct Connect partner in ${region}.`),

  missingAuthentication: () =>
    new ApiError(400, 'MissingAuthenticationTokenException', 'Missing Authentication Token'),

  // The real answer has a type and no message.
  unknownOperation: () => new ApiError(400, 'UnknownOperationException'),

  rateExceeded: () => new ApiError(400, 'ThrottlingException', 'Rate exceeded'),
};

/** The refusals whose texts are unknown: ours are placeholders. */
export const textUnknown = {
  hostedConnectionsNotAllowed: (lagId: string) =>
    clientException(`Lag ${lagId} does not allow hosted connections`),

  parentUnusable: (id: string, state: string) => clientException(`Connection ${id} is in state ${state}`),

  lagMember: (id: string, lagId: string) => clientException(`Connection ${id} is a member of Lag ${lagId}`),

  otherLocation: (connection: string, parent: string) =>
    clientException(`Connection is in location ${connection}, its target in ${parent}`),

  connectionUnusable: (id: string, state: string) => clientException(`Connection ${id} is in state ${state}`),

  alreadyAssociated: (id: string, parentId: string) =>
    clientException(`Connection ${id} is already associated with ${parentId}`),

  invalidNextToken: () => clientException('NextToken is not valid'),

  memberMissing: (member: string) =>
    validation(`Value null at '${member}' failed to satisfy constraint: Member must not be null`),

  memberOutOfRange: (member: string, value: number, range: string) =>
    validation(`Value '${value}' at '${member}' failed to satisfy constraint: Member must be ${range}`),

  // The real service ignores members that it does not know. Refused here, so that a misspelt one shows.
  memberUnknown: (member: string) => validation(`Unknown member '${member}'`),

  malformed: (what: string) => new ApiError(400, 'SerializationException', what),
};

function validation(detail: string): ApiError {
  return new ApiError(400, 'ValidationException', `1 validation error detected: ${detail}`);
}
