package io.peerdeck.fleet;

import static io.peerdeck.fuzz.FuzzTarget.refusing;
import static io.peerdeck.fuzz.FuzzTarget.same;

import io.peerdeck.fuzz.BytesStream;
import io.peerdeck.fuzz.FuzzConnection;
import io.peerdeck.fuzz.FuzzFolder;
import io.peerdeck.fuzz.FuzzTarget;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.Multibase;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerdeckException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The decoders of the fleet.
public final class FleetTargets {
  private static final Cid LINK = Cid.of(Cid.DAG_CBOR, new byte[] {1});
  private static final Multiaddr ADDRESS =
      Multiaddr.parse("/ip4/192.0.2.1/tcp/4001").withPeer(FuzzConnection.KEY.peerId());

  private FleetTargets() {}

  /// All of them.
  public static List<FuzzTarget> all() {
    String invite =
        Invite.fresh(LINK, List.of(ADDRESS), Instant.EPOCH, Set.of(Role.WORKER), new SecureRandom())
            .text();
    byte[] whole = Multibase.decode(invite.substring(Invite.SCHEME.length()));
    Invite held = Invite.parse(invite);
    return List.of(
        refusing(
            "invite",
            FleetException.class,
            input -> sameInvite(new String(input, StandardCharsets.UTF_8)),
            invite.getBytes(StandardCharsets.UTF_8)),
        refusing(
            "invite-block",
            FleetException.class,
            input -> sameInvite(Invite.sealed(input)),
            Arrays.copyOf(whole, whole.length - 4)),
        refusing(
            "live-frames",
            Libp2pException.class,
            FleetTargets::live,
            frames(
                Ipld.map()
                    .put("t", "hello")
                    .put("v", 1)
                    .putLinkOrNull("fleet", Optional.of(LINK))
                    .build(),
                Ipld.map().put("t", "heads").put("heads", Ipld.links(List.of(LINK))).build(),
                new Heartbeat(List.of(LINK), 2, 1, 1, 0.5).write(Heartbeat.LONGEST_NEXT))),
        refusing(
            "gossiped-heartbeat",
            MultiformatException.class,
            FleetTargets::gossipedHeartbeat,
            new Heartbeat(List.of(LINK), 2, 1, 1, 0.5).frame(Duration.ofSeconds(15))),
        refusing(
            "gossiped-heads",
            MultiformatException.class,
            input ->
                same(
                    HeadsTopic.read(HeadsTopic.write(HeadsTopic.read(input))),
                    HeadsTopic.read(input),
                    "the heads"),
            HeadsTopic.write(List.of(LINK))),
        refusing(
            "join-frames",
            PeerdeckException.class,
            FleetTargets::join,
            frames(
                Ipld.map()
                    .put("t", "ask")
                    .put("v", 1)
                    .put("name", "machine")
                    .put("addresses", Ipld.texts(List.of(ADDRESS.toString())))
                    .put("key", held.key().publicKey())
                    .build(),
                Ipld.map().put("t", "proof").put("proof", new byte[64]).build())),
        refusing(
            "join-answer",
            PeerdeckException.class,
            input ->
                new Knock(FuzzConnection.KEY.peerId(), "machine", List.of(), Optional.of(held))
                    .at(new FuzzConnection(protocol -> FuzzConnection.stream(input))),
            frames(
                Ipld.map()
                    .put("t", "challenge")
                    .put("fleet", LINK)
                    .put("nonce", new byte[JoinBody.NONCE])
                    .build(),
                Ipld.map().put("t", "welcome").put("fleet", LINK).build()),
            frames(
                Ipld.map()
                    .put("t", "refused")
                    .put("reason", "no")
                    .put("lasting", true)
                    .put("again", 3)
                    .build())));
  }

  private static void gossipedHeartbeat(byte[] input) {
    Ipld.Map frame = HeartbeatTopic.read(input);
    Heartbeat beat = Heartbeat.read(frame);
    Duration next = Duration.ofMillis(frame.integer("next"));
    Ipld.Map again = HeartbeatTopic.read(beat.frame(next));
    same(Heartbeat.read(again), beat, "a heartbeat");
    same(again.integer("next"), next.toMillis(), "the next heartbeat");
  }

  private static void sameInvite(String text) {
    Invite invite = Invite.parse(text);
    Invite again = Invite.parse(invite.text());
    same(again.fleet(), invite.fleet(), "the fleet");
    same(again.addresses(), invite.addresses(), "the addresses");
    same(again.expires(), invite.expires(), "the end");
    same(again.roles(), invite.roles(), "the roles");
    same(again.key().publicKey(), invite.key().publicKey(), "the key");
    if (invite.toString().contains(text.strip())) {
      throw new AssertionError("the secret shows in " + invite);
    }
  }

  private static byte[] frames(Ipld.Map... maps) {
    BytesStream stream = FuzzConnection.stream(new byte[0]);
    IpldFrames frames = new IpldFrames(stream, JoinProtocol.MAX_FRAME);
    for (Ipld.Map map : maps) {
      frames.write(map);
    }
    return stream.written();
  }

  private static void live(byte[] input) {
    int[] heard = new int[1];
    new LiveLink(FuzzConnection.stream(input), FuzzConnection.KEY.peerId())
        .read(
            new LiveLink.Ear() {
              @Override
              public boolean steady(LiveLink link, Heartbeat beat, Duration next) {
                return true;
              }

              @Override
              public boolean hello(LiveLink link, Optional<Cid> fleet) {
                return heard[0]++ == 0;
              }

              @Override
              public void heads(LiveLink link, List<Cid> heads) {
                heads.forEach(cid -> same(Cid.decode(cid.bytes()), cid, "a head"));
              }

              @Override
              public void beat(LiveLink link, Heartbeat beat, Duration next) {
                same(Heartbeat.read(beat.write(next)), beat, "a heartbeat");
                same(Heartbeat.next(beat.write(next)), next, "the next heartbeat");
              }
            });
  }

  private static void join(byte[] input) throws Exception {
    BytesStream stream = FuzzConnection.stream(input);
    Member.DOOR.handle(stream);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    said.writeBytes(stream.written());
    IpldFrames answers =
        new IpldFrames(FuzzConnection.stream(said.toByteArray()), JoinProtocol.MAX_FRAME);
    for (Optional<Ipld.Map> answer = answers.read(); answer.isPresent(); answer = answers.read()) {
      if (answer.get().text("t").equals("welcome")) {
        throw new AssertionError("a stranger without an invitation was let in");
      }
    }
  }

  /// A member with a fleet, made when it is first needed.
  private static final class Member {
    private static final JoinProtocol DOOR = door();

    private static JoinProtocol door() {
      ClockOnDisk disk = new ClockOnDisk(1, FuzzFolder.fresh());
      disk.fleet.found("test", MemberChange.NONE.name("first"));
      long[] now = new long[1];
      return new JoinProtocol(
          disk.clock,
          disk.fleet,
          new JoinRequests(Instant::now),
          Instant::now,
          () -> now[0] += Duration.ofHours(1).toNanos(),
          new SecureRandom());
    }
  }
}
