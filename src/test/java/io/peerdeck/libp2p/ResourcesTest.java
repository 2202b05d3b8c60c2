package io.peerdeck.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.multiformats.PeerId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  private static final PeerId PEER = Hosts.config().key().peerId();

  private static Resources within(Map<String, Object> changed) {
    return new Resources(Hosts.limits(changed));
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }

  private static LimitReading reading(Resources resources, Limit limit) {
    return resources.readings().get(limit.ordinal());
  }

  @Test
  void eachAddressHasItsOwnShareAndGivesItBack() throws Exception {
    Resources resources = within(Map.of("inboundPerAddress", 2));
    ConnectionScope first = resources.inbound(address("192.0.2.1"));
    ConnectionScope second = resources.inbound(address("192.0.2.1"));
    assertThatThrownBy(() -> resources.inbound(address("192.0.2.1")))
        .isInstanceOf(LimitException.class)
        .hasMessage("one network address has 2 sockets, and `inboundPerAddress` allows 2");
    ConnectionScope other = resources.inbound(address("192.0.2.2"));
    first.end();
    first.end();
    ConnectionScope third = resources.inbound(address("192.0.2.1"));
    List.of(second, other, third).forEach(ConnectionScope::end);
    assertThat(resources.addresses().size()).isZero();
    assertThat(resources.pendingAddresses().size()).isZero();
    assertThat(reading(resources, Limit.INBOUND_PER_ADDRESS))
        .isEqualTo(new LimitReading("inboundPerAddress", "sockets", 2, 0, 2, 1));
  }

  @Test
  void anIpv6NetworkOf64BitsIsOneAddress() throws Exception {
    Resources resources = within(Map.of("inboundPerAddress", 2));
    resources.inbound(address("2001:db8:0:1::1"));
    resources.inbound(address("2001:db8:0:1:ffff::2"));
    assertThatThrownBy(() -> resources.inbound(address("2001:db8:0:1::3")))
        .isInstanceOf(LimitException.class);
    resources.inbound(address("2001:db8:0:2::3"));
  }

  @Test
  void whatIsTakenBelowCountsAboveAndWhatIsRefusedCountsNowhere() {
    Resources resources = within(Map.of("inboundStreamsPerPeer", 3, "streams", 100));
    ConnectionScope one = connection(resources);
    ConnectionScope two = connection(resources);
    one.stream().take(Resource.INBOUND_STREAMS, 1);
    ResourceScope last = two.stream();
    last.take(Resource.INBOUND_STREAMS, 2);
    assertThatThrownBy(() -> one.stream().take(Resource.INBOUND_STREAMS, 1))
        .isInstanceOfSatisfying(
            LimitException.class,
            refused -> assertThat(refused.limit()).isEqualTo(Limit.INBOUND_STREAMS_PER_PEER))
        .hasMessageContaining(PEER.toString());
    assertThat(one.streams().used(Resource.INBOUND_STREAMS)).isEqualTo(1);
    assertThat(resources.system().used(Resource.STREAMS)).isEqualTo(3);
    last.give(Resource.INBOUND_STREAMS, 2);
    assertThat(resources.system().used(Resource.STREAMS)).isEqualTo(1);
    one.end();
    two.end();
    assertThat(resources.system().used(Resource.STREAMS)).isZero();
    assertThat(resources.system().used(Resource.CONNECTIONS)).isZero();
    assertThat(resources.peers().size()).isZero();
  }

  @Test
  void aConnectionLeavesTheTransientScopeWhenItsHandshakeIsOver() {
    Resources resources = within(Map.of("pendingOutbound", 1));
    ConnectionScope first = resources.outbound();
    assertThatThrownBy(resources::outbound).isInstanceOf(LimitException.class);
    first.secured(PEER);
    first.settle();
    resources.outbound().end();
    assertThat(reading(resources, Limit.PENDING_OUTBOUND).current()).isZero();
    assertThat(reading(resources, Limit.CONNECTIONS_PER_PEER).current()).isEqualTo(1);
    first.end();
    assertThat(reading(resources, Limit.CONNECTIONS_PER_PEER).current()).isZero();
  }

  @Test
  void streamsStillServedCountAfterTheirConnectionIsGone() {
    Resources resources = within(Map.of("inboundStreamsPerPeer", 2));
    ConnectionScope gone = connection(resources);
    ResourceScope served = gone.stream();
    served.take(Resource.INBOUND_STREAMS, 2);
    gone.hold();
    gone.end();
    ConnectionScope again = connection(resources);
    assertThat(again.stream().tryTake(Resource.INBOUND_STREAMS, 1)).isFalse();
    served.give(Resource.INBOUND_STREAMS, 2);
    gone.release();
    assertThat(again.stream().tryTake(Resource.INBOUND_STREAMS, 1)).isTrue();
  }

  @Test
  void whatAStreamGivesBackAfterItsConnectionDidIsNotGivenTwice() {
    Resources resources = within(Map.of());
    ConnectionScope gone = connection(resources);
    ResourceScope stream = gone.stream();
    stream.take(Resource.INBOUND_STREAMS, 1);
    stream.take(Resource.MEMORY, 100);
    gone.end();
    assertThat(resources.system().used(Resource.STREAMS)).isZero();
    stream.give(Resource.INBOUND_STREAMS, 1);
    stream.give(Resource.MEMORY, 100);
    for (Resource resource : Resource.values()) {
      assertThat(resources.system().used(resource)).as(resource.name()).isZero();
    }
  }

  @Test
  void nothingIsLostOrCountedTwiceWhenManyTakeAndGiveWhileConnectionsEnd() throws Exception {
    Resources resources = within(Map.of("memory", 50_000L, "inboundStreamsPerPeer", 20));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        long seed = i;
        threads.submit(() -> takeAndGive(resources, new Random(seed)));
      }
    }
    for (Resource resource : Resource.values()) {
      assertThat(resources.system().used(resource)).as(resource.name()).isZero();
    }
    assertThat(resources.peers().size()).isZero();
  }

  @Test
  void whoIsRefusedIsToldTheLimitAlsoWhenThereIsRoomAgainByThen() throws Exception {
    Resources resources = within(Map.of("pendingOutbound", 1));
    List<Future<?>> takers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (int i = 0; i < 3; i++) {
        takers.add(threads.submit(() -> takeOrBeRefused(resources)));
      }
    }
    for (Future<?> taker : takers) {
      taker.get();
    }
  }

  private static void takeOrBeRefused(Resources resources) {
    for (int round = 0; round < 20_000; round++) {
      try {
        resources.outbound().end();
      } catch (LimitException full) {
        assertThat(full.limit()).isEqualTo(Limit.PENDING_OUTBOUND);
      }
    }
  }

  private static void takeAndGive(Resources resources, Random random) {
    for (int round = 0; round < 20; round++) {
      ConnectionScope connection = resources.outbound();
      try {
        connection.secured(PEER);
      } catch (LimitException full) {
        connection.end();
        continue;
      }
      connection.settle();
      Thread ending = Thread.ofVirtual().unstarted(connection::end);
      int endAt = random.nextInt(50);
      for (int i = 0; i < 50; i++) {
        if (i == endAt) {
          ending.start();
        }
        ResourceScope stream = connection.stream();
        if (stream.tryTake(Resource.INBOUND_STREAMS, 1)) {
          long bytes = random.nextInt(5_000);
          if (stream.tryTake(Resource.MEMORY, bytes)) {
            Thread.yield();
            stream.give(Resource.MEMORY, bytes);
          }
          stream.give(Resource.INBOUND_STREAMS, 1);
        }
      }
      try {
        ending.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static ConnectionScope connection(Resources resources) {
    ConnectionScope scope = resources.outbound();
    scope.secured(PEER);
    scope.settle();
    return scope;
  }
}
