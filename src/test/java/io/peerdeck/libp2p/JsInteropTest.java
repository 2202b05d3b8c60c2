package io.peerdeck.libp2p;

import static io.peerdeck.libp2p.Hosts.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.Beside;
import io.peerdeck.InteropFolder;
import io.peerdeck.NetEnd;
import io.peerdeck.multiformats.Multiaddr;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against js-libp2p on Node 22, both from npm, in both dial directions.
@Timeout(120)
@Beside
class JsInteropTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String COUNT = "/test/count/1.0.0";
  private static final String STALL = "/test/stall/1.0.0";
  private static final int LARGE = 64 << 20;

  private static NetEnd js;
  private final CompletableFuture<Boolean> cutOff = new CompletableFuture<>();
  private Host host;

  @BeforeAll
  static void startJs() throws Exception {
    js = InteropFolder.startJs(LONG);
  }

  @AfterAll
  static void stopJs() {
    if (js != null) {
      js.close();
    }
  }

  @BeforeEach
  void startHost() {
    host = Hosts.start();
    host.handle(
        Hosts.protocol(
            COUNT,
            stream -> {
              try {
                long count = stream.input().transferTo(OutputStream.nullOutputStream());
                stream.write(Long.toString(count).getBytes());
              } catch (StreamResetException e) {
                cutOff.complete(true);
                throw e;
              }
            }));
  }

  @AfterEach
  void stopHost() {
    host.close();
  }

  private JsonNode js(String command, Object... parameters) {
    Map<String, Object> request = new HashMap<>();
    request.put("do", command);
    request.put("to", host.addresses().getFirst().toString());
    for (int i = 0; i < parameters.length; i += 2) {
      request.put((String) parameters[i], parameters[i + 1]);
    }
    return js.ask(request, LONG);
  }

  private Connection dialJs() {
    return host.dial(Multiaddr.parse(js.address()), TIMEOUT);
  }

  @Test
  void jsLearnsWhoWeAre() {
    JsonNode identify = js("identify");
    assertThat(identify.get("agentVersion").asText()).isEqualTo("peerdeck");
    assertThat(identify.get("protocols").toString()).contains(COUNT, "/ipfs/ping/1.0.0");
    assertThat(identify.get("listenAddrs").get(0).asText())
        .isEqualTo(host.addresses().getFirst().withoutPeer().toString());
  }

  @Test
  void weLearnWhoJsIs() {
    Connection connection = dialJs();
    await().until(() -> connection.identified().isPresent());
    Identify identify = connection.identified().orElseThrow();
    assertThat(identify.agent()).startsWith("js-libp2p/");
    assertThat(identify.protocols()).contains(COUNT, "/ipfs/ping/1.0.0");
    assertThat(identify.listenAddresses()).contains(Multiaddr.parse(js.address()).withoutPeer());
  }

  @Test
  void jsTakesOurSignedAddressesForOurs() {
    JsonNode signed = js("identify").get("signed");
    assertThat(signed.get("addresses").get(0).asText())
        .isEqualTo(host.addresses().getFirst().withoutPeer().toString());
    assertThat(signed.get("seq").asLong()).isPositive();
  }

  @Test
  void weTakeTheSignedAddressesOfJsForItsOwn() {
    Connection connection = dialJs();
    await().until(() -> connection.identified().flatMap(Identify::signedRecord).isPresent());
    PeerRecord record = connection.identified().orElseThrow().signedRecord().orElseThrow();
    assertThat(record.peer()).isEqualTo(connection.remotePeer());
    assertThat(record.addresses()).contains(Multiaddr.parse(js.address()).withoutPeer());
  }

  @Test
  void pingsGoBothWays() {
    assertThat(js("ping", "count", 50).get("p50").asDouble()).isPositive();
    Connection connection = dialJs();
    for (int i = 0; i < 5; i++) {
      assertThat(host.ping(connection.remotePeer(), TIMEOUT)).isPositive();
    }
    PingStream pings = host.pings(connection);
    for (int i = 0; i < 5; i++) {
      assertThat(pings.ping(TIMEOUT)).isPositive();
    }
  }

  @Test
  void jsGetsItsBytesBack() {
    JsonNode echo = js("echo", "size", LARGE);
    assertThat(echo.get("count").asInt()).isEqualTo(LARGE);
    assertThat(echo.get("received")).isEqualTo(echo.get("sent"));
  }

  @Test
  void weGetOurBytesBack() throws Exception {
    MessageDigest sent = MessageDigest.getInstance("SHA-256");
    MessageDigest received = MessageDigest.getInstance("SHA-256");
    long count = 0;
    try (Stream stream = dialJs().newStream(Hosts.ECHO, TIMEOUT);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writing =
          threads.submit(
              () -> {
                Random random = new Random(3);
                byte[] block = new byte[100_000];
                for (int left = LARGE; left > 0; left -= Math.min(left, block.length)) {
                  random.nextBytes(block);
                  int n = Math.min(left, block.length);
                  sent.update(block, 0, n);
                  stream.write(block, 0, n);
                }
                stream.closeWrite();
              });
      byte[] block = new byte[100_000];
      for (int n = stream.read(block, 0, block.length);
          n >= 0;
          n = stream.read(block, 0, block.length)) {
        received.update(block, 0, n);
        count += n;
      }
      writing.get(10, TimeUnit.SECONDS);
    }
    assertThat(count).isEqualTo(LARGE);
    assertThat(received.digest()).isEqualTo(sent.digest());
  }

  @Test
  void jsOpensAThousandShortStreams() {
    assertThat(js("short", "count", 1000, "parallel", 50).get("right").asInt()).isEqualTo(1000);
  }

  @Test
  void weOpenAThousandShortStreams() throws Exception {
    Connection connection = dialJs();
    List<Future<String>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(50, Thread.ofVirtual().factory())) {
      for (int i = 0; i < 1000; i++) {
        byte[] message = ("number " + i).getBytes();
        answers.add(
            threads.submit(
                () -> {
                  try (Stream stream = connection.newStream(Hosts.ECHO, TIMEOUT)) {
                    stream.write(message);
                    stream.closeWrite();
                    return new String(stream.input().readAllBytes());
                  }
                }));
      }
    }
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).get()).isEqualTo("number " + i);
    }
  }

  @Test
  void halfClosedStreamsAnswerBothWays() throws IOException {
    assertThat(js("half", "size", 300_000).get("answer").asText()).isEqualTo("300000");
    try (Stream stream = dialJs().newStream(COUNT, TIMEOUT)) {
      stream.write(new byte[300_000]);
      stream.closeWrite();
      assertThat(new String(stream.input().readAllBytes())).isEqualTo("300000");
    }
  }

  @Test
  void aProtocolNobodyAnswersIsRefusedBothWays() {
    assertThat(js("refused", "protocol", "/test/nothing").get("error").asText())
        .isEqualTo("UnsupportedProtocolError");
    Connection connection = dialJs();
    assertThatThrownBy(() -> connection.newStream("/test/nothing", TIMEOUT))
        .hasMessageContaining("/test/nothing");
  }

  @Test
  void aJsPeerThatVanishesMidStreamIsNoticedBothWays() throws Exception {
    CompletableFuture<String> end = new CompletableFuture<>();
    try (NetEnd other = InteropFolder.startJs(LONG)) {
      Connection connection = host.dial(Multiaddr.parse(other.address()), TIMEOUT);
      Stream stream = connection.newStream(STALL, TIMEOUT);
      assertThat(stream.read(new byte[10], 0, 10)).isPositive();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  byte[] block = new byte[10_000];
                  while (stream.read(block, 0, block.length) >= 0) {}
                  end.complete("a quiet end");
                } catch (StreamResetException e) {
                  end.complete("reset");
                }
              });
      other.kill();
      assertThat(end.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("reset");
      await().until(() -> host.connections().isEmpty());
    }
    try (NetEnd other = InteropFolder.startJs(LONG)) {
      other.ask(Map.of("do", "vanish", "to", host.addresses().getFirst().toString()), LONG);
      assertThat(cutOff.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
      await().until(() -> host.connections().isEmpty());
    }
  }
}
