package io.peerdeck.libp2p;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/// multistream-select 1.0: two sides agree on a protocol by name. Messages are lines behind their
/// length.
final class Multistream {
  private static final String HEADER = "/multistream/1.0.0";
  private static final String REFUSED = "na";
  private static final int MAX_MESSAGE = 1024;
  private static final int MAX_PROPOSALS = 16;
  private static final byte[] NOTHING = {};

  private Multistream() {}

  /// Proposes one protocol, together with the header in one write, and waits for the answer.
  ///
  /// @return whether the other side takes it
  static boolean select(InputStream in, OutputStream out, String protocol) throws IOException {
    return select(in, out, protocol, NOTHING);
  }

  /// The same, with the protocol's own first bytes in that write: they count once it is taken.
  static boolean select(InputStream in, OutputStream out, String protocol, byte[] first)
      throws IOException {
    out.write(join(join(message(HEADER), message(protocol)), first));
    readHeader(in);
    String answer = read(in);
    if (answer.equals(protocol)) {
      return true;
    }
    if (answer.equals(REFUSED)) {
      return false;
    }
    throw new Libp2pException("asked for %s, the peer answered %s".formatted(protocol, answer));
  }

  /// Answers proposals until one is accepted.
  ///
  /// @return the protocol agreed on
  static String answer(InputStream in, OutputStream out, Predicate<String> accepted)
      throws IOException {
    byte[] header = message(HEADER);
    header = saidBeforeWaiting(header, in, out);
    readHeader(in);
    for (int i = 0; i < MAX_PROPOSALS; i++) {
      header = saidBeforeWaiting(header, in, out);
      String proposal = read(in);
      boolean agreed = accepted.test(proposal);
      out.write(join(header, message(agreed ? proposal : REFUSED)));
      header = NOTHING;
      if (agreed) {
        return proposal;
      }
    }
    throw new Libp2pException("the peer proposed no protocol that is spoken here");
  }

  /// Some dialers wait for the header before they propose; where the proposal is here already, the
  /// header goes along with the answer.
  private static byte[] saidBeforeWaiting(byte[] header, InputStream in, OutputStream out)
      throws IOException {
    if (header.length == 0 || in.available() > 0) {
      return header;
    }
    out.write(header);
    return NOTHING;
  }

  private static void readHeader(InputStream in) throws IOException {
    String header = read(in);
    if (!header.equals(HEADER)) {
      throw new Libp2pException("the peer does not speak multistream-select, it said " + header);
    }
  }

  private static String read(InputStream in) throws IOException {
    int length = one(in);
    if (length > 0x7f) {
      length = (length & 0x7f) | one(in) << 7;
    }
    if (length < 1 || length > MAX_MESSAGE) {
      throw new Libp2pException("a protocol name of %d bytes".formatted(length));
    }
    byte[] line = in.readNBytes(length);
    if (line.length < length || line[length - 1] != '\n') {
      throw new Libp2pException("a protocol name without its line end");
    }
    return new String(line, 0, length - 1, StandardCharsets.UTF_8);
  }

  private static int one(InputStream in) throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new Libp2pException("the peer ended the stream during protocol negotiation");
    }
    return b;
  }

  private static byte[] message(String line) {
    byte[] text = (line + '\n').getBytes(StandardCharsets.UTF_8);
    if (text.length > MAX_MESSAGE) {
      throw new IllegalArgumentException("a protocol name of %d bytes".formatted(text.length));
    }
    byte[] length =
        text.length < 0x80
            ? new byte[] {(byte) text.length}
            : new byte[] {(byte) (text.length | 0x80), (byte) (text.length >>> 7)};
    return join(length, text);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
