package io.peerdeck.libp2p;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.Signatures;
import io.peerdeck.multiformats.Varint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A payload that a peer signed for one purpose, together with the key to check it by, so that it
/// can be passed on by anybody (libp2p RFC 0002).
///
/// @see <a href="https://github.com/libp2p/specs/blob/master/RFC/0002-signed-envelopes.md">RFC
///     0002</a>
public final class SignedEnvelope {
  /// The longest envelope read or made, in bytes.
  public static final int MAX_BYTES = 8 * 1024;

  private static final int KEY = 1 << 3 | 2;
  private static final int TYPE = 2 << 3 | 2;
  private static final int PAYLOAD = 3 << 3 | 2;
  private static final int SIGNATURE = 5 << 3 | 2;
  private static final int ED25519_PROTOBUF = 36;

  private final PeerId signer;
  private final byte[] payload;
  private final byte[] bytes;

  private SignedEnvelope(PeerId signer, byte[] payload, byte[] bytes) {
    this.signer = signer;
    this.payload = payload;
    this.bytes = bytes;
  }

  /// Signs a payload.
  ///
  /// @param domain what the signature is for; it is signed, not sent
  /// @param type what the payload is, a multicodec
  /// @throws MultiformatException if the envelope would be longer than [#MAX_BYTES]
  public static SignedEnvelope seal(KeyPair key, String domain, byte[] type, byte[] payload) {
    byte[] signature = key.sign(signed(domain, type, payload));
    byte[] publicKey = PeerId.ed25519Protobuf(key.publicKey());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      CodedOutputStream fields = CodedOutputStream.newInstance(out);
      fields.writeByteArray(1, publicKey);
      fields.writeByteArray(2, type);
      fields.writeByteArray(3, payload);
      fields.writeByteArray(5, signature);
      fields.flush();
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    checkLength(out.size());
    return new SignedEnvelope(key.peerId(), payload.clone(), out.toByteArray());
  }

  /// Reads an envelope and checks its signature.
  ///
  /// @param domain what it must have been signed for
  /// @param type what its payload must be
  /// @throws MultiformatException if it is too long, no protobuf, of another type, not signed by an
  ///     Ed25519 key, or if the signature is wrong
  public static SignedEnvelope open(byte[] bytes, String domain, byte[] type) {
    checkLength(bytes.length);
    byte @Nullable [] key = null;
    byte[] said = {};
    byte[] payload = {};
    byte[] signature = {};
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (tag) {
          case KEY -> key = in.readByteArray();
          case TYPE -> said = in.readByteArray();
          case PAYLOAD -> payload = in.readByteArray();
          case SIGNATURE -> signature = in.readByteArray();
          default -> in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new MultiformatException("a signed envelope is no valid protobuf", e);
    }
    PeerId signer = signer(key);
    if (!Arrays.equals(said, type)) {
      throw new MultiformatException("a signed envelope holds another kind of payload");
    }
    if (!Signatures.verify(signer.ed25519Key(), signed(domain, type, payload), signature)) {
      throw new MultiformatException("the signature of " + signer + " on an envelope is wrong");
    }
    return new SignedEnvelope(signer, payload, bytes.clone());
  }

  private static PeerId signer(byte @Nullable [] key) {
    if (key != null && key.length == ED25519_PROTOBUF) {
      byte[] raw = Arrays.copyOfRange(key, 4, key.length);
      if (Arrays.equals(key, PeerId.ed25519Protobuf(raw))) {
        return PeerId.ofEd25519(raw);
      }
    }
    throw new MultiformatException("a signed envelope is not signed with an Ed25519 key");
  }

  private static void checkLength(int length) {
    if (length > MAX_BYTES) {
      throw new MultiformatException(
          "a signed envelope has at most " + MAX_BYTES + " bytes, not " + length);
    }
  }

  /// Each part behind its length, so that no two triples give the same bytes.
  private static byte[] signed(String domain, byte[] type, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : new byte[][] {domain.getBytes(StandardCharsets.UTF_8), type, payload}) {
      out.writeBytes(Varint.encode(part.length));
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /// Who signed.
  public PeerId signer() {
    return signer;
  }

  /// What was signed, a copy.
  public byte[] payload() {
    return payload.clone();
  }

  /// The envelope as it travels, a copy.
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedEnvelope that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "SignedEnvelope[" + signer + ", " + payload.length + " bytes]";
  }
}
