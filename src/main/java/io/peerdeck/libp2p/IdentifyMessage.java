package io.peerdeck.libp2p;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.Varint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Identify's protobuf. Fields a message does not carry are empty here, and stay as they were in a
/// push.
///
/// @param publicKey the sender's key as protobuf
/// @param signedRecord a signed peer record as it travels, unchecked
record IdentifyMessage(
    Optional<byte[]> publicKey,
    List<Multiaddr> listenAddresses,
    List<String> protocols,
    Optional<Multiaddr> observed,
    Optional<String> agent,
    Optional<byte[]> signedRecord) {
  private static final int MAX_MESSAGE = 8 * 1024;
  private static final int MAX_MESSAGES = 10;
  private static final int MAX_ADDRESSES = 64;
  private static final int MAX_PROTOCOLS = 256;
  private static final int BYTES = 2;

  static IdentifyMessage of(PeerId self, Identify identify, SignedEnvelope record) {
    return new IdentifyMessage(
        Optional.of(PeerId.ed25519Protobuf(self.ed25519Key())),
        identify.listenAddresses(),
        identify.protocols(),
        identify.observed(),
        Optional.of(identify.agent()),
        Optional.of(record.bytes()));
  }

  /// What is known after this message, given what was known before.
  ///
  /// @param record the peer's own, if the message had one that is sound
  Identify over(@Nullable Identify before, Optional<PeerRecord> record) {
    Identify old =
        before == null
            ? new Identify("", List.of(), List.of(), Optional.empty(), Optional.empty())
            : before;
    return new Identify(
        agent.orElse(old.agent()),
        protocols.isEmpty() ? old.protocols() : protocols,
        listenAddresses.isEmpty() ? old.listenAddresses() : listenAddresses,
        observed.or(old::observed),
        record.or(old::signedRecord));
  }

  /// Writes the message, in pieces of at most 8 KiB behind their lengths.
  void write(OutputStream out) throws IOException {
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    for (byte[] field : fields()) {
      if (piece.size() + field.length > MAX_MESSAGE) {
        flush(piece, out);
      }
      piece.write(field);
    }
    flush(piece, out);
  }

  private static void flush(ByteArrayOutputStream piece, OutputStream out) throws IOException {
    byte[] length = Varint.encode(piece.size());
    ByteBuffer framed = ByteBuffer.allocate(length.length + piece.size());
    out.write(framed.put(length).put(piece.toByteArray()).array());
    piece.reset();
  }

  private List<byte[]> fields() throws IOException {
    List<byte[]> fields = new ArrayList<>();
    if (publicKey.isPresent()) {
      fields.add(field(1, ByteString.copyFrom(publicKey.get())));
    }
    for (Multiaddr address : listenAddresses) {
      fields.add(field(2, ByteString.copyFrom(address.bytes())));
    }
    for (String protocol : protocols) {
      fields.add(field(3, ByteString.copyFromUtf8(protocol)));
    }
    if (observed.isPresent()) {
      fields.add(field(4, ByteString.copyFrom(observed.get().bytes())));
    }
    fields.add(field(5, ByteString.copyFromUtf8("ipfs/0.1.0")));
    if (agent.isPresent()) {
      fields.add(field(6, ByteString.copyFromUtf8(agent.get())));
    }
    if (signedRecord.isPresent()) {
      fields.add(field(8, ByteString.copyFrom(signedRecord.get())));
    }
    return fields;
  }

  private static byte[] field(int number, ByteString value) throws IOException {
    byte[] bytes = new byte[CodedOutputStream.computeBytesSize(number, value)];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeBytes(number, value);
    out.flush();
    return bytes;
  }

  /// Reads pieces until the other side closes its half, and merges them.
  ///
  /// @throws Libp2pException if they are too large, too many, or no protobuf
  static IdentifyMessage read(InputStream in) throws IOException {
    ByteArrayOutputStream merged = new ByteArrayOutputStream(); // protobuf merges by concatenation
    for (int i = 0; ; i++) {
      int first = in.read();
      if (first < 0) {
        return decode(merged.toByteArray());
      }
      int length = first < 0x80 ? first : (first & 0x7f) | (in.read() << 7);
      if (i == MAX_MESSAGES || length < 0 || length > MAX_MESSAGE) {
        throw new Libp2pException("the peer's identify answer is too large");
      }
      byte[] piece = in.readNBytes(length);
      if (piece.length < length) {
        throw new Libp2pException("the peer's identify answer is cut off");
      }
      merged.write(piece);
    }
  }

  private static IdentifyMessage decode(byte[] bytes) {
    byte @Nullable [] key = null;
    List<Multiaddr> listen = new ArrayList<>();
    List<String> protocols = new ArrayList<>();
    Optional<Multiaddr> observed = Optional.empty();
    @Nullable String agent = null;
    byte @Nullable [] record = null;
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (tag) {
          case 1 << 3 | BYTES -> key = in.readByteArray();
          case 2 << 3 | BYTES -> {
            Optional<Multiaddr> address = address(in.readByteArray());
            if (listen.size() < MAX_ADDRESSES) {
              address.ifPresent(listen::add);
            }
          }
          case 3 << 3 | BYTES -> {
            String protocol = in.readString();
            if (protocols.size() < MAX_PROTOCOLS) {
              protocols.add(protocol);
            }
          }
          case 4 << 3 | BYTES -> observed = address(in.readByteArray());
          case 6 << 3 | BYTES -> agent = in.readString();
          case 8 << 3 | BYTES -> record = in.readByteArray();
          default -> in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new Libp2pException("the peer's identify answer is no valid protobuf", e);
    }
    return new IdentifyMessage(
        Optional.ofNullable(key),
        listen,
        protocols,
        observed,
        Optional.ofNullable(agent),
        Optional.ofNullable(record));
  }

  /// Peers list addresses of transports that are unknown here; those are no fault and of no use.
  private static Optional<Multiaddr> address(byte[] bytes) {
    try {
      return Optional.of(Multiaddr.decode(bytes));
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }
}
