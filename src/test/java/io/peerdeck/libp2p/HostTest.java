package io.peerdeck.libp2p;

import static io.peerdeck.libp2p.Hosts.ECHO;
import static io.peerdeck.libp2p.Hosts.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.Multiaddr;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class HostTest {
  private Host alice;
  private Host bob;

  @BeforeEach
  void start() {
    alice = Hosts.start();
    bob = Hosts.start();
  }

  @AfterEach
  void stop() {
    alice.close();
    bob.close();
  }

  @Test
  void bothSidesLearnWhoTheOtherIs() {
    Connection connection = Hosts.connect(alice, bob);
    assertThat(connection.remotePeer()).isEqualTo(bob.peerId());
    assertThat(connection.outbound()).isTrue();
    await().until(() -> connection.identified().isPresent());
    Identify identify = connection.identified().orElseThrow();
    assertThat(identify.protocols())
        .containsExactly("/ipfs/id/1.0.0", "/ipfs/id/push/1.0.0", "/ipfs/ping/1.0.0", ECHO);
    assertThat(identify.listenAddresses())
        .containsExactly(bob.addresses().getFirst().withoutPeer());
    assertThat(identify.observed().orElseThrow().host()).contains("127.0.0.1");
    await().until(() -> bob.connections(alice.peerId()).size() == 1);
    assertThat(bob.connections(alice.peerId()).getFirst().outbound()).isFalse();
  }

  @Test
  void aHostThatDoesNotIdentifyAsksWhenItIsToldTo() {
    try (Host quiet = Hosts.start(Hosts.config().withoutIdentify())) {
      Connection connection = Hosts.connect(quiet, bob);
      await().until(() -> asked(quiet).isPresent()); // bob asks it, and it answers
      assertThat(connection.identified()).isEmpty();
      Identify bobs = quiet.identify(connection, TIMEOUT);
      assertThat(bobs.protocols()).contains(ECHO);
      assertThat(connection.identified()).contains(bobs);
    }
  }

  private Optional<Identify> asked(Host peer) {
    return bob.connections(peer.peerId()).stream().findFirst().flatMap(Connection::identified);
  }

  @Test
  void aPeerThatIsSomebodyElseIsRefused() {
    assertThatThrownBy(
            () ->
                alice.connect(
                    Hosts.config().key().peerId(),
                    List.of(bob.addresses().getFirst().withoutPeer()),
                    TIMEOUT))
        .isInstanceOf(Libp2pException.class)
        .hasMessageContaining("expected")
        .hasMessageContaining(bob.peerId().toString());
    assertThat(alice.connections()).isEmpty();
  }

  @Test
  void anAddressWhereNobodyListensIsNamedInTheError() {
    assertThatThrownBy(
            () ->
                alice.connect(
                    bob.peerId(), List.of(Multiaddr.parse("/ip4/127.0.0.1/tcp/1")), TIMEOUT))
        .isInstanceOf(Libp2pException.class)
        .hasMessageContaining("/ip4/127.0.0.1/tcp/1");
  }

  @Test
  void namesAreLookedUpAndBadAddressesPassedOver() {
    int port = bob.addresses().getFirst().tcpPort().orElseThrow();
    Connection connection =
        alice.connect(
            bob.peerId(),
            List.of(
                Multiaddr.parse("/ip4/127.0.0.1/tcp/1"),
                Multiaddr.parse("/ip4/127.0.0.1/udp/9/quic-v1"),
                alice.addresses().getFirst(),
                Multiaddr.parse("/dns4/localhost/tcp/" + port)),
            TIMEOUT);
    assertThat(connection.remoteAddress().toString()).isEqualTo("/dns4/localhost/tcp/" + port);
  }

  @Test
  void concurrentConnectsShareOneConnection() throws Exception {
    List<Future<Connection>> made = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        made.add(threads.submit(() -> Hosts.connect(alice, bob)));
      }
    }
    for (Future<Connection> future : made) {
      assertThat(future.get()).isSameAs(made.getFirst().get());
    }
    assertThat(alice.connections()).hasSize(1);
  }

  @Test
  void manyBytesComeBackAsTheyWere() throws Exception {
    Hosts.connect(alice, bob);
    byte[] sent = new byte[8 << 20];
    new Random(1).nextBytes(sent);
    try (Stream stream = alice.newStream(bob.peerId(), ECHO, TIMEOUT);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(
          () -> {
            stream.write(sent);
            stream.closeWrite();
          });
      assertThat(stream.input().readAllBytes()).isEqualTo(sent);
    }
    assertThat(alice.bytesByProtocol().get(ECHO)).isEqualTo(new Traffic(sent.length, sent.length));
  }

  @Test
  void aThousandShortStreamsLeaveNothingBehind() throws Exception {
    Connection connection = Hosts.connect(alice, bob);
    List<Future<byte[]>> answers = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(100, Thread.ofVirtual().factory())) {
      for (int i = 0; i < 1000; i++) {
        byte[] message = ("number " + i).getBytes();
        answers.add(
            threads.submit(
                () -> {
                  try (Stream stream = connection.newStream(ECHO, TIMEOUT)) {
                    stream.write(message);
                    stream.closeWrite();
                    return stream.input().readAllBytes();
                  }
                }));
      }
    }
    for (int i = 0; i < answers.size(); i++) {
      assertThat(new String(answers.get(i).get())).isEqualTo("number " + i);
    }
  }

  @Test
  void aWriterWaitsForASlowReader() throws Exception {
    bob.handle(
        Hosts.protocol(
            "/test/slow", stream -> Thread.currentThread().join(Duration.ofSeconds(20))));
    Hosts.connect(alice, bob);
    AtomicLong written = new AtomicLong();
    Stream stream = alice.newStream(bob.peerId(), "/test/slow", TIMEOUT);
    stream.deadline(Duration.ofMillis(300));
    byte[] block = new byte[10_000];
    assertThatThrownBy(
            () -> {
              while (true) {
                stream.write(block);
                written.addAndGet(block.length);
              }
            })
        .isInstanceOf(Libp2pException.class)
        .hasMessageContaining("took nothing");
    assertThat(written.get()).isBetween(200_000L, (long) Limits.INITIAL_WINDOW);
  }

  @Test
  void whatIsTakenOnTheWayWakesNoReaderAndTheRestIsRead() throws IOException {
    List<Byte> taken = new CopyOnWriteArrayList<>();
    List<Byte> read = new CopyOnWriteArrayList<>();
    bob.handle(
        Hosts.protocol(
            "/test/taken/1.0.0",
            stream -> {
              byte[] some = new byte[64];
              for (int n = 0; n >= 0; n = stream.read(some, 0, some.length)) {
                for (int i = 0; i < n; i++) {
                  read.add(some[i]);
                }
                stream.awaitBeyond(bytes -> bytes[0] == 1 && taken.add(bytes[1]));
              }
              assertThat(stream.writeNow(new byte[Limits.INITIAL_WINDOW + 1])).isFalse();
              assertThat(stream.writeNow(new byte[] {5})).isTrue();
            }));
    try (Stream stream = Hosts.connect(alice, bob).newStream("/test/taken/1.0.0", TIMEOUT)) {
      int sent = 0;
      while (taken.size() < 3) { // the reader may not be waiting yet
        int before = sent++;
        assertThat(stream.writeNow(new byte[] {1, 0})).isTrue();
        await().until(() -> taken.size() + read.size() / 2 > before);
      }
      stream.write(new byte[] {2, 3});
      stream.closeWrite();
      assertThat(stream.input().readAllBytes()).containsExactly(5);
      assertThat(read).endsWith((byte) 2, (byte) 3).hasSize(2 * (sent - taken.size()) + 2);
    }
  }

  @Test
  void aHalfClosedStreamStillAnswers() throws IOException {
    bob.handle(
        Hosts.protocol(
            "/test/count",
            stream -> {
              byte[] all = stream.input().readAllBytes();
              stream.write(Integer.toString(all.length).getBytes());
            }));
    Hosts.connect(alice, bob);
    try (Stream stream = alice.newStream(bob.peerId(), "/test/count", TIMEOUT)) {
      stream.write(new byte[12_345]);
      stream.closeWrite();
      assertThat(new String(stream.input().readAllBytes())).isEqualTo("12345");
      assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(Libp2pException.class);
    }
  }

  @Test
  void anUnknownProtocolIsToldSo() {
    Hosts.connect(alice, bob);
    assertThatThrownBy(() -> alice.newStream(bob.peerId(), "/test/nothing", TIMEOUT))
        .isInstanceOf(Libp2pException.class)
        .hasMessageContaining("/test/nothing");
  }

  @Test
  void aFailingHandlerResetsItsStream() {
    bob.handle(
        Hosts.protocol(
            "/test/broken",
            stream -> {
              throw new StreamResetException("on purpose");
            }));
    Hosts.connect(alice, bob);
    Stream stream = alice.newStream(bob.peerId(), "/test/broken", TIMEOUT);
    assertThatThrownBy(() -> stream.read(new byte[1], 0, 1))
        .isInstanceOf(StreamResetException.class);
  }

  @Test
  void aClosedHostEndsItsStreamsAndTellsListeners() {
    List<String> events = new CopyOnWriteArrayList<>();
    alice.subscribe(
        new ConnectionListener() {
          @Override
          public void opened(Connection connection) {
            events.add("opened");
          }

          @Override
          public void identified(Connection connection) {
            events.add("identified");
          }

          @Override
          public void closed(Connection connection) {
            events.add("closed");
          }
        });
    Hosts.connect(alice, bob);
    await().until(() -> events.contains("identified"));
    Stream stream = alice.newStream(bob.peerId(), ECHO, TIMEOUT);
    bob.close();
    assertThatThrownBy(() -> stream.read(new byte[1], 0, 1))
        .isInstanceOf(StreamResetException.class);
    await().until(() -> events.equals(List.of("opened", "identified", "closed")));
    assertThat(alice.connections()).isEmpty();
  }

  @Test
  void aNewProtocolIsPushedToConnectedPeers() {
    Connection connection = Hosts.connect(alice, bob);
    await().until(() -> connection.identified().isPresent());
    await().until(() -> bob.connections().getFirst().identified().isPresent());
    bob.handle(Hosts.protocol("/test/late", stream -> {}));
    await().until(() -> connection.identified().orElseThrow().protocols().contains("/test/late"));
  }

  @Test
  void pingMeasuresARoundTrip() {
    Hosts.connect(alice, bob);
    assertThat(alice.ping(bob.peerId(), TIMEOUT)).isPositive().isLessThan(TIMEOUT);
  }

  @Test
  void manyPingsGoOverOneStreamWhichEndsWithThem() {
    Connection connection = Hosts.connect(alice, bob);
    await().until(() -> connection.identified().isPresent() && connection.streams() == 0);
    try (PingStream pings = alice.pings(connection)) {
      for (int i = 0; i < 5; i++) {
        assertThat(pings.ping(TIMEOUT)).isPositive().isLessThan(TIMEOUT);
        assertThat(connection.streams()).isEqualTo(1);
      }
    }
    await().until(() -> connection.streams() == 0);
  }

  @Test
  void aPingAfterTheConnectionHasEndedFails() {
    Connection connection = Hosts.connect(alice, bob);
    PingStream pings = alice.pings(connection);
    assertThat(pings.ping(TIMEOUT)).isPositive();
    connection.close();
    assertThatThrownBy(() -> pings.ping(TIMEOUT)).isInstanceOf(Libp2pException.class);
  }

  @Test
  void framesCarryMapsAndKeepTheirBound() {
    bob.handle(
        Hosts.protocol(
            "/test/frames",
            stream -> {
              IpldFrames frames = new IpldFrames(stream, 1000);
              for (var map = frames.read(); map.isPresent(); map = frames.read()) {
                frames.write(Ipld.map().put("length", map.get().text("text").length()).build());
              }
            }));
    Hosts.connect(alice, bob);
    try (Stream stream = alice.newStream(bob.peerId(), "/test/frames", TIMEOUT)) {
      IpldFrames frames = new IpldFrames(stream, 2000);
      frames.write(Ipld.map().put("text", "hello").build());
      assertThat(frames.read().orElseThrow().integer("length")).isEqualTo(5);
      Ipld.Map large = Ipld.map().put("text", "x".repeat(1500)).build();
      frames.write(large);
      assertThatThrownBy(frames::read).isInstanceOf(StreamResetException.class);
      assertThatThrownBy(() -> new IpldFrames(stream, 1000).write(large))
          .isInstanceOf(Libp2pException.class)
          .hasMessageContaining("limit of 1000");
    }
  }
}
