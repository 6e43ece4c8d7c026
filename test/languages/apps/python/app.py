from aws_cdk import App, RemovalPolicy, Stack
from cdk_hosted_connection_association import (
    HostedConnectionAssociation,
    HostedConnectionAttribute,
    HostedConnectionMigration,
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
    connection_ids=["dxcon-moved001", "dxcon-moved002", "dxcon-moved003", "dxcon-moved004", "dxcon-moved005"],
    parent=HostedConnectionParent.from_lag_id("dxlag-bbbbbbbb"),
    max_concurrent=2,
    canary=1,
    outputs=[HostedConnectionAttribute.PARENT_CONNECTION_ID],
)

app.synth()
