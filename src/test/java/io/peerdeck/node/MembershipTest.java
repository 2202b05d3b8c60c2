package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerdeck.Beside;
import io.peerdeck.libp2p.gossip.GossipMetrics;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Machines become a fleet, through the node's own face.
@Timeout(120)
@Beside
class MembershipTest {
  @TempDir Path temporary;
  private final List<Node> open = new ArrayList<>();
  private Workflows workflows;
  private Node anna;

  @BeforeEach
  void open() throws Exception {
    workflows = new Workflows(temporary.resolve("work"));
    anna = node("anna");
  }

  @AfterEach
  void close() {
    open.reversed().forEach(Node::close);
  }

  @Test
  void aMachineWithAFleetOfItsOwnComesInByInvitationWhileItRuns() throws Exception {
    Node bert = node("bert");
    String own = bert.fleet().id().orElseThrow();
    bert.trust(id(anna));
    Set<Change> heard = ConcurrentHashMap.newKeySet();
    bert.subscribe(heard::addAll);
    CreatedInvite invite =
        anna.createInvite(new InviteRequest(List.of("worker"), 2, Duration.ofHours(1)));
    assertThat(invite.text()).startsWith("peerdeck:u").matches("[A-Za-z0-9:_-]+");
    assertThat(invite.invite().state()).isEqualTo("open");

    bert.join(invite.text(), false);

    soon().until(() -> bert.fleet().roles().equals(List.of("worker")));
    assertThat(bert.fleet().id()).isEqualTo(anna.fleet().id()).isNotEqualTo(Optional.of(own));
    assertThat(bert.fleet().joining()).isEmpty();
    assertThat(heard).contains(new Change.Fleet(), new Change.Status());
    assertThat(temporary.resolve("bert/peerdeck.db.left-1")).exists();
    soon().untilAsserted(() -> assertThat(temporary.resolve("bert/fleet.next")).doesNotExist());
    InviteView used = anna.fleet().invites().getFirst();
    assertThat(used.joined()).extracting(PeerRef::id).containsExactly(id(bert));
    assertThat(used.state()).isEqualTo("open");
    assertThat(anna.fleet().soleAdmin()).isTrue();
    // What was decided about trust before is not lost with the fleet.
    soon().until(() -> bert.peers().size() == 2 && bert.status().membersOnline() == 2);
    assertThat(peer(bert, anna).trusted()).isTrue();
    soon().untilAsserted(() -> assertGossips(anna, bert));

    anna.updatePeer(id(anna), PeerChange.NONE.withSlots(0));
    String run = anna.submit(SubmitRequest.of(workflows.job("echo hello"))).id();
    soon().until(() -> anna.run(run).summary().status() == RunStatus.COMPLETED);
    assertThat(anna.run(run).tasks().getFirst().holder().orElseThrow().name()).isEqualTo("bert");

    anna.revokeInvite(used.id().substring(used.id().length() - 10));
    assertThat(anna.fleet().invites().getFirst().state()).isEqualTo("revoked");
    assertThatThrownBy(() -> bert.createInvite(InviteRequest.STANDARD))
        .hasMessageContaining("nly an admin");
    assertThatThrownBy(() -> anna.join(invite.text(), false)).hasMessageContaining("already");
  }

  private static void assertGossips(Node one, Node other) {
    GossipMetrics gossip = one.network().gossip();
    assertThat(gossip.peers()).containsOnlyKeys(PeerId.parse(id(other)));
    assertThat(gossip.topics())
        .hasEntrySatisfying(
            "/peerdeck/heads/" + one.fleet().id().orElseThrow(),
            heads -> assertThat(heads.mesh()).isOne());
  }

  @Test
  void aFleetInWhichSomethingIsIsNotLeftWithoutSayingSo() throws Exception {
    Node bert = node("bert");
    bert.submit(SubmitRequest.of(workflows.job("echo mine")));
    String text = anna.createInvite(InviteRequest.STANDARD).text();

    assertThatThrownBy(() -> bert.join(text, false))
        .hasMessageContaining("--leave")
        .extracting(e -> ((NodeException) e).reason())
        .isEqualTo(NodeException.Reason.REFUSED);
    bert.join(text, true);

    soon().until(() -> bert.fleet().members() == 2);
    assertThat(bert.runs(RunQuery.all(10)).total()).isZero();
    soon().until(() -> anna.status().membersOnline() == 2);
    assertThatThrownBy(() -> anna.createFleet("other", false)).hasMessageContaining("1 other");
  }

  @Test
  void aFleetIsFoundedUnderItsName() {
    String before = anna.fleet().id().orElseThrow();
    anna.createFleet("the attic", false);

    assertThat(anna.fleet().name()).isEqualTo("the attic");
    assertThat(anna.fleet().id()).isPresent().isNotEqualTo(Optional.of(before));
    assertThat(anna.fleet().mayManage()).isTrue();
    assertThatThrownBy(() -> anna.createFleet(" ", false)).hasMessageContaining("characters");
    soon().untilAsserted(() -> assertThat(temporary.resolve("anna/fleet.next")).doesNotExist());
    anna = reopen(anna, config("anna"));
    assertThat(anna.fleet().name()).isEqualTo("the attic");
  }

