package io.peerdeck.libp2p;

import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.math.ec.rfc7748.X25519;

/// Turns a fresh socket into a secured one whose peer is proven and whose muxer is agreed:
/// multistream-select, Noise XX with early muxer negotiation, multistream-select again for a peer
/// that knows no early negotiation.
final class Upgrade {
  private static final String NOISE = "/noise";
  private static final String YAMUX = "/yamux/1.0.0";
  private static final int MAX_HANDSHAKE_MESSAGE = 8192;

  private final KeyPair identity;
  private final SecureRandom random;
  private final byte[] noiseKey = new byte[32];
  private final byte[] noisePublic = new byte[32];
  private final KnownKeys known = new KnownKeys();
  private final byte[] payload;

  /// One static Noise key for the host's life; its signature is made once.
  Upgrade(KeyPair identity, SecureRandom random) {
    this.identity = identity;
    this.random = random;
    X25519.generatePrivateKey(random, noiseKey);
    X25519.generatePublicKey(noiseKey, 0, noisePublic, 0);
    this.payload = NoisePayload.of(this.identity, noisePublic, List.of(YAMUX)).encode();
  }

  /// Blocks until the channel is secured and Yamux agreed.
  ///
  /// @param proven hears who answered as soon as it is proven, on the dialing side before we say
  ///     who we are; throws to end the handshake there
  /// @return who answered
  PeerId run(SecureChannel channel, boolean dialer, Consumer<PeerId> proven) throws IOException {
    InputStream in = channel.input();
    OutputStream out = channel.output();
    if (!dialer) {
      Multistream.answer(in, out, NOISE::equals);
    }
    byte[] ephemeral = new byte[32];
    X25519.generatePrivateKey(random, ephemeral);
    try (NoiseHandshake noise =
        new NoiseHandshake(dialer, new byte[0], noiseKey, noisePublic, ephemeral)) {
      NoisePayload theirs = dialer ? dial(noise, in, out) : listen(noise, in, out);
      PeerId peer = theirs.verify(noise.remoteStatic(), known);
      proven.accept(peer);
      if (dialer) {
        send(out, noise.write(payload));
      }
      channel.secure(noise.split());
      if (!theirs.muxers().contains(YAMUX)) {
        agreeOnMuxer(in, out, dialer);
      }
      return peer;
    }
  }

  /// There is no other security to fall back to, so the first message goes along with the proposal:
  /// a round trip less.
  private static NoisePayload dial(NoiseHandshake noise, InputStream in, OutputStream out)
      throws IOException {
    if (!Multistream.select(in, out, NOISE, framed(noise.write(new byte[0])))) {
      throw new Libp2pException("the peer does not speak Noise");
    }
    return NoisePayload.decode(noise.read(receive(in)));
  }

  private NoisePayload listen(NoiseHandshake noise, InputStream in, OutputStream out)
      throws IOException {
    noise.read(receive(in));
    send(out, noise.write(payload));
    return NoisePayload.decode(noise.read(receive(in)));
  }

  private static void agreeOnMuxer(InputStream in, OutputStream out, boolean dialer)
      throws IOException {
    if (!dialer) {
      Multistream.answer(in, out, YAMUX::equals);
    } else if (!Multistream.select(in, out, YAMUX)) {
      throw new Libp2pException("the peer does not speak Yamux");
    }
  }

  private static void send(OutputStream out, byte[] message) throws IOException {
    out.write(framed(message));
  }

  private static byte[] framed(byte[] message) {
    byte[] framed = new byte[2 + message.length];
    framed[0] = (byte) (message.length >>> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    return framed;
  }

  private static byte[] receive(InputStream in) throws IOException {
    int length = in.read() << 8 | in.read();
    if (length > MAX_HANDSHAKE_MESSAGE) {
      throw new Libp2pException("a Noise handshake message of %d bytes".formatted(length));
    }
    return in.readNBytes(length);
  }
}
