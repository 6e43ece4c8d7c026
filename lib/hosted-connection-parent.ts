import { Arn, ArnFormat, Token } from 'aws-cdk-lib';
import { aws_directconnect as directconnect } from 'aws-cdk-lib/interfaces';
import { Environment } from './private/environments';
import { Expectation, hasMember, validateGiven } from './private/given';
import { validateConnectionId, validateLagId } from './private/ids';
import { isPlaceholder } from './private/lookups';

/** The account and the region of a parent, and how an error names it. */
interface Place extends Partial<Environment> {
  readonly name: string;
}

const LAG: Expectation = {
  isRight: (value) => hasMember(value, 'lagRef'),
  expected: 'a LAG of the CDK, such as a CfnLag: pass one, or use fromLagId() for an id',
};

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
   * @throws `ValidationError` of the CDK: if it is no LAG, or its ARN is known at synthesis and is not a LAG's.
   */
  public static fromLag(lag: directconnect.ILagRef): HostedConnectionParent {
    validateGiven('lag', lag, LAG);
    const { lagArn } = lag.lagRef;
    if (isPlaceholder(lagArn)) return new HostedConnectionParent(lagArn);
    const { resourceName: lagId = '', account, region } = Arn.split(lagArn, ArnFormat.SLASH_RESOURCE_NAME);
    validateLagId(`the id in the lag's ARN '${lagArn}'`, lagId, 'pass a lag whose ARN ends with dxlag/<id>');
    const { node, env } = lag;
    const place = Token.isUnresolved(lagArn) ? env : { account, region };
    return new HostedConnectionParent(lagId, { ...place, name: `the LAG '${node.path}'` });
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

  /**
   * Where the parent is, as far as that is known.
   *
   * @internal
   */
  public readonly _place?: Place;

  private constructor(parentConnectionId: string, place?: Place) {
    this.parentConnectionId = parentConnectionId;
    this._place = place;
  }
}
