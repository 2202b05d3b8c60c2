package io.peerdeck.multiformats;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The value of one multiaddr part, between text and bytes.
final class ProtocolValue {
  private static final int MAX_BYTES = 255;

  private ProtocolValue() {}

  static byte[] encode(Protocol protocol, String text) {
    return switch (protocol) {
      case IP4 -> IpText.parse4(text);
      case IP6 -> IpText.parse6(text);
      case TCP, UDP -> port(text);
      case P2P -> PeerId.parse(text).bytes();
      case CERTHASH -> Multihash.decode(Multibase.decode(text)).bytes();
      case IP6ZONE, DNS, DNS4, DNS6, DNSADDR, SNI ->
          name(protocol, text).getBytes(StandardCharsets.UTF_8);
      default -> new byte[0];
    };
  }

  static String decode(Protocol protocol, byte[] bytes) {
    return switch (protocol) {
      case IP4 -> IpText.format4(bytes);
      case IP6 -> IpText.format6(bytes);
      case TCP, UDP -> Integer.toString(((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff));
      case P2P -> PeerId.decode(bytes).toString();
      case CERTHASH -> Multibase.encodeBase64Url(Multihash.decode(bytes).bytes());
      case IP6ZONE, DNS, DNS4, DNS6, DNSADDR, SNI -> name(protocol, utf8(protocol, bytes));
      default -> "";
    };
  }

  private static byte[] port(String text) {
    int port = text.matches("0|[1-9][0-9]{0,4}") ? Integer.parseInt(text) : -1;
    if (port < 0 || port > 65535) {
      throw new MultiformatException("'" + text + "' is no port; it is 0 to 65535");
    }
    return new byte[] {(byte) (port >>> 8), (byte) port};
  }

  private static String name(Protocol protocol, String text) {
    if (text.isEmpty()
        || text.length() > MAX_BYTES
        || text.chars().anyMatch(c -> c <= ' ' || c == '/' || c == 0x7f)) {
      throw new MultiformatException(
          "'"
              + text
              + "' is no "
              + protocol.text()
              + " name; it has 1 to 255 characters without space and /");
    }
    return text;
  }

  private static String utf8(Protocol protocol, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MultiformatException("the " + protocol.text() + " name is not UTF-8", e);
    }
  }
}
