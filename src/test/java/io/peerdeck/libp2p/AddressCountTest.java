package io.peerdeck.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class AddressCountTest {
  private final AddressCount count = new AddressCount(2);

  @Test
  void eachAddressHasItsOwnShareAndGivesItBack() throws Exception {
    InetAddress one = InetAddress.getByName("192.0.2.1");
    InetAddress other = InetAddress.getByName("192.0.2.2");
    assertThat(count.take(one)).isTrue();
    assertThat(count.take(one)).isTrue();
    assertThat(count.take(one)).isFalse();
    assertThat(count.take(other)).isTrue();
    count.give(one);
    assertThat(count.take(one)).isTrue();
    count.give(one);
    count.give(one);
    count.give(other);
    assertThat(count.addresses()).isZero();
  }

  @Test
  void anIpv6NetworkOf64BitsIsOneAddress() throws Exception {
    assertThat(count.take(InetAddress.getByName("2001:db8:0:1::1"))).isTrue();
    assertThat(count.take(InetAddress.getByName("2001:db8:0:1:ffff::2"))).isTrue();
    assertThat(count.take(InetAddress.getByName("2001:db8:0:1::3"))).isFalse();
    assertThat(count.take(InetAddress.getByName("2001:db8:0:2::3"))).isTrue();
  }
}
