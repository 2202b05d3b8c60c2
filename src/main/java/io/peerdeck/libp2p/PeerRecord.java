package io.peerdeck.libp2p;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a peer says it can be dialled, in the form it signs (libp2p RFC 0003).
///
/// @param peer who says it
/// @param seq a later record has a higher number; nothing else may be read from it
/// @param addresses without `/p2p/…` at their ends
/// @see <a href="https://github.com/libp2p/specs/blob/master/RFC/0003-routing-records.md">RFC
///     0003</a>
public record PeerRecord(PeerId peer, long seq, List<Multiaddr> addresses) {
  /// What its envelope is signed for.
  public static final String DOMAIN = "libp2p-peer-record";

  /// More addresses than this are refused.
  public static final int MAX_ADDRESSES = 64;

  // The multicodec libp2p-peer-record, 0x0301, as the two bytes that go-, js- and rust-libp2p send.
  private static final byte[] TYPE = {0x03, 0x01};
  private static final int BYTES = 2;

  /// Copies the list and takes the peer's own id off the addresses.
  public PeerRecord {
    addresses = addresses.stream().map(Multiaddr::withoutPeer).distinct().toList();
  }

  /// Signs it.
  ///
  /// @throws MultiformatException if the key is another peer's, or there is too much to say
  public SignedEnvelope seal(KeyPair key) {
    if (!key.peerId().equals(peer)) {
      throw new MultiformatException("a record of " + peer + " cannot be signed by another peer");
    }
    if (addresses.size() > MAX_ADDRESSES) {
      throw new MultiformatException("a record has at most " + MAX_ADDRESSES + " addresses");
    }
    return SignedEnvelope.seal(key, DOMAIN, TYPE, encode());
  }

  /// Reads a signed record. Addresses of transports unknown here are left out.
  ///
  /// @param envelope as it travels
  /// @throws MultiformatException if it is no such record, or not signed by the peer it is about
  public static PeerRecord open(byte[] envelope) {
    return of(SignedEnvelope.open(envelope, DOMAIN, TYPE));
  }

  private static PeerRecord of(SignedEnvelope envelope) {
    byte @Nullable [] id = null;
    long seq = 0;
    List<byte[]> infos = new ArrayList<>();
    CodedInputStream in = CodedInputStream.newInstance(envelope.payload());
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (tag) {
          case 1 << 3 | BYTES -> id = in.readByteArray();
          case 2 << 3 -> seq = in.readUInt64();
          case 3 << 3 | BYTES -> infos.add(in.readByteArray());
          default -> in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new MultiformatException("a peer record is no valid protobuf", e);
    }
    if (id == null || !PeerId.decode(id).equals(envelope.signer())) {
      throw new MultiformatException(
          "a peer record is about another peer than " + envelope.signer() + ", who signed it");
    }
    if (infos.size() > MAX_ADDRESSES) {
      throw new MultiformatException(
          "a peer record has at most " + MAX_ADDRESSES + " addresses, not " + infos.size());
    }
    List<Multiaddr> addresses = new ArrayList<>();
    for (byte[] info : infos) {
      address(info, envelope.signer(), addresses);
    }
    return new PeerRecord(envelope.signer(), seq, addresses);
  }

  private static void address(byte[] info, PeerId signer, List<Multiaddr> addresses) {
    byte @Nullable [] bytes = null;
    CodedInputStream in = CodedInputStream.newInstance(info);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == (1 << 3 | BYTES)) {
          bytes = in.readByteArray();
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new MultiformatException("an address of a peer record is no valid protobuf", e);
    }
    if (bytes == null) {
      return;
    }
    Multiaddr address;
    try {
      address = Multiaddr.decode(bytes);
    } catch (MultiformatException unknown) {
      return; // a transport that is not known here is no fault and of no use
    }
    // One that names another peer is no address of the signer's.
    addresses.add(address.peerId().isPresent() ? address.withPeer(signer) : address);
  }

  private byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      CodedOutputStream fields = CodedOutputStream.newInstance(out);
      fields.writeByteArray(1, peer.bytes());
      fields.writeUInt64(2, seq);
      for (Multiaddr address : addresses) {
        byte[] bytes = address.bytes();
        fields.writeTag(3, BYTES);
        fields.writeUInt32NoTag(CodedOutputStream.computeByteArraySize(1, bytes));
        fields.writeByteArray(1, bytes);
      }
      fields.flush();
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return out.toByteArray();
  }
}
