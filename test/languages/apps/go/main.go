package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	hosted "github.com/cdk-hosted-connection-association/cdk-hosted-connection-association-go/cdkhostedconnectionassociation"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Partner"), nil)

	hosted.NewHostedConnectionAssociation(stack, jsii.String("Acme"), &hosted.HostedConnectionAssociationProps{
		ConnectionId: jsii.String("dxcon-acme0001"),
		Parent:       hosted.HostedConnectionParent_FromLagId(jsii.String("dxlag-aaaaaaaa")),
	})

	hosted.NewHostedConnectionAssociation(stack, jsii.String("Globex"), &hosted.HostedConnectionAssociationProps{
		ConnectionId:  jsii.String("dxcon-globex01"),
		Parent:        hosted.HostedConnectionParent_FromInterconnectId(jsii.String("dxcon-22222222")),
		RemovalPolicy: awscdk.RemovalPolicy_RETAIN,
		Outputs: &[]hosted.HostedConnectionAttribute{
			hosted.HostedConnectionAttribute_VLAN,
			hosted.HostedConnectionAttribute_CONNECTION_STATE,
		},
	})

	hosted.NewHostedConnectionMigration(stack, jsii.String("ToNewLag"), &hosted.HostedConnectionMigrationProps{
		Moves: &[]*hosted.HostedConnectionMove{
			{ConnectionId: jsii.String("dxcon-moved001")},
			{ConnectionId: jsii.String("dxcon-moved002"), Name: jsii.String("Initech")},
			{
				ConnectionId: jsii.String("dxcon-moved003"),
				Parent:       hosted.HostedConnectionParent_FromLagId(jsii.String("dxlag-cccccccc")),
			},
			{
				ConnectionId:   jsii.String("dxcon-moved004"),
				ExpectedParent: hosted.HostedConnectionParent_FromInterconnectId(jsii.String("dxcon-11111111")),
			},
			{
				ConnectionId:   jsii.String("dxcon-moved005"),
				OriginalParent: hosted.HostedConnectionParent_FromLagId(jsii.String("dxlag-aaaaaaaa")),
			},
		},
		Parent:        hosted.HostedConnectionParent_FromLagId(jsii.String("dxlag-bbbbbbbb")),
		MaxConcurrent: jsii.Number(2),
		Canary:        jsii.Number(1),
		Outputs: &[]hosted.HostedConnectionAttribute{
			hosted.HostedConnectionAttribute_PARENT_CONNECTION_ID,
		},
	})

	app.Synth(nil)
}
