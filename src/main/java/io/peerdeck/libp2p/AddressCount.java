package io.peerdeck.libp2p;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How much each network address has of something that is bounded. An IPv6 customer has a /64 to
/// itself, so that counts as one address.
final class AddressCount {
  private static final int IPV6_PREFIX = 8;

  private final int most;
  private final Map<ByteBuffer, Integer> counts = new ConcurrentHashMap<>();

  AddressCount(int most) {
    this.most = most;
  }

  /// Takes one, if the address has fewer than it may.
  boolean take(InetAddress address) {
    boolean[] taken = new boolean[1];
    counts.compute(
        key(address),
        (key, n) -> {
          int had = n == null ? 0 : n;
          taken[0] = had < most;
          return taken[0] ? Integer.valueOf(had + 1) : n;
        });
    return taken[0];
  }

  /// Gives one back.
  void give(InetAddress address) {
    counts.computeIfPresent(key(address), (key, n) -> n == 1 ? null : n - 1);
  }

  /// Addresses that have any.
  int addresses() {
    return counts.size();
  }

  private static ByteBuffer key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(
        address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_PREFIX) : bytes);
  }
}
