import { Arn, ArnFormat } from 'aws-cdk-lib';
import { aws_directconnect as directconnect } from 'aws-cdk-lib/interfaces';
import { validateConnectionId, validateLagId } from './private/ids';
import { isPlaceholder } from './private/lookups';

/**
 * What a hosted connection can be on: a link aggregation group (LAG) or an interconnect of the Direct Connect Partner.
 *
 * @exampleMetadata fixture=in-stack
 * @example
 * const east = HostedConnectionParent.fromLagId('dxlag-fhccu14t');
 * const west = HostedConnectionParent.fromInterconnectId('dxcon-ffabc123');
 * const lag = new CfnLag(this, 'Lag', { lagName: 'new', location: 'EqDC2', connectionsBandwidth: '10Gbps' });
 * const inThisStack = HostedConnectionParent.fromLag(lag);
 */
export class HostedConnectionParent {
  /**
   * A LAG that is declared with the CDK, in this app or imported into it.
   *
   * @param lag the LAG, such as a `CfnLag`.
   * @throws if the ARN is known at synthesis and is not a LAG's.
   */
  public static fromLag(lag: directconnect.ILagRef): HostedConnectionParent {
    const { lagArn } = lag.lagRef;
    if (isPlaceholder(lagArn)) return new HostedConnectionParent(lagArn);
    const lagId = Arn.split(lagArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName ?? '';
    validateLagId(`the id in the lag's ARN '${lagArn}'`, lagId, 'pass a lag whose ARN ends with dxlag/<id>');
    return new HostedConnectionParent(lagId);
  }

  /**
   * A LAG by its id.
   *
   * @param lagId the id, `dxlag-…`, as `DescribeLags` shows it, or a token.
   * @throws if the id is known at synthesis and malformed.
   */
  public static fromLagId(lagId: string): HostedConnectionParent {
    validateLagId('lagId', lagId, "pass a LAG's id, or use fromInterconnectId() for an interconnect");
    return new HostedConnectionParent(lagId);
  }

  /**
   * An interconnect by its id. It must not be a member of a LAG: the LAG is then the parent.
   *
   * @param interconnectId the id, `dxcon-…`, as `DescribeInterconnects` shows it, or a token.
   * @throws if the id is known at synthesis and malformed.
   */
  public static fromInterconnectId(interconnectId: string): HostedConnectionParent {
    const fix = "pass an interconnect's id, or use fromLagId() for a LAG";
    validateConnectionId('interconnectId', interconnectId, fix);
    return new HostedConnectionParent(interconnectId);
  }

  /** The id of the LAG or of the interconnect: `parentConnectionId` of `AssociateHostedConnection`. */
  public readonly parentConnectionId: string;

  private constructor(parentConnectionId: string) {
    this.parentConnectionId = parentConnectionId;
  }
}
