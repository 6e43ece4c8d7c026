package partner;

import io.github.cdkhostedconnectionassociation.HostedConnectionAssociation;
import io.github.cdkhostedconnectionassociation.HostedConnectionAttribute;
import io.github.cdkhostedconnectionassociation.HostedConnectionMigration;
import io.github.cdkhostedconnectionassociation.HostedConnectionMove;
import io.github.cdkhostedconnectionassociation.HostedConnectionParent;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;

public final class PartnerApp {
  public static void main(final String[] args) {
    App app = new App();
    Stack stack = new Stack(app, "Partner");

    HostedConnectionAssociation.Builder.create(stack, "Acme")
        .connectionId("dxcon-acme0001")
        .parent(HostedConnectionParent.fromLagId("dxlag-aaaaaaaa"))
        .build();

    HostedConnectionAssociation.Builder.create(stack, "Globex")
        .connectionId("dxcon-globex01")
        .parent(HostedConnectionParent.fromInterconnectId("dxcon-22222222"))
        .removalPolicy(RemovalPolicy.RETAIN)
        .outputs(List.of(HostedConnectionAttribute.VLAN, HostedConnectionAttribute.CONNECTION_STATE))
        .build();

    HostedConnectionMigration.Builder.create(stack, "ToNewLag")
        .moves(
            List.of(
                HostedConnectionMove.builder().connectionId("dxcon-moved001").build(),
                HostedConnectionMove.builder().connectionId("dxcon-moved002").name("Initech").build(),
                HostedConnectionMove.builder()
                    .connectionId("dxcon-moved003")
                    .parent(HostedConnectionParent.fromLagId("dxlag-cccccccc"))
                    .build(),
                HostedConnectionMove.builder()
                    .connectionId("dxcon-moved004")
                    .expectedParent(HostedConnectionParent.fromInterconnectId("dxcon-11111111"))
                    .build(),
                HostedConnectionMove.builder()
                    .connectionId("dxcon-moved005")
                    .originalParent(HostedConnectionParent.fromLagId("dxlag-aaaaaaaa"))
                    .build()))
        .parent(HostedConnectionParent.fromLagId("dxlag-bbbbbbbb"))
        .maxConcurrent(2)
        .canary(1)
        .outputs(List.of(HostedConnectionAttribute.PARENT_CONNECTION_ID))
        .build();

    app.synth();
  }
}
