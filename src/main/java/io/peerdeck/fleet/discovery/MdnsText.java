package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The text of libp2p's mDNS record: strings of at most 255 bytes behind their lengths, each
/// `dnsaddr=` and a multiaddr that ends in `/p2p/` and the peer's id.
///
/// @see <a href="https://github.com/libp2p/specs/blob/master/discovery/mdns.md">mdns</a>
final class MdnsText {
  private static final String KEY = "dnsaddr=";
  private static final int MAX_STRING = 255;
  // Within one packet, with room for the other records.
  private static final int MAX_TEXT = 1200;

  private MdnsText() {}

  /// As many of the addresses as fit.
  static byte[] write(List<Multiaddr> addresses) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Multiaddr address : addresses) {
      byte[] string = (KEY + address).getBytes(StandardCharsets.UTF_8);
      if (string.length <= MAX_STRING && out.size() + 1 + string.length <= MAX_TEXT) {
        out.write(string.length);
        out.writeBytes(string);
      }
    }
    return out.toByteArray();
  }

  /// The addresses by peer. What is no address, or of a transport unknown here, is left out, as the
  /// record may hold other things too.
  static Map<PeerId, List<Multiaddr>> read(byte[] text) {
    Map<PeerId, List<Multiaddr>> found = new LinkedHashMap<>();
    for (int at = 0; at < text.length; ) {
      int length = text[at++] & 0xff;
      if (length > text.length - at) {
        break;
      }
      String string = new String(text, at, length, StandardCharsets.UTF_8);
      at += length;
      if (string.regionMatches(true, 0, KEY, 0, KEY.length())) {
        address(string.substring(KEY.length()), found);
      }
    }
    return found;
  }

  private static void address(String text, Map<PeerId, List<Multiaddr>> found) {
    try {
      Multiaddr address = Multiaddr.parse(text);
      address
          .peerId()
          .ifPresent(peer -> found.computeIfAbsent(peer, p -> new ArrayList<>()).add(address));
    } catch (MultiformatException notOurs) {
      // another transport
    }
  }
}
