package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.Multiaddr.Component;
import io.peerdeck.multiformats.Protocol;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/// From how far away an address can be dialled, as far as it tells by itself; no name is looked up.
public enum AddressScope {
  /// This machine only.
  LOOPBACK,
  /// The same network: private, link-local, shared and reserved ranges, and names that mean such.
  PRIVATE,
  /// Anywhere.
  PUBLIC;

  private static final List<String> LOCAL_NAMES =
      List.of(".local", ".internal", ".lan", ".home.arpa");

  /// Where an address leads.
  public static AddressScope of(Multiaddr address) {
    Component host = address.components().getFirst();
    return switch (host.protocol()) {
      case IP4, IP6 -> ofIp(InetAddress.ofLiteral(host.value()));
      case DNS, DNS4, DNS6, DNSADDR -> ofName(host.value().toLowerCase(Locale.ROOT));
      case P2P ->
          address.components().stream().anyMatch(c -> c.protocol() == Protocol.P2P_CIRCUIT)
              ? PUBLIC // through a relay that is found by its id
              : PRIVATE;
      default -> PRIVATE;
    };
  }

  private static AddressScope ofName(String name) {
    String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (plain.equals("localhost") || plain.endsWith(".localhost")) {
      return LOOPBACK;
    }
    boolean local = plain.indexOf('.') < 0 || LOCAL_NAMES.stream().anyMatch(plain::endsWith);
    return local ? PRIVATE : PUBLIC;
  }

  private static AddressScope ofIp(InetAddress ip) {
    if (ip.isLoopbackAddress() || ip.isAnyLocalAddress()) {
      return LOOPBACK;
    }
    if (ip.isLinkLocalAddress() || ip.isSiteLocalAddress() || ip.isMulticastAddress()) {
      return PRIVATE;
    }
    byte[] bytes = ip.getAddress();
    return (ip instanceof Inet4Address ? reserved4(bytes) : reserved6(bytes)) ? PRIVATE : PUBLIC;
  }

  /// The ranges of RFC 6890 that nobody can dial from elsewhere.
  private static boolean reserved4(byte[] ip) {
    int first = ip[0] & 0xff;
    int second = ip[1] & 0xff;
    int third = ip[2] & 0xff;
    return first == 0
        || first >= 240
        || (first == 100 && second >= 64 && second < 128)
        || (first == 192 && second == 0 && (third == 0 || third == 2))
        || (first == 198 && (second == 18 || second == 19))
        || (first == 198 && second == 51 && third == 100)
        || (first == 203 && second == 0 && third == 113);
  }

  /// Only 2000::/3 is given out, less the part for documentation.
  private static boolean reserved6(byte[] ip) {
    boolean documentation =
        ip[0] == 0x20 && ip[1] == 0x01 && ip[2] == 0x0d && (ip[3] & 0xff) == 0xb8;
    return (ip[0] & 0xe0) != 0x20 || documentation;
  }
}
