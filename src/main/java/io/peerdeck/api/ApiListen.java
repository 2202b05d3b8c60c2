package io.peerdeck.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Where the API listens besides loopback: by TLS, and by what names it may be called there.
///
/// @param names hosts without port; only requests to these are answered
public record ApiListen(InetSocketAddress address, ApiTls tls, Set<String> names) {
  /// Copies the names.
  public ApiListen {
    names = Set.copyOf(names);
  }

  /// Reads `ADDRESS` or `ADDRESS:PORT`, `[::]:8899` for IPv6. Throws [ApiException] 400.
  ///
  /// @param names besides the address itself; needed for an address that stands for all, such as
  ///     `0.0.0.0`
  public static ApiListen parse(String text, ApiTls tls, List<String> names) {
    String host = host(text);
    int number =
        hasPort(text)
            ? Integer.parseInt(text.substring(text.lastIndexOf(':') + 1))
            : ApiServer.DEFAULT_PORT;
    if (host.isEmpty() || number > 65_535) {
      throw new ApiException(400, "`" + text + "` is not ADDRESS or ADDRESS:PORT.");
    }
    try {
      InetAddress address = InetAddress.getByName(host);
      List<String> called = new ArrayList<>(names);
      if (!address.isAnyLocalAddress()) {
        called.add(host.contains(":") ? "[" + host + "]" : host);
      }
      if (called.isEmpty()) {
        throw new ApiException(
            400,
            "`"
                + host
                + "` is every address of this machine: say with --api-name by what names or"
                + " addresses others call it.");
      }
      return new ApiListen(new InetSocketAddress(address, number), tls, Set.copyOf(called));
    } catch (UnknownHostException e) {
      throw new ApiException(400, "`" + host + "` is no address of this machine.", e);
    }
  }

  /// The part before the port, without brackets.
  public static String host(String text) {
    String host = hasPort(text) ? text.substring(0, text.lastIndexOf(':')) : text;
    return host.replaceAll("^\\[|]$", "");
  }

  private static boolean hasPort(String text) {
    return text.matches("([^:]+|\\[[^]]+]):\\d{1,5}");
  }
}
