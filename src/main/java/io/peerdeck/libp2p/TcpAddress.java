package io.peerdeck.libp2p;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.Multiaddr.Component;
import io.peerdeck.multiformats.Protocol;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Between multiaddrs and the socket addresses of TCP.
final class TcpAddress {
  private static final Set<Protocol> HOSTS =
      Set.of(Protocol.IP4, Protocol.IP6, Protocol.DNS, Protocol.DNS4, Protocol.DNS6);

  private TcpAddress() {}

  /// The sockets an address means; a name may mean several. Blocks while a name is looked up.
  ///
  /// @throws Libp2pException if it is no plain TCP address, or its name means nothing
  static List<InetSocketAddress> resolve(Multiaddr address) {
    List<Component> parts = new ArrayList<>(address.components());
    if (parts.size() > 1 && parts.getLast().protocol() == Protocol.P2P) {
      parts.removeLast();
    }
    if (parts.size() != 2
        || !HOSTS.contains(parts.getFirst().protocol())
        || parts.getLast().protocol() != Protocol.TCP) {
      throw new Libp2pException(
          "only /ip4, /ip6, /dns, /dns4 or /dns6 with /tcp can be used, not " + address);
    }
    int port = Integer.parseInt(parts.getLast().value());
    String host = parts.getFirst().value();
    List<InetSocketAddress> sockets;
    try {
      sockets =
          Arrays.stream(InetAddress.getAllByName(host))
              .filter(ip -> fits(parts.getFirst().protocol(), ip))
              .map(ip -> new InetSocketAddress(ip, port))
              .toList();
    } catch (UnknownHostException e) {
      throw new Libp2pException("the name %s could not be resolved".formatted(host), e);
    }
    if (sockets.isEmpty()) {
      throw new Libp2pException("the name %s has no address of that kind".formatted(host));
    }
    return sockets;
  }

  private static boolean fits(Protocol protocol, InetAddress ip) {
    return switch (protocol) {
      case DNS4 -> ip instanceof Inet4Address;
      case DNS6 -> ip instanceof Inet6Address;
      default -> true;
    };
  }

  static Multiaddr of(InetSocketAddress socket) {
    return of(socket.getAddress(), socket.getPort());
  }

  private static Multiaddr of(InetAddress ip, int port) {
    String text = ip.getHostAddress();
    int zone = text.indexOf('%');
    return Multiaddr.tcp(zone < 0 ? text : text.substring(0, zone), port);
  }

  /// The addresses a listening socket can be reached at: itself, or every interface of its kind
  /// when it listens on all.
  static List<Multiaddr> reachable(InetSocketAddress bound) {
    if (!bound.getAddress().isAnyLocalAddress()) {
      return List.of(of(bound));
    }
    boolean four = bound.getAddress() instanceof Inet4Address;
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(ip -> !ip.isLinkLocalAddress() && (ip instanceof Inet4Address || !four))
          .map(ip -> of(ip, bound.getPort()))
          .distinct()
          .toList();
    } catch (SocketException e) {
      throw new Libp2pException("this machine does not tell its network addresses", e);
    }
  }
}
