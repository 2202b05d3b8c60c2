package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The door of a fleet, over real connections: who has an invitation comes in, who has none waits,
/// and who plays tricks does neither.
@Timeout(180)
class JoinByInviteTest {
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Set<Role> WORKER = Set.of(Role.WORKER);

  @TempDir Path folder;
  @RegisterExtension final OpenedParts open = new OpenedParts();
  private NodeOnLoopback anna;

  @BeforeEach
  void found() {
    anna = node(1).founded().started();
  }

  @Test
  void whoHasAnInvitationComesInWithItsRolesAndNobodyIsAsked() {
    Invite invite = invite(1);
    NodeOnLoopback bert = node(2).started();
    join(bert, Invite.parse(invite.text()));

    soon().until(() -> isIn(bert));
    Member member = anna.disk.fleet.roster().member(bert.id()).orElseThrow();
    assertThat(member.roles()).isEqualTo(WORKER);
    assertThat(member.addresses()).isEqualTo(bert.host.addresses());
    assertThat(bert.disk.clock.fleet()).contains(invite.fleet());
    assertThat(anna.requests.list()).isEmpty();
    assertThat(invitation(invite).joined()).containsExactly(bert.id());
    bert.disk.fleet.updateSelf(bert.self().slots(3));
    soon().until(() -> anna.disk.fleet.roster().member(bert.id()).orElseThrow().slots() == 3);
  }

  @Test
  void anyMemberLetsInAndNotOnlyTheAdminWhoInvited() {
    NodeOnLoopback bert = node(2).started();
    join(bert, invite(1));
    soon().until(() -> isIn(bert));
    Invite second =
        anna.disk.fleet.invite(WORKER, later(), 1, bert.host.addresses(), new SecureRandom());
    soon().until(() -> bert.disk.fleet.invitation(second).isPresent());

    NodeOnLoopback carl = node(3).started();
    join(carl, second);

    soon().until(() -> isIn(carl));
    assertThat(carl.disk.fleet.roster().member(carl.id()).orElseThrow().addedBy())
        .contains(bert.id());
    soon().until(() -> anna.disk.fleet.roster().isMember(carl.id()));
  }

  @Test
  void anInvitationOfOneUseLetsOneIn() {
    Invite invite = invite(1);
    NodeOnLoopback bert = node(2).started();
    join(bert, invite);
    soon().until(() -> isIn(bert));

    NodeOnLoopback carl = node(3).started();
    join(carl, invite);

    soon().until(() -> stateOf(carl) == JoinStatus.State.REFUSED);
    assertThat(carl.connector.joining().orElseThrow().sentence()).contains("used up");
    assertThat(anna.disk.fleet.roster().isMember(carl.id())).isFalse();
    assertThat(carl.disk.clock.fleet()).isEmpty();
  }

  @Test
  void anExpiredOrRevokedInvitationLetsNobodyIn() {
    Invite expired =
        anna.disk.fleet.invite(
            WORKER, Instant.now().minusSeconds(1), 1, anna.host.addresses(), new SecureRandom());
    Invite revoked = invite(1);
    anna.disk.fleet.revoke(anna.disk.fleet.invitation(revoked).orElseThrow().entry());
    Stranger stranger = new Stranger();

    assertThat(stranger.knock(expired)).asString().contains("expired");
    assertThat(stranger.knock(revoked)).asString().contains("taken back");
    assertThat(anna.disk.fleet.roster().members()).hasSize(1);
    assertThatThrownBy(
            () -> anna.disk.fleet.revoke(anna.disk.fleet.invitation(revoked).orElseThrow().entry()))
        .hasMessageContaining("already");
  }

  @Test
  void aTamperedInvitationIsNoticedOrGivesNothingMore() {
    Invite invite = invite(1);
    String text = invite.text();
    String swapped = text.substring(0, 60) + (text.charAt(60) == 'A' ? 'B' : 'A');
    assertThatThrownBy(() -> Invite.parse(swapped + text.substring(61)))
        .hasMessageContaining("damaged");
    assertThatThrownBy(() -> Invite.parse(text.substring(0, text.length() - 4)))
        .hasMessageContaining("damaged");
    assertThatThrownBy(() -> Invite.parse("peerdeck:zabc")).hasMessageContaining("kind");
    assertThatThrownBy(() -> Invite.parse("peerdeck:u" + "A".repeat(5000)))
        .hasMessageContaining("characters");

    // The same secret, dressed up as an admin's invitation.
    Invite dressed = invite.withRoles(Set.of(Role.ADMIN));
    NodeOnLoopback bert = node(2).started();
    join(bert, Invite.parse(dressed.text()));
    soon().until(() -> isIn(bert));
    assertThat(bert.disk.fleet.roster().member(bert.id()).orElseThrow().roles()).isEqualTo(WORKER);
  }

