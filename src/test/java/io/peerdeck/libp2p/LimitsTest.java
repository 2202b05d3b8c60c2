package io.peerdeck.libp2p;

import static io.peerdeck.libp2p.Hosts.ECHO;
import static io.peerdeck.libp2p.Hosts.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.peerdeck.Beside;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every bound is kept, and who goes past one is cut off.
@Timeout(180)
@Beside
class LimitsTest {
  private static final String HOLD = "/test/hold/1.0.0";

  private final List<AutoCloseable> open = new ArrayList<>();
  private final CountDownLatch held = new CountDownLatch(1);

  @AfterEach
  void close() throws Exception {
    held.countDown();
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  /// A host within limits, with a protocol that neither reads nor ends.
  private Host bounded(Map<String, Object> changed) {
    return bounded(changed, ConnectionGate.OPEN);
  }

  private Host bounded(Map<String, Object> changed, ConnectionGate gate) {
    Host host = Hosts.start(Hosts.config().withLimits(Hosts.limits(changed)).withGate(gate));
    host.handle(Hosts.protocol(HOLD, stream -> held.await()));
    open.add(host);
    return host;
  }

  private Connection hostile(Host victim) {
    Host host = Hosts.start();
    open.add(host);
    return Hosts.connect(host, victim);
  }

  private static YamuxSession session(Connection connection) {
    return ((PeerConnection) connection).session();
  }

  /// Announces `length` bytes and sends the first few of them.
  private static void data(Connection connection, int flags, int id, int length) {
    SendQueue sends = session(connection).sends();
    int first = Math.min(length, 1000);
    ByteBuf frame = sends.allocate(YamuxFrame.HEADER + first);
    YamuxFrame.write(frame, YamuxFrame.DATA, flags, id, length).writeZero(first);
    sends.put(frame, TIMEOUT.toNanos());
  }

  private static void isCutOff(Connection connection) {
    await().atMost(5, TimeUnit.SECONDS).until(() -> !connection.isOpen());
  }

  private Socket raw(Host host) throws IOException {
    Socket socket = new Socket("127.0.0.1", host.addresses().getFirst().tcpPort().orElseThrow());
    socket.setSoTimeout(5000);
    open.add(socket);
    return socket;
  }

  private static void isClosed(Socket socket) throws IOException {
    try {
      assertThat(socket.getInputStream().readAllBytes().length).isLessThan(100);
    } catch (java.net.SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  private static LimitReading reading(Host host, Limit limit) {
    return host.limits().get(limit.ordinal());
  }

  @Test
  void everyLimitHasAMeter() {
    assertThat(Arrays.stream(Limit.values()).map(Limit::key))
        .containsExactlyElementsOf(
            Arrays.stream(Limits.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList());
    assertThat(bounded(Map.of()).limits())
        .extracting(LimitReading::limit)
        .containsExactlyElementsOf(Arrays.stream(Limit.values()).map(Limit::key).toList());
  }

  /// The switch names every limit there is, or it does not compile.
  @ParameterizedTest
  @EnumSource
  void whoGoesOverALimitIsRefusedAndCounted(Limit limit) throws Exception {
    Host host =
        switch (limit) {
          case CONNECTIONS, INBOUND_CONNECTIONS, INBOUND_PER_ADDRESS -> {
            Host victim = bounded(Map.of(limit.key(), 1));
            hostile(victim);
            assertThatThrownBy(() -> hostile(victim)).isInstanceOf(Libp2pException.class);
            yield victim;
          }
          case CONNECTIONS_PER_PEER -> {
            Host victim = bounded(Map.of(limit.key(), 1));
            Host one = Hosts.start();
            open.add(one);
            one.dial(victim.addresses().getFirst(), TIMEOUT);
            isCutOff(one.dial(victim.addresses().getFirst(), TIMEOUT));
            yield victim;
          }
          case PENDING_INBOUND, PENDING_PER_ADDRESS -> {
            Host victim = bounded(Map.of(limit.key(), 1));
            raw(victim);
            raw(victim);
            yield victim;
          }
          case PENDING_OUTBOUND -> dialsTwoAtOnce();
          case HANDSHAKE -> {
            Host victim = bounded(Map.of(limit.key(), Duration.ofMillis(100)));
            isClosed(raw(victim));
            yield victim;
          }
          case NEGOTIATION -> {
            Host victim = bounded(Map.of(limit.key(), Duration.ofMillis(100)));
            session(hostile(victim)).open(TIMEOUT).write(new byte[] {19});
            yield victim;
          }
          case STREAMS,
              INBOUND_STREAMS,
              INBOUND_STREAMS_PER_PROTOCOL,
              INBOUND_STREAMS_PER_PEER,
              STREAMS_PER_PROTOCOL -> {
            Host victim = bounded(Map.of(limit.key(), 3));
            Connection connection = hostile(victim);
            for (int i = 0; i < 6; i++) {
              openHeld(connection);
            }
            yield victim;
          }
          case OUTBOUND_STREAMS, UNACKNOWLEDGED_STREAMS -> opensTooMany(limit);
          case MEMORY, RECEIVE_BUFFER -> {
            Map<String, Object> small = new HashMap<>();
            small.put("receiveBuffer", Limits.INITIAL_WINDOW);
            small.put("streamWindow", Limits.INITIAL_WINDOW);
            if (limit == Limit.MEMORY) {
              small.put("receiveBuffer", 4 * Limits.INITIAL_WINDOW);
              small.put("memory", (long) Limits.INITIAL_WINDOW);
            }
            Host victim = bounded(small);
            Connection connection = hostile(victim);
            try {
              connection.newStream(HOLD, TIMEOUT).write(new byte[200_000]);
              connection.newStream(HOLD, TIMEOUT).write(new byte[200_000]);
            } catch (StreamResetException e) {
              assertThat(e).hasMessageContaining("the peer reset"); // while it still wrote
            }
            yield victim;
          }
          case STREAM_WINDOW -> {
            Host victim = bounded(Map.of());
            Connection connection = hostile(victim);
            YamuxStream stream = (YamuxStream) connection.newStream(HOLD, TIMEOUT);
            data(connection, 0, stream.id(), Limits.INITIAL_WINDOW + 1);
            isCutOff(connection);
            yield victim;
          }
          case WIDENED_WINDOWS -> readsFastWithoutRoom();
          case SEND_QUEUE -> writesToALoopThatStands();
          case PINGS_PER_SECOND, STREAMS_PER_SECOND, RESETS_PER_SECOND -> {
            Host victim = bounded(Map.of(limit.key(), 5));
            Connection connection = hostile(victim);
            int type = limit == Limit.PINGS_PER_SECOND ? YamuxFrame.PING : YamuxFrame.WINDOW;
            int flag = limit == Limit.RESETS_PER_SECOND ? YamuxFrame.RST : YamuxFrame.SYN;
            YamuxStream stream = (YamuxStream) connection.newStream(HOLD, TIMEOUT);
            atOnce(
                connection,
                () -> {
                  for (int i = 0; i < 20; i++) {
                    int id =
                        switch (limit) {
                          case PINGS_PER_SECOND -> 0;
                          case RESETS_PER_SECOND -> stream.id();
                          default -> 10_001 + 2 * i;
                        };
                    session(connection).control(type, flag, id, 0);
                  }
                });
            isCutOff(connection);
            yield victim;
          }
          case KEEPALIVE -> {
            Host victim = bounded(Map.of(limit.key(), Duration.ofMillis(50)));
            hostile(victim);
            yield victim;
          }
          case KEEPALIVE_TIMEOUT -> {
            Host victim =
                bounded(
                    Map.of(
                        "keepalive", Duration.ofMillis(50), limit.key(), Duration.ofMillis(100)));
            deafen(hostile(victim));
            yield victim;
          }
          case CLOSE_LINGER -> closesWhatTheOtherKeepsOpen();
        };
    await("a refusal").until(() -> reading(host, limit).refused() > 0);
    assertThat(reading(host, limit).peak()).isGreaterThanOrEqualTo(0);
    if (!limit.unit().equals("ms") && limit != Limit.SEND_QUEUE) {
      assertThat(reading(host, limit).peak()).isLessThanOrEqualTo(reading(host, limit).bound());
    }
  }

  /// Reads nothing any more; on the event loop, which may still have to begin the session.
  private static void deafen(Connection connection) throws InterruptedException {
    Channel socket = ((PeerConnection) connection).socket();
    socket.eventLoop().submit(() -> socket.config().setAutoRead(false)).sync();
  }

  /// Before anything is read, such as an answer to a ping nobody asked for, which ends the
  /// connection from this side.
  private static void atOnce(Connection connection, Runnable writing) throws InterruptedException {
    ((PeerConnection) connection).socket().eventLoop().submit(writing).sync();
  }

  private static void openHeld(Connection connection) {
    try {
      connection.newStream(HOLD, TIMEOUT);
    } catch (Libp2pException refused) {
      assertThat(connection.isOpen()).isTrue();
    }
  }

  private Host dialsTwoAtOnce() throws IOException {
    Host host = bounded(Map.of("pendingOutbound", 1));
    ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    open.add(silent);
    Multiaddr address = Multiaddr.parse("/ip4/127.0.0.1/tcp/" + silent.getLocalPort());
    Thread.ofVirtual()
        .start(
            () ->
                assertThatThrownBy(() -> host.dial(address, Duration.ofSeconds(5)))
                    .isInstanceOf(Libp2pException.class));
    await().until(() -> reading(host, Limit.PENDING_OUTBOUND).current() == 1);
    assertThatThrownBy(() -> host.dial(address, TIMEOUT))
        .isInstanceOf(Libp2pException.class)
        .hasMessageContaining("`pendingOutbound` allows 1");
    return host;
  }

  private Host opensTooMany(Limit limit) {
    Host other = bounded(Map.of());
    Host host = Hosts.start(Hosts.config().withLimits(Hosts.limits(Map.of(limit.key(), 3))));
    open.add(host);
    Connection connection = Hosts.connect(host, other);
    await().until(() -> connection.identified().isPresent());
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 4; i++) {
                session(connection).open(Duration.ofMillis(50)); // says nothing: never acknowledged
              }
            })
        .isInstanceOf(Libp2pException.class);
    return host;
  }

  /// With a clock that stands still once the round trip is known, every refill is a fast one.
  private Host readsFastWithoutRoom() {
    AtomicLong frozen = new AtomicLong();
    HostConfig plain = Hosts.config().withLimits(Hosts.limits(Map.of("widenedWindows", 0)));
    Host host =
        Hosts.start(
            new HostConfig(
                plain.key(),
                plain.listen(),
                plain.limits(),
                plain.gate(),
                plain.agentVersion(),
                plain.random(),
                plain.clock(),
                () -> frozen.get() == 0 ? System.nanoTime() : frozen.get(),
                plain.identifies()));
    open.add(host);
    Connection connection = hostile(host);
    await().until(() -> host.connections().size() == 1);
    PeerConnection here = (PeerConnection) host.connections().getFirst();
    await().until(() -> here.session().roundTripNanos() > 0);
    Stream stream = connection.newStream(ECHO, TIMEOUT);
    frozen.set(System.nanoTime());
    Thread.ofVirtual().start(() -> stream.write(new byte[4 * Limits.INITIAL_WINDOW]));
    assertThat(readAll(stream, 4 * Limits.INITIAL_WINDOW)).isTrue();
    return host;
  }

  private static boolean readAll(Stream stream, int bytes) {
    byte[] block = new byte[bytes];
    int left = bytes;
    while (left > 0) {
      int n = stream.read(block, 0, left);
      if (n < 0) {
        return false;
      }
      left -= n;
    }
    return true;
  }

  private Host writesToALoopThatStands() throws Exception {
    Host other = bounded(Map.of());
    Host host = Hosts.start(Hosts.config().withLimits(Hosts.limits(Map.of("sendQueue", 1000))));
    open.add(host);
    Connection connection = Hosts.connect(host, other);
    await().until(() -> connection.identified().isPresent());
    Stream stream = connection.newStream(HOLD, TIMEOUT);
    CountDownLatch standing = new CountDownLatch(1);
    ((PeerConnection) connection)
        .socket()
        .eventLoop()
        .execute(
            () -> {
              try {
                standing.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Thread writer = Thread.ofVirtual().start(() -> stream.write(new byte[200_000]));
    await().until(() -> reading(host, Limit.SEND_QUEUE).current() > 1000);
    await().until(() -> reading(host, Limit.SEND_QUEUE).refused() > 0);
    standing.countDown();
    writer.join();
    return host;
  }

  private Host closesWhatTheOtherKeepsOpen() {
    Host other = bounded(Map.of());
    Host host =
        Hosts.start(
            Hosts.config().withLimits(Hosts.limits(Map.of("closeLinger", Duration.ofMillis(50)))));
    open.add(host);
    Hosts.connect(host, other).newStream(HOLD, TIMEOUT).close();
    return host;
  }

  @Test
  void theGateIsAskedWhenASocketComesWhenItsPeerIsProvenAndWhenItIsReady() {
    for (String refused : List.of("accept", "connect", "stay", "")) {
      List<String> asked = new CopyOnWriteArrayList<>();
      ConnectionGate gate =
          new ConnectionGate() {
            private boolean ask(String point) {
              asked.add(point);
              return !point.equals(refused);
            }

            @Override
            public boolean mayAccept(Multiaddr from) {
              assertThat(from.host()).contains("127.0.0.1");
              return ask("accept");
            }

            @Override
            public boolean mayConnect(PeerId peer) {
              return ask("connect");
            }

            @Override
            public boolean mayStay(Connection connection) {
              assertThat(connection.outbound()).isFalse();
              return ask("stay");
            }

            @Override
            public boolean mayOpen(PeerId peer, String protocol) {
              return true;
            }
          };
      Host host = bounded(Map.of(), gate);
      Host other = Hosts.start();
      open.add(other);
      try {
        Connection connection = Hosts.connect(other, host);
        if (refused.isEmpty()) {
          await().until(() -> host.connections().size() == 1);
          assertThat(connection.isOpen()).isTrue();
        } else {
          isCutOff(connection);
        }
      } catch (Libp2pException cutDuringTheHandshake) {
        assertThat(refused).isIn("accept", "connect");
      }
      List<String> points = List.of("accept", "connect", "stay");
      assertThat(asked)
          .isEqualTo(refused.isEmpty() ? points : points.subList(0, points.indexOf(refused) + 1));
      if (!refused.isEmpty()) {
        assertThat(host.connections()).isEmpty();
        await().until(() -> reading(host, Limit.CONNECTIONS).current() == 0);
      }
    }
  }

  @Test
  void aStrangerReachesIdentifyAndPingOnly() {
    ConnectionGate members =
        new ConnectionGate() {
          @Override
          public boolean mayConnect(PeerId peer) {
            return true;
          }

          @Override
          public boolean mayOpen(PeerId peer, String protocol) {
            return false;
          }
        };
    Host host = bounded(Map.of(), members);
    Host stranger = Hosts.start();
    open.add(stranger);
    Connection connection = Hosts.connect(stranger, host);
    await().until(() -> connection.identified().isPresent());
    assertThat(stranger.ping(host.peerId(), TIMEOUT)).isPositive();
    for (String protocol : List.of(ECHO, HOLD, "/ipfs/id/push/1.0.0")) {
      assertThatThrownBy(() -> connection.newStream(protocol, TIMEOUT))
          .isInstanceOf(Libp2pException.class)
          .hasMessageContaining("does not answer " + protocol);
    }
  }

  @Test
  void whomTheGateRefusesIsNotConnected() {
    ConnectionGate nobody =
        new ConnectionGate() {
          @Override
          public boolean mayConnect(PeerId peer) {
            return false;
          }

          @Override
          public boolean mayOpen(PeerId peer, String protocol) {
            return true;
          }
        };
    Host host = bounded(Map.of(), nobody);
    Host other = Hosts.start();
    open.add(other);
    assertThatThrownBy(() -> Hosts.connect(host, other))
        .isInstanceOf(Libp2pException.class)
        .hasMessageContaining("gate");
    isCutOff(Hosts.connect(other, host));
    assertThat(host.connections()).isEmpty();
  }

  @Test
  void aSlowHandshakeIsCutOff() throws IOException {
    Host host = bounded(Map.of("handshake", Duration.ofMillis(200)));
    Socket silent = raw(host);
    isClosed(silent);
    Socket dripping = raw(host);
    dripping
        .getOutputStream()
        .write("\u0013/multistream/1.0.0\n\u0007/noise\n\u0000".getBytes(StandardCharsets.UTF_8));
    isClosed(dripping);
  }

  @Test
  void onlySoManyHandshakesRunAtOnce() throws IOException {
    Host host = bounded(Map.of("pendingInbound", 2));
    raw(host);
    raw(host);
    await().until(() -> closesAtOnce(raw(host)));
  }

  @Test
  void onlySoManyHandshakesOfOneAddressRunAtOnce() throws IOException {
    Host host = bounded(Map.of("pendingPerAddress", 2));
    Socket first = raw(host);
    raw(host);
    await().until(() -> closesAtOnce(raw(host)));
    first.close();
    await().until(() -> !closesAtOnce(raw(host)));
  }

  @Test
  void onlySoManySocketsOfOneAddressAreOpenAtOnce() {
    Host host = bounded(Map.of("inboundPerAddress", 2));
    Connection first = hostile(host);
    assertThat(hostile(host).isOpen()).isTrue();
    await().until(() -> host.connections().size() == 2);
    Host late = Hosts.start();
    open.add(late);
    assertThatThrownBy(() -> Hosts.connect(late, host)).isInstanceOf(Libp2pException.class);
    first.close();
    await().until(() -> host.connections().size() == 1);
    await().ignoreExceptions().until(() -> Hosts.connect(late, host).isOpen());
  }

  private static boolean closesAtOnce(Socket socket) throws IOException {
    socket.setSoTimeout(300);
    try {
      socket.getInputStream().read(new byte[100]); // the greeting of one that was let in
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException stillOpen) {
      return false;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  @Test
  void garbageInsteadOfAHandshakeIsCutOff() throws IOException {
    Host host = bounded(Map.of());
    Socket longName = raw(host);
    longName.getOutputStream().write(new byte[] {(byte) 0xff, 0x7f, 1, 2, 3});
    isClosed(longName);
    Socket largeMessage = raw(host);
    largeMessage
        .getOutputStream()
        .write("\u0013/multistream/1.0.0\n\u0007/noise\n".getBytes(StandardCharsets.UTF_8));
    largeMessage.getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xff});
    isClosed(largeMessage);
    assertThat(host.connections()).isEmpty();
  }

  @Test
  void connectionsAreCountedInAllAndPerPeer() {
    Host host = bounded(Map.of("connections", 3, "connectionsPerPeer", 2));
    Host one = Hosts.start();
    open.add(one);
    one.dial(host.addresses().getFirst(), TIMEOUT);
    one.dial(host.addresses().getFirst(), TIMEOUT);
    await().until(() -> host.connections().size() == 2);
    isCutOff(one.dial(host.addresses().getFirst(), TIMEOUT));
    await().until(() -> reading(host, Limit.CONNECTIONS).current() == 2);
    assertThat(hostile(host).isOpen()).isTrue();
    await().until(() -> host.connections().size() == 3);
    assertThatThrownBy(() -> hostile(host)).isInstanceOf(Libp2pException.class);
    assertThat(host.connections()).hasSize(3);
  }

  @Test
  void streamsAreCountedPerProtocolPeerAndConnection() {
    for (String limit :
        List.of("inboundStreamsPerProtocol", "inboundStreamsPerPeer", "inboundStreams")) {
      Host host = bounded(Map.of(limit, 3));
      Connection connection = hostile(host);
      await().until(() -> connection.identified().isPresent());
      await().until(() -> host.connections().getFirst().identified().isPresent());
      List<Stream> streams = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                while (streams.size() < 10) {
                  Stream stream = connection.newStream(HOLD, TIMEOUT);
                  streams.add(stream);
                  stream.deadline(Duration.ofMillis(100));
                  try {
                    stream.read(new byte[1], 0, 1);
                  } catch (StreamResetException e) {
                    throw e;
                  } catch (Libp2pException stillOpen) {
                    assertThat(stillOpen).hasMessageContaining("sent nothing");
                  }
                }
              })
          .as(limit)
          .isInstanceOf(StreamResetException.class);
      assertThat(streams).as(limit).hasSizeLessThanOrEqualTo(4);
      assertThat(connection.isOpen()).isTrue();
    }
  }

  @Test
  void whoSendsPastTheWindowIsCutOff() {
    Connection connection = hostile(bounded(Map.of()));
    YamuxStream stream = (YamuxStream) connection.newStream(HOLD, TIMEOUT);
    data(connection, 0, stream.id(), Limits.INITIAL_WINDOW + 1);
    isCutOff(connection);
  }

  @Test
  void unreadBytesOfAConnectionAreBounded() {
    Connection connection =
        hostile(
            bounded(
                Map.of(
                    "receiveBuffer", Limits.INITIAL_WINDOW,
                    "streamWindow", Limits.INITIAL_WINDOW)));
    Stream first = connection.newStream(HOLD, TIMEOUT);
    first.write(new byte[200_000]);
    Stream second = connection.newStream(HOLD, TIMEOUT);
    assertThatThrownBy(
            () -> {
              second.write(new byte[200_000]);
              second.read(new byte[1], 0, 1);
            })
        .isInstanceOf(StreamResetException.class);
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void whoPingsOpensOrResetsTooOftenIsCutOff() {
    Host host = bounded(Map.of("pingsPerSecond", 5, "streamsPerSecond", 20, "resetsPerSecond", 20));
    Connection pinging = hostile(host);
    for (int i = 0; i < 20; i++) {
      session(pinging).control(YamuxFrame.PING, YamuxFrame.SYN, 0, 1000 + i);
    }
    isCutOff(pinging);
    Connection opening = hostile(host);
    for (int i = 0; i < 60; i++) {
      session(opening).control(YamuxFrame.WINDOW, YamuxFrame.SYN, 10_001 + 2 * i, 0);
    }
    isCutOff(opening);
    Connection resetting = hostile(host);
    YamuxStream stream = (YamuxStream) resetting.newStream(HOLD, TIMEOUT);
    for (int i = 0; i < 60; i++) {
      session(resetting).control(YamuxFrame.WINDOW, YamuxFrame.RST, stream.id(), 0);
    }
    isCutOff(resetting);
  }

  @Test
  void framesThatBreakTheProtocolEndTheConnection() {
    Host host = bounded(Map.of());
    Connection answering = hostile(host);
    session(answering).control(YamuxFrame.PING, YamuxFrame.ACK, 0, 4711);
    isCutOff(answering);
    Connection wrongId = hostile(host);
    session(wrongId).control(YamuxFrame.WINDOW, YamuxFrame.SYN, 2, 0);
    isCutOff(wrongId);
    Connection neverOpened = hostile(host);
    data(neverOpened, 0, 9999, 10);
    isCutOff(neverOpened);
    Connection unknownType = hostile(host);
    session(unknownType).control(17, 0, 0, 0);
    isCutOff(unknownType);
    Connection notNoise = hostile(host);
    ((PeerConnection) notNoise)
        .socket()
        .writeAndFlush(io.netty.buffer.Unpooled.wrappedBuffer(new byte[] {0, 20, 1, 2, 3, 4, 5}));
    session(notNoise).control(YamuxFrame.PING, YamuxFrame.SYN, 0, 1);
    isCutOff(notNoise);
  }

  @Test
  void aStreamWithoutAProtocolIsReset() {
    Connection connection = hostile(bounded(Map.of("negotiation", Duration.ofMillis(200))));
    YamuxSession session = session(connection);
    assertThatThrownBy(
            () -> {
              YamuxStream stream = session.open(TIMEOUT);
              stream.write(new byte[] {19});
              stream.input().readAllBytes();
            })
        .isInstanceOf(StreamResetException.class);
  }

  @Test
  void aStreamThatDripsItsProtocolIsReset() throws InterruptedException {
    Connection connection = hostile(bounded(Map.of("negotiation", Duration.ofMillis(400))));
    byte[] line = new byte[1024]; // a hundred seconds of it
    line[0] = (byte) 0xfe;
    line[1] = 7;
    YamuxStream stream = session(connection).open(TIMEOUT);
    int[] at = new int[1];
    await()
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> stream.write(line, at[0]++, 1))
                    .isInstanceOf(StreamResetException.class));
    assertThat(at[0]).isLessThan(line.length);
  }

  @Test
  void openingWaitsForAcknowledgements() {
    Host host = bounded(Map.of());
    Host patient =
        Hosts.start(Hosts.config().withLimits(Hosts.limits(Map.of("unacknowledgedStreams", 3))));
    open.add(patient);
    Connection connection = Hosts.connect(patient, host);
    await().until(() -> connection.identified().isPresent());
    YamuxSession session = session(connection);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 4; i++) {
                session.open(Duration.ofMillis(50)); // says nothing, so is never acknowledged
              }
            })
        .isInstanceOf(Libp2pException.class)
        .hasMessageContaining("acknowledges");
  }

  @Test
  void aPeerThatFellSilentIsGivenUp() throws InterruptedException {
    Host host =
        bounded(
            Map.of(
                "keepalive", Duration.ofMillis(100), "keepaliveTimeout", Duration.ofMillis(200)));
    Connection connection = hostile(host);
    await().until(() -> host.connections().size() == 1);
    deafen(connection);
    await().atMost(5, TimeUnit.SECONDS).until(() -> host.connections().isEmpty());
  }

  @Test
  void aClosedStreamTheOtherSideKeepsOpenIsReset() {
    Host host = bounded(Map.of());
    Host brisk =
        Hosts.start(
            Hosts.config().withLimits(Hosts.limits(Map.of("closeLinger", Duration.ofMillis(100)))));
    open.add(brisk);
    CountDownLatch reset = new CountDownLatch(1);
    host.handle(
        Hosts.protocol(
            "/test/open",
            stream -> {
              stream.write(new byte[1]);
              try {
                while (true) {
                  stream.write(new byte[50_000]);
                }
              } catch (StreamResetException e) {
                reset.countDown();
              }
            }));
    Stream stream = Hosts.connect(brisk, host).newStream("/test/open", TIMEOUT);
    stream.close();
    await().until(() -> reset.getCount() == 0);
  }
}
