package io.peerdeck.clock;

import static io.peerdeck.fuzz.FuzzTarget.refusing;
import static io.peerdeck.fuzz.FuzzTarget.same;

import io.peerdeck.fuzz.BytesStream;
import io.peerdeck.fuzz.FuzzConnection;
import io.peerdeck.fuzz.FuzzTarget;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerdeckException;
import java.util.List;
import java.util.Optional;

/// The decoders of the clock.
public final class ClockTargets {
  private static final Cid LINK = Cid.of(Cid.DAG_CBOR, new byte[] {1});

  private ClockTargets() {}

  /// All of them.
  public static List<FuzzTarget> all() {
    Entry genesis =
        EntryCodec.sign(
            FuzzConnection.KEY,
            Optional.empty(),
            0,
            Optional.empty(),
            List.of(),
            0,
            1_700_000_000_000L,
            "fleet.founded",
            "fleet",
            Ipld.map().put("name", "a").build());
    Entry later =
        EntryCodec.sign(
            FuzzConnection.KEY,
            Optional.of(genesis.cid()),
            1,
            Optional.of(genesis.cid()),
            List.of(LINK),
            2,
            1_700_000_000_001L,
            "note",
            "key",
            Ipld.map().put("a", 1).build());
    return List.of(
        refusing(
            "clock-entry",
            ClockException.class,
            ClockTargets::entry,
            genesis.block(),
            later.block()),
        refusing("clock-summary", PeerdeckException.class, ClockTargets::summary, summaryFrames()));
  }

  private static void entry(byte[] input) {
    Cid cid = Cid.of(Cid.DAG_CBOR, input);
    Entry entry = EntryCodec.read(cid, input);
    same(DagCbor.encode(DagCbor.decode(input)), input, "the block of an entry");
    Entry trusted = EntryCodec.trusted(cid, input);
    same(trusted.author(), entry.author(), "the author");
    byte[] unsigned = EntryCodec.unsigned(entry);
    if (unsigned.length >= input.length) {
      throw new AssertionError("the signature is signed too");
    }
    EntryCodec.checkSignature(entry, new VerifyKeys());
  }

  private static byte[] summaryFrames() {
    BytesStream stream = FuzzConnection.stream(new byte[0]);
    new Summary(
            LINK,
            "c",
            List.of(LINK),
            List.of(new Summary.AuthorTip(FuzzConnection.KEY.peerId(), 3, LINK)),
            List.of(LINK),
            2)
        .write(new IpldFrames(stream, 1 << 20));
    return stream.written();
  }

  private static void summary(byte[] input) {
    Summary summary = Summary.read(new IpldFrames(FuzzConnection.stream(input), 1 << 20));
    BytesStream out = FuzzConnection.stream(new byte[0]);
    summary.write(new IpldFrames(out, 1 << 20));
    Summary again = Summary.read(new IpldFrames(FuzzConnection.stream(out.written()), 1 << 20));
    same(again, summary, "a summary");
  }
}