  @Test
  void whoAsksWithoutInvitationStaysOnItsWayOverARestartAndComesInByAYes() throws Exception {
    Node bert = node("bert");
    bert.join(anna.status().addresses().getFirst(), false);
    soon().until(() -> anna.fleet().joinRequests().size() == 1);
    assertThat(anna.fleet().joinRequests().getFirst().peer().name()).isEqualTo("bert");
    Path next = temporary.resolve("bert/fleet.next");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(next)))
        .isEqualTo("rw-------");
    soon().until(() -> bert.fleet().joining().orElseThrow().state().equals("waiting"));
    assertThat(bert.status().network()).isEqualTo("joining");

    Node again = reopen(bert, config("bert"));

    assertThat(again.fleet().joining()).isPresent();
    assertThatThrownBy(() -> anna.acceptJoin(id(again), List.of("king")))
        .hasMessageContaining("no role");
    PeerView member = anna.acceptJoin("bert", List.of("operator", "observer"));
    assertThat(member.roles()).containsExactly("observer", "operator");
    assertThat(anna.fleet().joinRequests()).isEmpty();
    soon().until(() -> again.fleet().members() == 2);
    soon().untilAsserted(() -> assertThat(next).doesNotExist());
    assertThatThrownBy(() -> anna.refuseJoin("bert")).hasMessageContaining("No machine");
  }

  @Test
  void whoIsRefusedIsToldSo() {
    Node bert = node("bert");
    bert.join(anna.status().addresses().getFirst(), false);
    soon().until(() -> anna.fleet().joinRequests().size() == 1);
    anna.refuseJoin(id(bert));

    assertThat(anna.fleet().joinRequests()).isEmpty();
    // It asks again after a restart, and hears the answer.
    Node again = reopen(bert, config("bert"));
    soon()
        .until(
            () ->
                again
                    .fleet()
                    .joining()
                    .filter(joining -> joining.sentence().contains("operator refused"))
                    .isPresent());
    assertThat(anna.fleet().joinRequests()).isEmpty();
  }

  @Test
  void jobsOfATrustedPeerWaitForAYesWhereTheOperatorWantsToBeAsked() throws Exception {
    Node bert = joined("bert");
    anna.updatePeer(id(anna), PeerChange.NONE.withSlots(0));
    bert.trust(id(anna), new TrustView("host", "change"));
    assertThat(peer(bert, anna).trust()).isEqualTo(new TrustView("host", "change"));
    Path file = workflows.job("echo one");
    String first = anna.submit(SubmitRequest.of(file)).id();

    soon().until(() -> bert.fleet().approvals().size() == 1);
    ApprovalView asked = bert.fleet().approvals().getFirst();
    assertThat(asked.runId()).isEqualTo(first);
    assertThat(asked.submitter().name()).isEqualTo("anna");
    assertThat(asked.reason()).contains("first run");
    soon().until(() -> declined(anna, first).contains("has not approved"));

    bert.approve(asked.id());
    soon().until(() -> anna.run(first).summary().status() == RunStatus.COMPLETED);
    assertThat(bert.fleet().approvals()).isEmpty();
    String second = anna.submit(SubmitRequest.of(file)).id();
    soon().until(() -> anna.run(second).summary().status() == RunStatus.COMPLETED);

    Files.writeString(file, Files.readString(file).replace("one", "two"));
    String changed = anna.submit(SubmitRequest.of(file)).id();
    soon().until(() -> bert.fleet().approvals().size() == 1);
    assertThat(bert.fleet().approvals().getFirst().reason()).contains("another");
    bert.refuseApproval(bert.fleet().approvals().getFirst().id());
    assertThat(bert.fleet().approvals()).isEmpty();
    assertThatThrownBy(() -> bert.approve("nonsense")).hasMessageContaining("No jobs");

    Node again = reopen(bert, config("bert"));
    soon().until(() -> again.status().membersOnline() == 2);
    String repeated = anna.submit(SubmitRequest.of(file)).id();
    soon().until(() -> declined(anna, repeated).contains("operator refused"));
    assertThat(anna.run(changed).summary().status()).isNotEqualTo(RunStatus.COMPLETED);
    assertThat(again.fleet().approvals()).isEmpty();
  }

  @Test
  void jobsForASandboxOnlyAreDeclinedWhileThereIsNone() throws Exception {
    Node bert = joined("bert");
    anna.updatePeer(id(anna), PeerChange.NONE.withSlots(0));
    bert.trust(id(anna), new TrustView("sandboxed", "never"));
    assertThat(peer(bert, anna).trusted()).isFalse();
    String run = anna.submit(SubmitRequest.of(workflows.job("echo one"))).id();

    soon().until(() -> declined(anna, run).contains("sandbox only"));
    bert.trust(id(anna));
    soon().until(() -> anna.run(run).summary().status() == RunStatus.COMPLETED);
    assertThatThrownBy(() -> bert.trust(id(anna), new TrustView("much", "never")))
        .hasMessageContaining("none, sandboxed, host");
  }

  @Test
  void anAdminChangesAMemberAndTheMemberKeepsItOverARestart() {
    Node bert = joined("bert");
    anna.updatePeer(
        id(bert),
        PeerChange.NONE
            .withName("attic")
            .withLabels(List.of("linux", "gpu"))
            .withSlots(3)
            .withDrain(true)
            .withRoles(List.of("worker")));
    soon().until(() -> bert.fleet().roles().equals(List.of("worker")));
    assertThatThrownBy(() -> bert.updatePeer(id(bert), PeerChange.NONE.withRoles(List.of("admin"))))
        .hasMessageContaining("nly an admin");

    Node again = reopen(bert, config("bert"));
    soon().until(() -> again.status().membersOnline() == 2);
    PeerView view = peer(anna, again);
    assertThat(view.peer().name()).isEqualTo("attic");
    assertThat(view.labels()).containsExactly("gpu", "linux");
    assertThat(view.slots()).isEqualTo(3);
    assertThat(view.draining()).isTrue();
    assertThat(again.status().slots()).isEqualTo(3);

    Node told = reopen(again, config("bert").withName("cellar"));
    soon().until(() -> peer(anna, told).peer().name().equals("cellar"));
    assertThat(peer(anna, told).slots()).isEqualTo(3);
  }

  @Test
  void aRemovedMemberIsCutOffItsClaimLapsesAndTheOthersAgree() throws Exception {
    Node bert = joined("bert");
    Node carl = joined("carl");
    carl.trust(id(anna));
    carl.trust(id(bert));
    bert.trust(id(anna));
    anna.trust(id(carl));
    anna.updatePeer(id(anna), PeerChange.NONE.withSlots(0));
    String run =
        anna.submit(SubmitRequest.of(workflows.job(workflows.waiting("job"))).withHeld(true)).id();
    anna.assign(run, Optional.empty(), id(bert));
    anna.release(run);
    soon().until(() -> workflows.started("job", "bert"));
    soon().until(() -> TestFleet.claims(carl, run) == 1);

    anna.removePeer(id(bert));

    soon().until(() -> workflows.isGone("job", "bert"));
    soon().until(() -> bert.fleet().roles().isEmpty());
    assertThat(bert.fleet().warnings()).anyMatch(warning -> warning.contains("removed"));
    assertThatThrownBy(() -> bert.submit(SubmitRequest.of(workflows.job("echo no"))))
        .isInstanceOf(RuntimeException.class);
    soon().until(() -> workflows.started("job", "carl"));
    workflows.letGo("job");
    soon().until(() -> anna.run(run).summary().status() == RunStatus.COMPLETED);
    assertThat(anna.run(run).tasks().getFirst().holder().orElseThrow().name()).isEqualTo("carl");
    soon().until(() -> anna.status().clockHead().equals(carl.status().clockHead()));
    assertThat(anna.peers()).extracting(peer -> peer.peer().name()).doesNotContain("bert");
    soon().until(() -> carl.peers().size() == 2);
    assertThat(anna.verifyClock(progress -> {}).ok()).isTrue();
  }

  private Node joined(String name) {
    Node node = node(name);
    node.join(anna.createInvite(InviteRequest.STANDARD).text(), false);
    soon().until(() -> node.fleet().roles().size() == 2);
    soon().until(() -> node.status().membersOnline() == anna.fleet().members());
    soon().until(() -> peer(anna, node).slots() > 0);
    return node;
  }

  /// What those said who refused the run's only task.
  private static String declined(Node node, String run) {
    return node.run(run).tasks().getFirst().ranking().stream()
        .flatMap(ranked -> ranked.declined().stream())
        .collect(Collectors.joining("; "));
  }

  private static PeerView peer(Node seenBy, Node peer) {
    return seenBy.peers().stream()
        .filter(view -> view.peer().id().equals(id(peer)))
        .findFirst()
        .orElseThrow();
  }

  private static String id(Node node) {
    return node.status().self().id();
  }

  private NodeConfig config(String name) {
    return NodeConfig.at(temporary.resolve(name))
        .withoutSandbox()
        .withName(name)
        .withSlots(1)
        .withListen(List.of("/ip4/127.0.0.1/tcp/0"));
  }

  private Node node(String name) {
    Node node = Node.open(config(name));
    open.add(node);
    return node;
  }

  private Node reopen(Node node, NodeConfig config) {
    node.close();
    open.remove(node);
    Node again = Node.open(config);
    open.add(again);
    return again;
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
  }
}
