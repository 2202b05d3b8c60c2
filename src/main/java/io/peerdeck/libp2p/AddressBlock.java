package io.peerdeck.libp2p;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The network addresses one customer is likely to have: a single IPv4 address, a /64 in IPv6.
record AddressBlock(ByteBuffer prefix) {
  private static final int IPV6_PREFIX = 8;

  static AddressBlock of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return new AddressBlock(
        ByteBuffer.wrap(
            address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_PREFIX) : bytes));
  }
}
