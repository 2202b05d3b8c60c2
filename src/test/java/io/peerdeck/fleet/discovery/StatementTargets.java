package io.peerdeck.fleet.discovery;

import static io.peerdeck.fuzz.FuzzTarget.refusing;
import static io.peerdeck.fuzz.FuzzTarget.same;

import io.peerdeck.fuzz.FuzzConnection;
import io.peerdeck.fuzz.FuzzTarget;
import io.peerdeck.libp2p.PeerRecord;
import io.peerdeck.libp2p.SignedEnvelope;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import java.util.List;

/// What peers sign of themselves.
public final class StatementTargets {
  private static final byte[] RECORD = {0x03, 0x01};

  private StatementTargets() {}

  /// All of them. Payloads are sealed by the right key, so that what is in them is reached.
  public static List<FuzzTarget> all() {
    SignedEnvelope record =
        new PeerRecord(
                FuzzConnection.KEY.peerId(), 7, List.of(Multiaddr.parse("/ip4/192.0.2.1/tcp/1")))
            .seal(FuzzConnection.KEY);
    return List.of(
        refusing(
            "peer-record-envelope",
            MultiformatException.class,
            input -> sameRecord(input),
            record.bytes()),
        refusing(
            "peer-record",
            MultiformatException.class,
            input ->
                sameRecord(
                    SignedEnvelope.seal(FuzzConnection.KEY, PeerRecord.DOMAIN, RECORD, input)
                        .bytes()),
            record.payload()));
  }

  private static void sameRecord(byte[] envelope) {
    PeerRecord record = PeerRecord.open(envelope);
    same(record.peer(), FuzzConnection.KEY.peerId(), "the signer");
    same(PeerRecord.open(record.seal(FuzzConnection.KEY).bytes()), record, "a peer record");
  }
}