  @Test
  void anInvitationIntoAnotherFleetIsNotHonoured() {
    NodeOnLoopback dora = node(4).founded().started();
    Invite hers =
        dora.disk.fleet.invite(WORKER, later(), 1, anna.host.addresses(), new SecureRandom());
    NodeOnLoopback bert = node(2).started();
    join(bert, hers);

    soon().until(() -> stateOf(bert) == JoinStatus.State.REFUSED);
    assertThat(bert.connector.joining().orElseThrow().sentence()).contains("another fleet");
    assertThat(bert.disk.clock.fleet()).isEmpty();
  }

  @Test
  void aProofIsWorthNothingASecondTimeOrForAnotherPeer() {
    Invite invite = invite(5);
    Stranger bert = new Stranger();
    byte[] proof = bert.firstProof(invite);
    assertThat(anna.disk.fleet.roster().isMember(bert.id())).isFalse();

    Stranger thief = new Stranger();
    assertThat(thief.replay(invite, proof)).contains("proof");
    assertThat(bert.replay(invite, proof)).contains("proof");
    assertThat(anna.disk.fleet.roster().members()).hasSize(1);
    assertThat(anna.disk.clock.entriesOf("member", "member.joined")).isEmpty();
  }

  @Test
  void whoGuessesIsHeardThreeTimesAndThenNotForMinutes() {
    Stranger guesser = new Stranger();
    SecureRandom random = new SecureRandom();
    List<String> answers = new ArrayList<>();
    for (int guess = 0; guess < 20; guess++) {
      Invite guessed =
          Invite.fresh(
              anna.disk.clock.fleet().orElseThrow(),
              anna.host.addresses(),
              later(),
              WORKER,
              random);
      answers.add(guesser.knock(guessed).toString());
    }
    assertThat(answers.subList(0, 3)).allMatch(answer -> answer.contains("not known here"));
    assertThat(answers.subList(3, 20)).allMatch(answer -> answer.contains("too often"));
    // Even the right one is not heard from there now, while others are.
    Invite right = invite(2);
    assertThat(guesser.knock(right)).asString().contains("too often");
    assertThat(new Stranger().knock(right)).isInstanceOf(Knock.Answer.Welcome.class);
  }

  @Test
  void manyGuessersOfOneMachineAreSlowedTogether() {
    SecureRandom random = new SecureRandom();
    int heard = 0;
    for (int guess = 0; guess < 14; guess++) {
      Invite guessed =
          Invite.fresh(
              anna.disk.clock.fleet().orElseThrow(),
              anna.host.addresses(),
              later(),
              WORKER,
              random);
      heard += new Stranger().knock(guessed).toString().contains("not known here") ? 1 : 0;
    }
    assertThat(heard).isEqualTo(10);
  }

  @Test
  void whoWasRemovedDoesNotComeBackByAnOlderInvitation() {
    Invite invite = invite(3);
    NodeOnLoopback bert = node(2).started();
    join(bert, invite);
    soon().until(() -> isIn(bert));
    anna.disk.fleet.removeMember(bert.id());

    assertThat(invitation(invite).revoked()).contains(anna.id());
    Invite older = invite(1);
    soon().until(() -> !bert.disk.fleet.roster().isMember(bert.id()));
    // An invitation made after the removal is a word of forgiveness.
    join(bert, older);
    soon().until(() -> isIn(bert));
  }

  @Test
  void whoHasNoInvitationWaitsForAYes() {
    NodeOnLoopback bert = node(2).started();
    bert.connector.join(
        new JoinTarget.ByAddress(anna.address()), MemberChange.NONE.name("bert's box"));

    soon().until(() -> !anna.requests.list().isEmpty());
    JoinRequest request = anna.requests.list().getFirst();
    assertThat(request.peer()).isEqualTo(bert.id());
    assertThat(request.name()).isEqualTo("bert's box");
    assertThat(request.addresses()).isEqualTo(bert.host.addresses());
    soon().until(() -> stateOf(bert) == JoinStatus.State.WAITING);
    assertThat(isIn(bert)).isFalse();

    anna.disk.fleet.addMember(
        request.peer(), request.addresses(), Optional.of(request.name()), WORKER);
    soon().until(() -> isIn(bert));
  }

  @Test
  void whoIsRefusedIsNotListedAgainForAWhile() {
    Stranger bert = new Stranger();
    assertThat(bert.knock()).isInstanceOf(Knock.Answer.Waiting.class);
    assertThat(bert.knock()).isInstanceOf(Knock.Answer.Waiting.class);
    assertThat(anna.requests.list()).hasSize(1);
    anna.requests.refuse(bert.id());

    assertThat(bert.knock()).asString().contains("operator refused");
    assertThat(anna.requests.list()).isEmpty();
    assertThatThrownBy(() -> anna.requests.refuse(bert.id())).hasMessageContaining("does not ask");
  }

