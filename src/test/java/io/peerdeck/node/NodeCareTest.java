package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node tells of itself, and how it is set.
class NodeCareTest {
  @TempDir Path temporary;
  private Node node;

  @BeforeEach
  void open() {
    node = Node.open(NodeConfig.at(temporary.resolve("data")).offline());
  }

  @AfterEach
  void close() {
    node.close();
    LogLevel.of(System.getProperty("peerdeck.log", "WARN")).orElseThrow().apply();
  }

  private Path settingsFile() {
    return temporary.resolve("data/config.yaml");
  }

  private List<String> texts() {
    return node.nodeLog(NodeLog.MAX_LINES).stream().map(NodeLogLine::text).toList();
  }

  private SettingView setting(String key) {
    return node.settings().stream().filter(s -> s.key().equals(key)).findFirst().orElseThrow();
  }

  @Test
  void runsThatComeAndEndAreEventsInPlainWords() throws Exception {
    Path work = Files.createDirectories(temporary.resolve("work"));
    Path good =
        Files.writeString(
            work.resolve("good.yml"),
            "name: p2p-workflow good\n"
                + "on: push\n"
                + "jobs: {a: {runs-on: linux, steps: [{run: 'true'}]}}");
    Path bad =
        Files.writeString(
            work.resolve("bad.yml"),
            "name: p2p-workflow bad\n"
                + "on: push\n"
                + "jobs: {a: {runs-on: linux, steps: [{run: 'false'}]}}");
    String ok = node.submit(SubmitRequest.of(good)).id();
    String failed = node.submit(SubmitRequest.of(bad)).id();
    String cancelled = node.submit(SubmitRequest.of(good).withHeld(true)).id();
    node.cancel(cancelled, "enough");

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              List<EventView> events = node.events(100);
              assertThat(events)
                  .anySatisfy(e -> is(e, "info", "finished.", ok))
                  .anySatisfy(e -> is(e, "problem", "failed: 1 of 1 jobs.", failed))
                  .anySatisfy(e -> is(e, "warning", "was cancelled.", cancelled))
                  .anySatisfy(e -> is(e, "info", "was submitted by", ok));
            });
    List<EventView> events = node.events(100);
    assertThat(events)
        .extracting(EventView::number)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    assertThat(node.events(1)).isEqualTo(events.subList(0, 1));
    assertThat(events).allMatch(event -> event.subjectKind().equals("run"));
  }

  private static void is(EventView event, String severity, String sentence, String subject) {
    assertThat(event.severity()).isEqualTo(severity);
    assertThat(event.sentence()).contains(sentence).startsWith("Run \"p2p-workflow ");
    assertThat(event.subject()).isEqualTo(subject);
  }

  @Test
  void theDiskIsMeasuredInTheBackground() {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> node.disk().isPresent());
    DiskView disk = node.disk().orElseThrow();
    assertThat(disk.database()).isPositive();
    assertThat(disk.free()).isPositive().isLessThan(disk.total());
    assertThat(disk.used()).isGreaterThanOrEqualTo(disk.database());
    assertThat(disk.low()).isEqualTo(disk.free() < disk.warnBelow());
    assertThat(disk.sentence()).contains("GiB");
  }

  @Test
  void aSettingIsCheckedWrittenAndAppliedWhileThePersonsCommentsStay() throws Exception {
    String before = Files.readString(settingsFile());
    assertThat(setting("slots").source()).isEqualTo("default");
    assertThat(setting("slots").max()).contains(256);

    assertThat(node.checkSetting("slots", "3")).isEmpty();
    assertThat(node.checkSetting("slots", "many"))
        .contains("`slots` is a whole number from 0 to 256.");
    assertThat(node.checkSetting("listen", "nowhere").orElseThrow()).contains("nowhere");
    assertThat(node.checkSetting("network", "maybe")).contains("`network` is on or off.");
    assertThatThrownBy(() -> node.checkSetting("colour", "red"))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("colour");
    assertThatThrownBy(() -> node.changeSetting("slots", "many"))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("whole number");
    assertThat(Files.readString(settingsFile())).isEqualTo(before);

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !node.peers().getFirst().labels().isEmpty());
    SettingView changed = node.changeSetting("slots", "3");
    assertThat(changed.value()).isEqualTo("3");
    assertThat(changed.source()).isEqualTo("file");
    assertThat(node.status().slots()).isEqualTo(3);
    assertThat(node.peers().getFirst().slots()).isEqualTo(3);
    node.changeSetting("labels", "gpu, big disk");
    assertThat(node.peers().getFirst().labels()).contains("gpu", "big disk");
    node.changeSetting("name", "shed");
    assertThat(node.status().self().name()).isEqualTo("shed");
    assertThat(node.checkSetting("queue-timeout", "soon"))
        .hasValueSatisfying(why -> assertThat(why).contains("such as 90s, 30m, 24h or 7d"));
    assertThat(node.checkSetting("attempts", "0"))
        .contains("`attempts` is a whole number from 1 to 100.");
    assertThat(setting("github-registry").value()).isEmpty();
    assertThat(setting("github-registry-role").value()).isEqualTo("reader");
    assertThat(setting("github-registry-publish").value()).isEqualTo("off");
    assertThat(node.checkSetting("github-registry", "here"))
        .contains("`github-registry` is a repository, owner/name.");
    assertThat(node.checkSetting("github-registry-role", "king"))
        .contains("`github-registry-role` is one of reader, bootstrap, relay, peer.");
    assertThat(node.checkSetting("github-watch", "fleet/one, two"))
        .contains("`github-watch` is a list of repositories, each owner/name.");
    assertThat(node.checkSetting("github-api", "http://example.org"))
        .hasValueSatisfying(why -> assertThat(why).contains("https://HOST/api/v3"));
    node.changeSetting("github-watch", "Fleet/One, fleet/two");
    assertThat(setting("github-watch").value()).isEqualTo("fleet/one, fleet/two");
    for (String wrong : List.of("/", "relative", "~", "~/", System.getProperty("user.home"))) {
      assertThat(node.checkSetting("tool-folders", wrong).orElseThrow())
          .contains("neither a home itself");
    }
    node.changeSetting("tool-folders", "~/.nvm, /opt/tools");
    assertThat(setting("tool-folders").value()).isEqualTo("~/.nvm, /opt/tools");
    assertThat(node.checkSetting("mcp-folders", "workflows").orElseThrow())
        .contains("write the whole path");
    assertThat(node.checkSetting("mcp-write", "get_p2p_stats").orElseThrow())
        .contains("no tool that changes something");
    node.changeSetting("mcp-write", "add_p2p_peer, remove_p2p_peer");
    assertThat(setting("mcp-write").value()).isEqualTo("add_p2p_peer, remove_p2p_peer");
    node.changeSetting("queue-timeout", "90m");
    node.changeSetting("attempts", "3");
    Path file = Files.writeString(temporary.resolve("wf.yml"), "name: p2p-workflow\n");
    assertThat(node.preview(SubmitRequest.of(file)).terms())
        .isEqualTo(new RunTermsView(Duration.ofMinutes(90), 3, false));
    assertThat(
            node.preview(SubmitRequest.of(file).withBounds(RunBounds.OF_NODE.withAttempts(7)))
                .terms())
        .isEqualTo(new RunTermsView(Duration.ofMinutes(90), 7, false));
    node.changeSetting("log", "debug");
    assertThat(LoggerFactory.getLogger("io.peerdeck.node.X").isDebugEnabled()).isTrue();
    node.changeSetting("listen", "/ip4/127.0.0.1/tcp/0,/ip4/127.0.0.1/udp/0/quic-v1");

    String written = Files.readString(settingsFile());
    assertThat(written)
        .contains(
            "slots: 3\n",
            "name: shed\n",
            "labels: [gpu, \"big disk\"]\n",
            "log: debug\n",
            "listen: [/ip4/127.0.0.1/tcp/0, /ip4/127.0.0.1/udp/0/quic-v1]\n");
    assertThat(written.lines().filter(line -> line.startsWith("#")))
        .containsExactlyElementsOf(before.lines().filter(line -> line.startsWith("#")).toList());
    node.changeSetting("slots", "");
    assertThat(setting("slots").source()).isEqualTo("default");
    node.close();
    node = Node.open(NodeConfig.at(temporary.resolve("data")).withName("other").offline());
    assertThat(setting("labels").value()).isEqualTo("gpu, big disk");
    assertThat(setting("name").source()).isEqualTo("start");
    assertThat(setting("name").value()).isEqualTo("other");
    assertThat(setting("network").source()).isEqualTo("start");
  }

  @Test
  void theLogIsAFileWithoutSecretsAndItsTailIsRead() throws Exception {
    LoggerFactory.getLogger("io.peerdeck.node.Test")
        .warn(
            "joined by peerdeck:abcDEF123 with Bearer 0123abcd",
            new IllegalStateException("token Bearer 4567cdef"));
    assertThat(node.nodeLog(1)).hasSize(1);
    assertThat(node.nodeLog(NodeLog.MAX_LINES))
        .filteredOn(line -> line.source().equals("Test"))
        .last()
        .satisfies(
            line -> {
              assertThat(line.level()).isEqualTo("warn");
              assertThat(line.source()).isEqualTo("Test");
              assertThat(line.text())
                  .startsWith("joined by peerdeck:*** with Bearer ***\n")
                  .contains("IllegalStateException: token Bearer ***")
                  .doesNotContain("abcDEF123", "0123abcd", "4567cdef");
            });
    Path file = temporary.resolve("data/logs/node.log");
    for (String line : Files.readAllLines(file)) {
      assertThat(new ObjectMapper().readTree(line).isObject()).as(line).isTrue();
      assertThat(line).doesNotContain("abcDEF123", "0123abcd", "4567cdef");
    }
    assertThat(Files.readString(file)).contains("joined by", "\"trace\":");
  }

  @Test
  void whatACrashCutOffOrSomebodyWroteCostsNoOtherLineOfTheLog() throws Exception {
    Path file = temporary.resolve("data/logs/node.log");
    Logger log = LoggerFactory.getLogger("io.peerdeck.node.Test");
    log.warn("first");
    node.close();
    Files.writeString(file, "by hand\n{\"time\":\"2026", StandardOpenOption.APPEND);
    node = Node.open(NodeConfig.at(temporary.resolve("data")).offline());
    log.warn("x".repeat(NodeLogFormat.MAX_TEXT + 7));
    assertThat(texts())
        .contains("first", "by hand", "{\"time\":\"2026")
        .contains("x".repeat(NodeLogFormat.MAX_TEXT) + " … (7 characters more)");
  }

  @Test
  void theLevelGivenAtTheStartHoldsUntilTheSettingIsChanged() {
    Logger log = LoggerFactory.getLogger("io.peerdeck.node.Test");
    node.changeSetting("log", "warn");
    node.close();
    node = Node.open(NodeConfig.at(temporary.resolve("data")).withLog(LogLevel.DEBUG).offline());
    assertThat(setting("log").source()).isEqualTo("start");
    assertThat(setting("log").value()).isEqualTo("debug");
    log.debug("heard at debug");
    node.changeSetting("log", "info");
    assertThat(setting("log").source()).isEqualTo("file");
    log.debug("not heard at info");
    log.info("heard at info");
    assertThat(texts())
        .contains("heard at debug", "heard at info")
        .doesNotContain("not heard at info");
  }

  @Test
  void diagnosticsTellEverythingButWhereAndWho() throws Exception {
    node.changeSetting("listen", "/ip4/192.0.2.77/tcp/4011");
    LoggerFactory.getLogger("io.peerdeck.node.Test")
        .warn("dialled 192.0.2.78 and /dns4/secret.example/tcp/1 by ghp_0123456789012345678901");
    Path zip = temporary.resolve("help.zip");
    node.writeDiagnostics(zip);

    Map<String, String> parts = new HashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        parts.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    assertThat(parts.keySet())
        .contains("versions.txt", "status.txt", "settings.txt", "peers.txt", "node.log");
    assertThat(parts.get("settings.txt")).contains("listen").contains("***");
    assertThat(parts.get("node.log"))
        .containsPattern(
            "(?m)^\\S+Z WARN  Test - dialled \\*\\*\\* and \\*\\*\\*/tcp/1 by \\*\\*\\*$");
    assertThat(parts.get("status.txt")).contains(node.status().self().id());
    assertThat(parts.values())
        .noneMatch(text -> text.contains("192.0.2.7") || text.contains("secret.example"))
        .noneMatch(text -> text.contains("could not be read"));
    assertThatThrownBy(() -> node.writeDiagnostics(zip))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("already");
  }

  @Test
  void aBlockIsPinnedStaysThroughAClearAndTellsWhereItsReadsWereAnswered() throws Exception {
    Path file =
        Files.writeString(
            temporary.resolve("kept.yml"),
            "name: p2p-workflow kept\n"
                + "on: push\n"
                + "jobs: {a: {runs-on: linux, steps: [{run: 'true'}]}}");
    String run = node.submit(SubmitRequest.of(file).withHeld(true)).id();
    assertThat(node.run(run).source()).isPresent();
    CacheEntryView kept =
        node.cacheEntries("blobs", 100).stream()
            .filter(entry -> entry.name().filter("kept.yml"::equals).isPresent())
            .findFirst()
            .orElseThrow();
    node.pinCached("blobs", kept.key(), true);
    node.clearCache("blobs");
    assertThat(node.cacheEntries("blobs", 100))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.key()).isEqualTo(kept.key());
              assertThat(entry.pinned()).isTrue();
            });
    CacheView blobs = node.caches().getFirst();
    assertThat(blobs.kinds())
        .extracting(CacheView.Kind::kind)
        .containsExactly("memory", "disk", "peer", "missing");
    assertThat(blobs.kinds().getFirst().reads()).isEqualTo(blobs.hits());
    node.close();
    node = Node.open(NodeConfig.at(temporary.resolve("data")).offline());
    assertThat(node.cacheEntries("blobs", 100))
        .as("after a restart")
        .anyMatch(entry -> entry.key().equals(kept.key()) && entry.pinned());
    node.pinCached("blobs", kept.key(), false);
    assertThatThrownBy(() -> node.pinCached("blobs", kept.key(), false))
        .hasMessageContaining("not pinned");
  }

  @Test
  void memoryCachesAreCleared() {
    node.entries(EntryQuery.newest(10));
    node.clearCache("entries");
    node.clearCache("blobs");
    assertThat(node.caches().stream().filter(c -> c.id().equals("blobs")).findFirst())
        .map(CacheView::size)
        .contains(0L);
    assertThat(node.entries(EntryQuery.newest(10)).entries()).isNotEmpty();
    assertThat(node.cacheEntries("entries", 10))
        .isNotEmpty()
        .allSatisfy(kept -> assertThat(kept.trust()).startsWith("Signed by"))
        .anySatisfy(kept -> assertThat(kept.name().orElseThrow()).startsWith("fleet.created of"));
    assertThatThrownBy(() -> node.pinCached("entries", "x", true))
        .hasMessageContaining("Only blob");
    assertThatThrownBy(() -> node.pinCached("blobs", "x", true)).hasMessageContaining("no CID");
    assertThatThrownBy(() -> node.cacheEntries("x", 10)).hasMessageContaining("no cache");
    assertThat(node.cacheEntries("github", 10)).isEmpty();
    assertThatThrownBy(() -> node.clearCache("github"))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("nothing to clear");
    assertThatThrownBy(() -> node.clearCache("x")).hasMessageContaining("no cache");
    assertThatThrownBy(() -> node.cancelTransfer("7")).hasMessageContaining("no transfer 7");
    assertThatThrownBy(() -> node.retryTransfer("7")).hasMessageContaining("no transfer 7");
    assertThat(Optional.of(node.transfers())).contains(List.of());
  }
}
