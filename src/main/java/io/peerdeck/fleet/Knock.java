package io.peerdeck.fleet;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One visit of a stranger at a member's door: the other side of [JoinProtocol].
///
/// @param self who knocks
/// @param invite what it has in hand
record Knock(PeerId self, String name, List<Multiaddr> addresses, Optional<Invite> invite) {
  private static final Duration OPEN = Duration.ofSeconds(5);
  private static final int MAX_REASON = 300;
  private static final long LONGEST_WAIT_SECONDS = 3600;

  /// What the member said.
  sealed interface Answer {
    /// This node is a member now.
    record Welcome(Cid fleet) implements Answer {}

    /// An operator there decides.
    record Waiting() implements Answer {}

    /// Not now, or not at all.
    record Refused(JoinRefusal refusal) implements Answer {}
  }

  /// Knocks and waits for the answer.
  ///
  /// @throws io.peerdeck.multiformats.PeerdeckException if the member does not speak the protocol,
  ///     or not as it should
  Answer at(Connection member) {
    try (Stream stream = member.newStream(JoinProtocol.ID, OPEN)) {
      stream.deadline(JoinProtocol.WHOLE);
      IpldFrames frames = new IpldFrames(stream, JoinProtocol.MAX_FRAME);
      IpldMapBuilder ask =
          Ipld.map()
              .put("t", "ask")
              .put("v", 1)
              .put("name", name)
              .put(
                  "addresses",
                  Ipld.texts(
                      addresses.stream()
                          .limit(MemberBody.MAX_ADDRESSES)
                          .map(Multiaddr::toString)
                          .toList()));
      invite.ifPresent(one -> ask.put("key", one.key().publicKey()));
      frames.write(ask.build());
      Ipld.Map answer = read(frames);
      if (invite.isPresent() && answer.text("t").equals("challenge")) {
        if (!answer.link("fleet").equals(invite.get().fleet())) {
          return new Answer.Refused(
              JoinRefusal.forGood("it belongs to another fleet than the invitation"));
        }
        byte[] proof =
            JoinBody.proof(
                invite.get().key(), invite.get().fleet(), self, member.remotePeer(), nonce(answer));
        frames.write(Ipld.map().put("t", "proof").put("proof", proof).build());
        answer = read(frames);
      }
      return answer(answer);
    }
  }

  private static byte[] nonce(Ipld.Map challenge) {
    byte[] nonce = challenge.bytes("nonce");
    if (nonce.length != JoinBody.NONCE) {
      throw new FleetException("its challenge has " + nonce.length + " bytes");
    }
    return nonce;
  }

  private static Ipld.Map read(IpldFrames frames) {
    return frames
        .read()
        .orElseThrow(() -> new FleetException("the member ended the stream without an answer"));
  }

  private static Answer answer(Ipld.Map frame) {
    return switch (frame.text("t")) {
      case "welcome" -> new Answer.Welcome(frame.link("fleet"));
      case "waiting" -> new Answer.Waiting();
      case "refused" ->
          new Answer.Refused(
              new JoinRefusal(
                  printable(frame.text("reason")),
                  frame.bool("lasting"),
                  Duration.ofSeconds(Math.clamp(frame.integer("again"), 1, LONGEST_WAIT_SECONDS))));
      default -> throw new FleetException("it answered '" + printable(frame.text("t")) + "'");
    };
  }

  /// Words of a stranger, for this machine's screen.
  private static String printable(String text) {
    return text.substring(0, Math.min(text.length(), MAX_REASON)).replaceAll("\\p{Cntrl}", " ");
  }
}
