import { HostedConnectionParent } from './hosted-connection-parent';

/** One connection of a migration, and where it goes. */
export interface HostedConnectionMove {
  /**
   * The id of the hosted connection, `dxcon-…`. If it is a token, give the move a `name`.
   */
  readonly connectionId: string;

  /**
   * A name of your own for the connection, which becomes the id of the construct. It consists of ASCII characters, without
   * a slash; spaces around it do not count. The names of a migration differ in their letters or digits.
   *
   * @default - `connectionId`
   */
  readonly name?: string;

  /**
   * The interconnect or LAG to associate the connection with: `parentConnectionId` of `AssociateHostedConnection`.
   *
   * If you change it, the connection moves, which interrupts its traffic.
   *
   * @default - `parent` of the migration; one of the two must be given
   */
  readonly parent?: HostedConnectionParent;

  /**
   * The interconnect or LAG on which the preflight and the create have to find the connection, unless they find it on
   * `parent` already. See `expectedParent` of `HostedConnectionAssociation`.
   *
   * @default - the connection may be anywhere
   */
  readonly expectedParent?: HostedConnectionParent;

  /**
   * The interconnect or LAG to which a delete moves the connection back.
   *
   * @default - `originalParent` of the migration; without that, where the connection is found when its association is
   * created
   */
  readonly originalParent?: HostedConnectionParent;
}