  @Test
  void aFloodOfRequestsFromOneMachineFillsNoMoreThanItsShare() {
    for (int i = 0; i < JoinRequests.MOST_OF_ONE_MACHINE + 4; i++) {
      new Stranger().knock();
    }
    assertThat(anna.requests.list()).hasSize(JoinRequests.MOST_OF_ONE_MACHINE);
  }

  @Test
  void malformedAndOversizedFramesEndTheStreamAndNothingElse() {
    for (Ipld.Map frame :
        List.of(
            Ipld.map().put("t", "proof").put("proof", new byte[64]).build(),
            Ipld.map().put("t", "ask").build(),
            Ipld.map().put("t", "ask").put("name", "\u0007").put("addresses", List.of()).build(),
            Ipld.map()
                .put("t", "ask")
                .put("name", "x".repeat(20_000))
                .put("addresses", List.of())
                .build())) {
      Stranger stranger = new Stranger();
      Stream stream = stranger.connection.newStream(JoinProtocol.ID, SHORT);
      stream.deadline(SHORT);
      assertThatThrownBy(
              () -> {
                IpldFrames frames = new IpldFrames(stream, 64 * 1024);
                frames.write(frame);
                frames.read().orElseThrow();
              })
          .isInstanceOf(RuntimeException.class);
      assertThat(stranger.host.ping(anna.id(), SHORT)).isPositive();
      assertThat(stranger.knock()).isInstanceOf(Knock.Answer.Waiting.class);
    }
  }

  @Test
  void aNodeThatIsNoMemberLetsNobodyIn() {
    NodeOnLoopback lonely = node(5).started();
    Stranger stranger = new Stranger(lonely);
    assertThat(stranger.knock()).asString().contains("no member");
  }

  /// A libp2p host that is in no fleet, connected to a member.
  private final class Stranger {
    final KeyPair key = KeyPair.generate(new SecureRandom());
    final Host host = Host.start(HostConfig.of(key));
    final Connection connection;

    Stranger() {
      this(anna);
    }

    Stranger(NodeOnLoopback at) {
      open.add(host);
      connection = host.connect(at.id(), List.of(at.address()), SHORT);
    }

    PeerId id() {
      return key.peerId();
    }

    Knock.Answer knock() {
      return new Knock(id(), "stranger", List.of(), Optional.empty()).at(connection);
    }

    Knock.Answer knock(Invite invite) {
      return new Knock(id(), "stranger", List.of(), Optional.of(invite)).at(connection);
    }

    /// A proof made for a nonce, kept back.
    byte[] firstProof(Invite invite) {
      Stream stream = connection.newStream(JoinProtocol.ID, SHORT);
      byte[] nonce = ask(new IpldFrames(stream, JoinProtocol.MAX_FRAME), invite);
      stream.reset();
      return JoinBody.proof(invite.key(), invite.fleet(), id(), anna.id(), nonce);
    }

    String replay(Invite invite, byte[] proof) {
      try (Stream stream = connection.newStream(JoinProtocol.ID, SHORT)) {
        IpldFrames frames = new IpldFrames(stream, JoinProtocol.MAX_FRAME);
        ask(frames, invite);
        frames.write(Ipld.map().put("t", "proof").put("proof", proof).build());
        return frames.read().orElseThrow().text("reason");
      }
    }

    private byte[] ask(IpldFrames frames, Invite invite) {
      frames.write(
          Ipld.map()
              .put("t", "ask")
              .put("v", 1)
              .put("name", "stranger")
              .put("addresses", List.of())
              .put("key", invite.key().publicKey())
              .build());
      return frames.read().orElseThrow().bytes("nonce");
    }
  }

  private Invite invite(int uses) {
    return anna.disk.fleet.invite(WORKER, later(), uses, anna.host.addresses(), new SecureRandom());
  }

  private Invitation invitation(Invite invite) {
    return anna.disk.fleet.invitation(invite).orElseThrow();
  }

  private static Instant later() {
    return Instant.now().plusSeconds(600);
  }

  private static void join(NodeOnLoopback node, Invite invite) {
    node.connector.join(new JoinTarget.ByInvite(invite), node.self());
  }

  private static boolean isIn(NodeOnLoopback node) {
    return node.disk.fleet.roster().isMember(node.id());
  }

  private static JoinStatus.State stateOf(NodeOnLoopback node) {
    return node.connector.joining().map(JoinStatus::state).orElse(JoinStatus.State.DIALING);
  }

  private NodeOnLoopback node(int number) {
    NodeOnLoopback node = new NodeOnLoopback(number, folder);
    open.add(node);
    return node;
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20));
  }
}
