from aws_cdk import App, RemovalPolicy, Stack
from cdk_hosted_connection_association import (
    HostedConnectionAssociation,
    HostedConnectionAttribute,
    HostedConnectionMigration,
    HostedConnectionMove,
    HostedConnectionParent,
)

app = App()
stack = Stack(app, "Partner")

HostedConnectionAssociation(
    stack,
    "Acme",
    connection_id="dxcon-acme0001",
    parent=HostedConnectionParent.from_lag_id("dxlag-aaaaaaaa"),
)

HostedConnectionAssociation(
    stack,
    "Globex",
    connection_id="dxcon-globex01",
    parent=HostedConnectionParent.from_interconnect_id("dxcon-22222222"),
    removal_policy=RemovalPolicy.RETAIN,
    outputs=[HostedConnectionAttribute.VLAN, HostedConnectionAttribute.CONNECTION_STATE],
)

HostedConnectionMigration(
    stack,
    "ToNewLag",
    moves=[
        HostedConnectionMove(connection_id="dxcon-moved001"),
        HostedConnectionMove(connection_id="dxcon-moved002", name="Initech"),
        HostedConnectionMove(
            connection_id="dxcon-moved003",
            parent=HostedConnectionParent.from_lag_id("dxlag-cccccccc"),
        ),
        HostedConnectionMove(
            connection_id="dxcon-moved004",
            expected_parent=HostedConnectionParent.from_interconnect_id("dxcon-11111111"),
        ),
        HostedConnectionMove(
            connection_id="dxcon-moved005",
            original_parent=HostedConnectionParent.from_lag_id("dxlag-aaaaaaaa"),
        ),
    ],
    parent=HostedConnectionParent.from_lag_id("dxlag-bbbbbbbb"),
    max_concurrent=2,
    canary=1,
    outputs=[HostedConnectionAttribute.PARENT_CONNECTION_ID],
)

app.synth()
