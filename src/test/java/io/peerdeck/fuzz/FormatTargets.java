package io.peerdeck.fuzz;

import static io.peerdeck.fuzz.FuzzTarget.refusing;
import static io.peerdeck.fuzz.FuzzTarget.same;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.DagPb;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.Multibase;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.Varint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The self-describing formats: what is read is the only encoding of what it means.
final class FormatTargets {
  private static final PeerId PEER = KeyPair.fromSeed(new byte[32]).peerId();
  private static final Cid LINK = Cid.of(Cid.RAW, new byte[] {1, 2, 3});

  private FormatTargets() {}

  static List<FuzzTarget> all() {
    return List.of(
        refusing(
            "varint",
            MultiformatException.class,
            FormatTargets::varint,
            Varint.encode(0),
            Varint.encode(300),
            Varint.encode(Long.MAX_VALUE)),
        refusing(
            "multiaddr",
            MultiformatException.class,
            FormatTargets::multiaddr,
            Multiaddr.parse("/ip4/192.0.2.1/tcp/4001/p2p/" + PEER).bytes(),
            Multiaddr.parse("/dns4/peer.example/tcp/443").bytes(),
            Multiaddr.parse("/ip6/2001:db8::1/udp/9/quic-v1").bytes()),
        refusing(
            "multiaddr-text",
            MultiformatException.class,
            input -> {
              Multiaddr address = Multiaddr.parse(text(input));
              same(Multiaddr.parse(address.toString()), address, "the text of an address");
              same(Multiaddr.decode(address.bytes()), address, "the bytes of an address");
            },
            utf8("/ip4/192.0.2.1/tcp/4001/p2p/" + PEER),
            utf8("/ip6/::1/tcp/0")),
        refusing(
            "cid",
            MultiformatException.class,
            input -> {
              Cid cid = Cid.decode(input);
              same(cid.bytes(), input, "a CID's bytes");
              same(Cid.parse(cid.toString()), cid, "a CID's text");
            },
            LINK.bytes(),
            Cid.of(Cid.DAG_CBOR, new byte[0]).bytes()),
        refusing(
            "cid-text",
            MultiformatException.class,
            input -> {
              Cid cid = Cid.parse(text(input));
              same(Cid.parse(cid.toString()), cid, "a CID's text");
              same(Cid.decode(cid.bytes()), cid, "a CID's bytes");
            },
            utf8(LINK.toString())),
        refusing(
            "peer-id",
            MultiformatException.class,
            input -> {
              PeerId peer = PeerId.decode(input);
              same(peer.bytes(), input, "a PeerId's bytes");
              same(PeerId.parse(peer.toString()), peer, "a PeerId's text");
            },
            PEER.bytes()),
        refusing(
            "multibase",
            MultiformatException.class,
            input -> Multibase.decode(text(input)),
            utf8("u" + "AQID"),
            utf8("zQm"),
            utf8("f00ff"),
            utf8("bmfrgg")),
        refusing(
            "dag-cbor",
            MultiformatException.class,
            input -> same(DagCbor.encode(DagCbor.decode(input)), input, "the DAG-CBOR"),
            DagCbor.encode(
                Ipld.map()
                    .put("a", 1)
                    .put("b", new byte[] {1, 2})
                    .put("link", LINK)
                    .put("real", 1.5)
                    .put("text", "é")
                    .put("yes", true)
                    .put("list", Ipld.links(List.of(LINK)))
                    .build())),
        refusing(
            "dag-pb",
            MultiformatException.class,
            input -> same(DagPb.encode(DagPb.decode(input)), input, "the DAG-PB"),
            DagPb.encode(
                new DagPb.Node(
                    List.of(new DagPb.Link(LINK, Optional.of("name"), 3)),
                    Optional.of(new byte[] {8, 1})))));
  }

  private static void varint(byte[] input) {
    ByteBuffer in = ByteBuffer.wrap(input);
    long value = Varint.read(in);
    same(Varint.encode(value), Arrays.copyOf(input, in.position()), "a varint");
    same(Varint.size(value), in.position(), "a varint's size");
  }

  private static void multiaddr(byte[] input) {
    Multiaddr address = Multiaddr.decode(input);
    same(address.bytes(), input, "an address's bytes");
    same(Multiaddr.parse(address.toString()), address, "an address's text");
  }

  static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
