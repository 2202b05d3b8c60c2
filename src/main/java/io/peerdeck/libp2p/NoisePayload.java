package io.peerdeck.libp2p;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What libp2p says inside the Noise handshake (`noise/README.md` of the specs): who we are, the
/// proof that the Noise key is ours, and the muxers we speak.
///
/// @param identityKey the public key as protobuf
/// @param signature over the prefix and the Noise static key
/// @param muxers in order of preference; empty when the peer does not negotiate them here
record NoisePayload(byte[] identityKey, byte[] signature, List<String> muxers) {
  private static final byte[] PREFIX =
      "noise-libp2p-static-key:".getBytes(StandardCharsets.US_ASCII);
  private static final int ED25519 = 1;
  private static final int MAX_MUXERS = 16;

  static NoisePayload of(KeyPair key, byte[] noiseKey, List<String> muxers) {
    return new NoisePayload(
        PeerId.ed25519Protobuf(key.publicKey()), key.sign(signed(noiseKey)), muxers);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeByteArray(1, identityKey);
      out.writeByteArray(2, signature);
      ByteArrayOutputStream nested = new ByteArrayOutputStream();
      CodedOutputStream extensions = CodedOutputStream.newInstance(nested);
      for (String muxer : muxers) {
        extensions.writeString(2, muxer);
      }
      extensions.flush();
      out.writeByteArray(4, nested.toByteArray());
      out.flush();
    } catch (IOException e) {
      throw new Libp2pException("a payload could not be encoded", e);
    }
    return bytes.toByteArray();
  }

  static NoisePayload decode(byte[] bytes) {
    byte[] key = {};
    byte[] signature = {};
    List<String> muxers = new ArrayList<>();
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (tag) {
          case 1 << 3 | 2 -> key = in.readByteArray();
          case 2 << 3 | 2 -> signature = in.readByteArray();
          case 4 << 3 | 2 -> readExtensions(in.readByteArray(), muxers);
          default -> in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new Libp2pException("the peer's Noise payload is no valid protobuf", e);
    }
    return new NoisePayload(key, signature, List.copyOf(muxers));
  }

  private static void readExtensions(byte[] bytes, List<String> muxers) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == (2 << 3 | 2) && muxers.size() < MAX_MUXERS) {
        muxers.add(in.readString());
      } else {
        in.skipField(tag);
      }
    }
  }

  /// Checks that the identity signed the Noise key that was used.
  ///
  /// @throws Libp2pException if it did not, or is no Ed25519 key
  PeerId verify(byte[] noiseKey, KnownKeys known) {
    byte[] publicKey = ed25519Key();
    if (!known.verify(publicKey, signed(noiseKey), signature)) {
      throw new Libp2pException("the peer's identity did not sign the Noise key it uses");
    }
    return PeerId.ofEd25519(publicKey);
  }

  private byte[] ed25519Key() {
    CodedInputStream in = CodedInputStream.newInstance(identityKey);
    int type = -1;
    byte[] data = {};
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (tag) {
          case 1 << 3 -> type = in.readEnum();
          case 2 << 3 | 2 -> data = in.readByteArray();
          default -> in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new Libp2pException("the peer's identity key is no valid protobuf", e);
    }
    if (type != ED25519 || data.length != 32) {
      throw new Libp2pException(
          "the peer's identity is not an Ed25519 key (key type %d); only those are spoken here"
              .formatted(type));
    }
    return data;
  }

  private static byte[] signed(byte[] noiseKey) {
    byte[] message = Arrays.copyOf(PREFIX, PREFIX.length + noiseKey.length);
    System.arraycopy(noiseKey, 0, message, PREFIX.length, noiseKey.length);
    return message;
  }
}
