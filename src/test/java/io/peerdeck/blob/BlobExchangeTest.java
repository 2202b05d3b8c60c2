package io.peerdeck.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.StreamResetException;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagPb;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.Varint;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class BlobExchangeTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MIB = 1 << 20;

  @TempDir Path temp;

  @Test
  void fetchesAFolderWholeAndOnlyOnce() throws IOException {
    Path source = temp.resolve("source");
    Files.createDirectories(source.resolve("sub"));
    Files.write(source.resolve("sub/big.bin"), SampleContent.bytes(3 * MIB + 17, 1));
    Files.writeString(source.resolve("small.txt"), "small");
    try (BlobPeer giver = BlobPeer.start(temp.resolve("a"));
        BlobPeer taker = BlobPeer.start(temp.resolve("b"))) {
      taker.connect(giver);
      Cid root = giver.unixFs.importFolder(source, path -> true);
      FetchReport report = taker.exchange.fetch(root, List.of(giver.id()), MINUTE);
      assertThat(report.failures()).isEmpty();
      assertThat(report.bytes()).isGreaterThan(3 * MIB + 17);
      assertThat(taker.unixFs.holds(root)).isTrue();
      taker.unixFs.exportFolder(root, temp.resolve("target"));
      assertThat(temp.resolve("target/sub/big.bin"))
          .hasSameBinaryContentAs(source.resolve("sub/big.bin"));
      assertThat(temp.resolve("target/small.txt")).hasContent("small");
      assertThat(taker.exchange.fetch(root, List.of(giver.id()), MINUTE).bytes()).isZero();
      assertThat(taker.transfers.list())
          .singleElement()
          .satisfies(
              t -> {
                assertThat(t.state()).isEqualTo(TransferState.State.DONE);
                assertThat(t.direction()).isEqualTo(TransferState.Direction.IN);
                assertThat(t.bytes()).isEqualTo(report.bytes()).isEqualTo(t.total());
                assertThat(t.peer()).isEqualTo(giver.id());
              });
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(giver.transfers.list())
                      .singleElement()
                      .satisfies(
                          t -> {
                            assertThat(t.state()).isEqualTo(TransferState.State.DONE);
                            assertThat(t.direction()).isEqualTo(TransferState.Direction.OUT);
                            assertThat(t.root()).isEqualTo(root);
                          }));
    }
  }

  @Test
  void aTransferIsCancelledAndGoesOnLaterWithWhatItHas() throws Exception {
    int leaves = 60;
    try (BlobPeer giver = BlobPeer.start(temp.resolve("a"));
        BlobPeer taker = BlobPeer.start(temp.resolve("b"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      taker.connect(giver);
      Cid root = giver.unixFs.importFile(new SampleContent((long) leaves * MIB, 3));
      Future<Boolean> cancelled =
          threads.submit(
              () -> {
                await()
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> taker.transfers.list().stream().anyMatch(t -> t.bytes() > MIB));
                return taker.transfers.cancel(taker.transfers.list().getFirst().id());
              });

      assertThatThrownBy(() -> taker.exchange.fetch(root, List.of(giver.id(), giver.id()), MINUTE))
          .isInstanceOf(BlobException.class)
          .hasMessageContaining("cancelled");
      assertThat(cancelled.get()).isTrue();
      assertThat(taker.transfers.list())
          .singleElement()
          .satisfies(t -> assertThat(t.state()).isEqualTo(TransferState.State.CANCELLED));
      long moved = taker.transfers.list().getFirst().bytes();
      assertThat(taker.transfers.cancel(taker.transfers.list().getFirst().id())).isFalse();
      assertThat(taker.unixFs.holds(root)).isFalse();

      FetchReport rest = taker.exchange.fetch(root, List.of(giver.id()), MINUTE);
      assertThat(rest.bytes()).isPositive().isLessThan((long) leaves * MIB - moved + 4 * MIB);
      assertThat(taker.unixFs.holds(root)).isTrue();
    }
  }

  @Test
  void aTransferKilledHalfWayResumesWithoutSendingItsBlocksAgain() throws Exception {
    int leaves = 24;
    try (BlobPeer giver = BlobPeer.start(temp.resolve("a"))) {
      Cid root = giver.unixFs.importFile(new SampleContent((long) leaves * MIB, 2));
      long rootBytes = giver.store.size(root).orElseThrow();
      Process child =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  "--enable-native-access=ALL-UNNAMED",
                  "-Xmx256m",
                  FetchUntilHalf.class.getName(),
                  temp.resolve("b").toString(),
                  giver.host.addresses().getFirst().toString(),
                  root.toString(),
                  "13")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader lines = child.inputReader()) {
        assertThat(
                lines
                    .lines()
                    .filter(line -> line.equals("half") || line.equals("complete"))
                    .findFirst())
            .contains("half");
      } finally {
        child.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> giver.host.connections().isEmpty());
      long sentBefore = giver.sent();
      try (BlobPeer taker = BlobPeer.start(temp.resolve("b"))) {
        long held = 12L * MIB + rootBytes;
        assertThat(taker.store.has(root)).isTrue();
        taker.connect(giver);
        FetchReport report = taker.exchange.fetch(root, List.of(giver.id()), MINUTE);
        long rest = (long) leaves * MIB + rootBytes - held;
        assertThat(report.bytes()).isEqualTo(rest);
        assertThat(giver.sent() - sentBefore).isBetween(rest, rest + rest / 100);
        assertThat(taker.unixFs.holds(root)).isTrue();
      }
    }
  }

  @Test
  void manyWhoWantTheSameAtOnceTransferItOnce() throws Exception {
    try (BlobPeer giver = BlobPeer.start(temp.resolve("a"));
        BlobPeer taker = BlobPeer.start(temp.resolve("b"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      taker.connect(giver);
      Cid root = giver.unixFs.importFile(new SampleContent(2 * MIB, 8));
      List<Future<FetchReport>> fetches =
          Stream.generate(
                  () ->
                      threads.submit(() -> taker.exchange.fetch(root, List.of(giver.id()), MINUTE)))
              .limit(5)
              .toList();
      long bytes = 0;
      for (Future<FetchReport> fetch : fetches) {
        bytes += fetch.get().bytes();
      }
      assertThat(bytes).isEqualTo(2 * MIB + giver.store.size(root).orElseThrow());
    }
  }

  @Test
  void stopsWhenItsThreadIsInterruptedOrItsTimeIsOver() {
    try (BlobPeer silent =
            BlobPeer.answering(temp.resolve("a"), stream -> stream.read(new byte[1], 0, 1));
        BlobPeer taker = BlobPeer.start(temp.resolve("b"))) {
      taker.connect(silent);
      Cid cid = Cid.of(Cid.RAW, new byte[] {7});
      assertThatThrownBy(
              () -> taker.exchange.fetch(cid, List.of(silent.id()), Duration.ofMillis(200)))
          .isInstanceOf(BlobException.class);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> taker.exchange.fetch(cid, List.of(silent.id()), MINUTE))
          .hasMessageContaining("cancelled");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aPeerThatSendsAWrongBlockIsNamedAndTheNextOneAsked() {
    byte[] wanted = "wanted".getBytes(UTF_8);
    try (BlobPeer liar =
            BlobPeer.answering(
                temp.resolve("liar"),
                stream -> {
                  IpldFrames frames = new IpldFrames(stream, MIB);
                  Ipld.Map request = frames.read().orElseThrow();
                  frames.write(
                      Ipld.map()
                          .put("cid", request.list("wants").links().getFirst())
                          .put("block", "forged".getBytes(UTF_8))
                          .build());
                });
        BlobPeer empty = BlobPeer.start(temp.resolve("empty"));
        BlobPeer giver = BlobPeer.start(temp.resolve("a"));
        BlobPeer taker = BlobPeer.start(temp.resolve("b"))) {
      Cid root = giver.store.put(wanted, Cid.RAW);
      taker.connect(liar);
      taker.connect(empty);
      assertThatThrownBy(() -> taker.exchange.fetch(root, List.of(liar.id(), empty.id()), MINUTE))
          .isInstanceOf(BlobException.class)
          .hasMessageContaining(liar.id() + ": it sent a wrong block")
          .hasMessageContaining(empty.id() + ": it does not hold");
      assertThat(taker.store.has(root)).isFalse();
      assertThat(taker.failures)
          .extracting(FetchReport.Failure::fault)
          .containsExactly(FetchReport.Fault.MISBEHAVED, FetchReport.Fault.NONE);
      assertThat(taker.served).isEmpty();
      taker.connect(giver);
      FetchReport report =
          taker.exchange.fetch(root, List.of(liar.id(), empty.id(), giver.id()), MINUTE);
      assertThat(report.failures())
          .extracting(FetchReport.Failure::peer, FetchReport.Failure::fault)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(liar.id(), FetchReport.Fault.MISBEHAVED),
              org.assertj.core.groups.Tuple.tuple(empty.id(), FetchReport.Fault.NONE));
      assertThat(taker.served).containsExactly(java.util.Map.entry(giver.id(), 1L));
      assertThat(taker.store.require(root)).isEqualTo(wanted);
    }
  }

  @Test
  void takesFromOnePeerWhatTheOtherLacks() {
    try (BlobPeer one = BlobPeer.start(temp.resolve("a"));
        BlobPeer two = BlobPeer.start(temp.resolve("b"));
        BlobPeer taker = BlobPeer.start(temp.resolve("c"))) {
      byte[] left = SampleContent.bytes(1000, 1);
      byte[] right = SampleContent.bytes(1000, 2);
      byte[] folder =
          DagPb.encode(
              new DagPb.Node(
                  List.of(
                      new DagPb.Link(one.store.put(left, Cid.RAW), Optional.of("left"), 1000),
                      new DagPb.Link(two.store.put(right, Cid.RAW), Optional.of("right"), 1000)),
                  Optional.of(UnixFsNode.DIRECTORY.encode())));
      Cid root = one.store.put(folder, Cid.DAG_PB);
      two.store.put(folder, Cid.DAG_PB);
      taker.connect(one);
      taker.connect(two);
      FetchReport report = taker.exchange.fetch(root, List.of(one.id(), two.id()), MINUTE);
      assertThat(report.bytes()).isEqualTo(2000 + folder.length);
      assertThat(taker.unixFs.holds(root)).isTrue();
      assertThat(taker.exchange.holders(root, List.of(one.id(), two.id()), MINUTE)).isEmpty();
    }
  }

  @Test
  void pushesUntilTheOtherSideHoldsEverything() {
    AtomicInteger offers = new AtomicInteger();
    PushPolicy small =
        (peer, root, bytes) -> {
          offers.incrementAndGet();
          return bytes > 4 * MIB
              ? Optional.of("no room for " + bytes + " bytes")
              : Optional.empty();
        };
    try (BlobPeer giver = BlobPeer.start(temp.resolve("a"));
        BlobPeer taker = BlobPeer.start(temp.resolve("b"), BlobLimits.standard(), small)) {
      giver.connect(taker);
      Cid root = giver.unixFs.importFile(new SampleContent(2 * MIB + 1, 3));
      giver.exchange.push(taker.id(), root, MINUTE);
      assertThat(taker.unixFs.holds(root)).isTrue();
      assertThat(giver.exchange.holders(root, List.of(taker.id()), MINUTE))
          .containsExactly(taker.id());
      long sent = giver.sent();
      giver.exchange.push(taker.id(), root, MINUTE);
      assertThat(giver.sent() - sent).as("nothing is sent again").isLessThan(1000);
      Cid big = giver.unixFs.importFile(new SampleContent(5 * MIB, 4));
      assertThatThrownBy(() -> giver.exchange.push(taker.id(), big, MINUTE))
          .isInstanceOf(BlobException.class)
          .hasMessageContaining("no room")
          .hasMessageContaining(taker.id().toString());
      assertThat(offers).hasValue(3);
      assertThatThrownBy(
              () -> giver.exchange.push(taker.id(), Cid.of(Cid.RAW, new byte[9]), MINUTE))
          .hasMessageContaining("not held here");
    }
  }

  @Test
  void refusesRequestsOutOfBounds() {
    try (BlobPeer giver = BlobPeer.start(temp.resolve("a"));
        BlobPeer asker = BlobPeer.start(temp.resolve("b"))) {
      asker.connect(giver);
      Cid cid = giver.store.put(new byte[] {1}, Cid.RAW);
      refuses(
          asker,
          giver,
          Ipld.map()
              .put("type", "want")
              .put("wants", Ipld.links(Collections.nCopies(65, cid)))
              .build());
      refuses(
          asker, giver, Ipld.map().put("type", "want").put("wants", Ipld.links(List.of())).build());
      refuses(asker, giver, Ipld.map().put("type", "steal").build());
      try (io.peerdeck.libp2p.Stream stream =
          asker.host.newStream(giver.id(), BlobExchange.PROTOCOL, Duration.ofSeconds(10))) {
        stream.write(Varint.encode(1L << 30));
        assertThatThrownBy(() -> stream.read(new byte[1], 0, 1))
            .isInstanceOf(StreamResetException.class);
      }
      assertThat(asker.exchange.fetch(cid, List.of(giver.id()), MINUTE).blocks()).isOne();
    }
  }

  @Test
  void aPeerThatDripsAFrameIsGivenUpInTime() {
    BlobLimits hasty =
        new BlobLimits(
            Duration.ofSeconds(10),
            Duration.ofMillis(300),
            Duration.ofSeconds(10),
            16,
            64,
            1000,
            MIB);
    Cid wanted = Cid.of(Cid.RAW, new byte[100]);
    try (BlobPeer dripper =
            BlobPeer.answering(
                temp.resolve("a"),
                stream -> {
                  stream.write(Varint.encode(1000));
                  await()
                      .pollInterval(Duration.ofMillis(20))
                      .atMost(Duration.ofSeconds(30))
                      .until(() -> !drip(stream));
                });
        BlobPeer taker = BlobPeer.start(temp.resolve("b"), hasty, PushPolicy.TAKE_ALL)) {
      taker.connect(dripper);
      assertThatThrownBy(() -> taker.exchange.fetch(wanted, List.of(dripper.id()), MINUTE))
          .isInstanceOf(BlobException.class)
          .hasMessageContaining(dripper.id().toString());
    }
  }

  @Test
  void boundsWhatOneDagMayBring() {
    BlobLimits narrow =
        new BlobLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            2,
            64,
            3,
            2 * MIB);
    try (BlobPeer giver = BlobPeer.start(temp.resolve("a"));
        BlobPeer taker = BlobPeer.start(temp.resolve("b"), narrow, PushPolicy.TAKE_ALL)) {
      taker.connect(giver);
      Cid manyBytes = giver.unixFs.importFile(new SampleContent(2 * MIB, 5));
      assertThatThrownBy(() -> taker.exchange.fetch(manyBytes, List.of(giver.id()), MINUTE))
          .hasMessageContaining("more than 2097152 bytes");
      Cid manyBlocks = giver.unixFs.importFile(new SampleContent(3 * MIB, 6));
      assertThatThrownBy(() -> taker.exchange.fetch(manyBlocks, List.of(giver.id()), MINUTE))
          .hasMessageContaining("more than 3 blocks");
    }
  }

  @Test
  void saysWhenThereIsNobodyToAsk() {
    try (BlobPeer alone = BlobPeer.start(temp.resolve("a"));
        BlobPeer unconnected = BlobPeer.start(temp.resolve("b"))) {
      Cid cid = Cid.of(Cid.RAW, new byte[] {7});
      assertThatThrownBy(() -> alone.exchange.fetch(cid, List.of(), MINUTE))
          .hasMessageContaining("no peer to ask");
      assertThatThrownBy(() -> alone.exchange.fetch(cid, List.of(unconnected.id()), MINUTE))
          .hasMessageContaining(unconnected.id().toString());
      assertThat(alone.exchange.holders(cid, List.of(unconnected.id()), MINUTE)).isEmpty();
    }
  }

  private static boolean drip(io.peerdeck.libp2p.Stream stream) {
    try {
      stream.write(new byte[] {0});
      return true;
    } catch (Libp2pException gone) {
      return false;
    }
  }

  private static void refuses(BlobPeer asker, BlobPeer giver, Ipld.Map request) {
    try (io.peerdeck.libp2p.Stream stream =
        asker.host.newStream(giver.id(), BlobExchange.PROTOCOL, Duration.ofSeconds(10))) {
      new IpldFrames(stream, 1 << 16).write(request);
      assertThatThrownBy(() -> stream.read(new byte[1], 0, 1))
          .isInstanceOf(StreamResetException.class);
    }
  }
}
