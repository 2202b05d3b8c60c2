package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.schedule.RunStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nodes that take over what waits at GitHub, which is a model here.
@Timeout(240)
class WatchedRunsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TAGGED =
      """
      name: p2p-workflow of the repository
      on: push
      jobs:
        a:
          runs-on: linux
          steps:
            - uses: actions/checkout@v4
            - run: 'echo ${{ github.repository }} ${{ github.sha }}; find . -type f'
      """;

  @TempDir Path temporary;
  private HttpServer github;
  private volatile boolean isPrivate;
  private volatile String sha = "0123456789abcdef0123456789abcdef01234567";
  private volatile byte[] archive = new byte[0];
  private final Map<String, String> files = new ConcurrentHashMap<>();
  private final List<String> runs = new CopyOnWriteArrayList<>();
  private final List<String> archived = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    github = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    github.createContext("/", this::answer);
    github.start();
    files.put(".github/workflows/tagged.yml", TAGGED);
  }

  /// Commits all files and takes the archive that git makes of it, as GitHub does.
  private void commit() throws Exception {
    Path repository = Files.createDirectories(temporary.resolve("repository"));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path place = repository.resolve(file.getKey());
      Files.createDirectories(place.getParent());
      Files.writeString(place, file.getValue());
      assertThat(place.toFile().setExecutable(file.getKey().endsWith(".sh"))).isTrue();
    }
    if (!Files.exists(repository.resolve("link"))) {
      Files.createSymbolicLink(repository.resolve("link"), Path.of("/etc/passwd"));
    }
    git(repository, "init", "-q");
    git(repository, "add", "-A");
    git(repository, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "c");
    sha = new String(git(repository, "rev-parse", "HEAD"), StandardCharsets.UTF_8).strip();
    archive = git(repository, "archive", "--format=tar.gz", "--prefix=fleet-code-1/", "HEAD");
  }

  private static byte[] git(Path folder, String... arguments) throws Exception {
    List<String> command =
        Stream.concat(Stream.of("git", "-C", folder.toString()), Stream.of(arguments)).toList();
    Process git =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] said = git.getInputStream().readAllBytes();
    assertThat(git.waitFor()).isZero();
    return said;
  }

  @AfterEach
  void stop() {
    github.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(exchange.getRequestURI() + "");
    String contents = "/repos/fleet/code/contents/";
    String body;
    if (path.equals("/repos/fleet/code/actions/runs")) {
      body = "{\"workflow_runs\": [" + String.join(", ", runs) + "]}";
    } else if (path.startsWith(contents) && files.containsKey(path.substring(contents.length()))) {
      byte[] file = files.get(path.substring(contents.length())).getBytes(StandardCharsets.UTF_8);
      String text = Base64.getMimeEncoder().encodeToString(file).replace("\r\n", "\\n");
      body = "{\"encoding\": \"base64\", \"content\": \"" + text + "\"}";
    } else if (path.equals("/repos/fleet/code/issues")) {
      body = "[]";
    } else if (path.equals("/repos/fleet/code")) {
      body = "{\"private\": " + isPrivate + "}";
    } else if (path.equals("/repos/fleet/code/tarball/" + sha)) {
      exchange.getResponseHeaders().set("Location", "/legacy.tar.gz/" + sha);
      exchange.sendResponseHeaders(302, -1);
      exchange.close();
      return;
    } else if (path.equals("/legacy.tar.gz/" + sha)) {
      archived.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      exchange.sendResponseHeaders(200, archive.length);
      exchange.getResponseBody().write(archive);
      exchange.close();
      return;
    } else {
      body = "{\"message\": \"Not Found\"}";
      exchange.sendResponseHeaders(404, body.length());
      exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
      exchange.close();
      return;
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void queue(long id, String file, String head) {
    runs.add(
        """
        {"id": %d, "run_attempt": 1, "name": "Run %d", "path": ".github/workflows/%s",
         "head_sha": "%s", "head_branch": "main", "event": "push", "status": "queued",
         "head_repository": {"full_name": "%s"}}
        """
            .formatted(id, id, file, sha, head));
  }

  private void configure(int number) throws IOException {
    Path data = Files.createDirectories(temporary.resolve("node-" + number));
    Files.writeString(temporary.resolve("token"), "ghp_test\n");
    Files.writeString(
        data.resolve("config.yaml"),
        """
        mdns: off
        github-api: http://127.0.0.1:%d
        github-token-file: %s
        github-registry: fleet/code
        github-registry-role: relay
        github-watch: [fleet/code]
        """
            .formatted(github.getAddress().getPort(), temporary.resolve("token")));
  }

  private static Map<Long, WatchView.WaitingRun> waiting(WatchView view) {
    return view.repositories().getFirst().runs().stream()
        .collect(Collectors.toMap(WatchView.WaitingRun::id, run -> run));
  }

  /// Lets all look until all know the run.
  private static WatchView.WaitingRun settled(long id, Node... nodes) {
    await()
        .atMost(SOON)
        .until(
            () ->
                Stream.of(nodes).map(node -> waiting(node.lookAtGitHub()).get(id)).toList().stream()
                    .allMatch(run -> run.state().equals("submitted")));
    return waiting(nodes[0].watched()).get(id);
  }

  @Test
  void aTaggedRunIsRunByTheFleetOnceAndNothingElseIs() throws Exception {
    files.put(".github/workflows/plain.yml", TAGGED.replace("p2p-workflow", "plain"));
    files.put(".github/workflows/broken.yml", TAGGED.replace("steps", "stops"));
    files.put("src/main.c", "int main() {}");
    commit();
    queue(1, "tagged.yml", "Fleet/Code");
    queue(2, "plain.yml", "fleet/code");
    queue(3, "tagged.yml", "stranger/code");
    queue(4, "broken.yml", "fleet/code");
    queue(5, "gone.yml", "fleet/code");
    queue(6, "../../etc/passwd", "fleet/code");
    configure(0);
    configure(1);
    try (TestFleet fleet = new TestFleet(temporary, 2, 2)) {
      String run = settled(1, fleet.node(0), fleet.node(1)).run().orElseThrow();
      assertThat(waiting(fleet.node(1).watched()).get(1L).run()).as("the same").contains(run);
      Map<Long, WatchView.WaitingRun> all = new HashMap<>();
      for (Node node : fleet.nodes()) {
        waiting(node.watched())
            .forEach(
                (id, one) -> {
                  if (!one.why().contains("another member is first")) {
                    all.put(id, one);
                  }
                });
      }
      assertThat(all.get(2L).why()).contains("neither p2p-workflow nor offline-workflow");
      assertThat(all.get(3L).why()).contains("of a fork");
      assertThat(all.get(4L).state()).isEqualTo("passed");
      assertThat(all.get(4L).why()).contains("stops").doesNotContain("peerdeck-watched");
      assertThat(all.get(5L).state()).isEqualTo("later");
      assertThat(all.get(6L).why()).contains("no workflow file");
      assertThat(asked).noneMatch(one -> one.contains("passwd") || one.contains("stranger"));
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(fleet.node(1).run(run).summary().status())
                      .as("%s", fleet.node(1).run(run).tasks())
                      .isEqualTo(RunStatus.COMPLETED));
      RunDetail detail = fleet.node(1).run(run);
      assertThat(detail.summary().tags()).contains("p2p-workflow", "github:fleet/code#1.1");
      assertThat(log(fleet.node(0), detail))
          .contains("fleet/code " + sha)
          .contains("./.github/workflows/tagged.yml")
          .contains("./src/main.c");
      assertThat(archived).as("no token where the archive lies").containsExactly("null");
      assertThat(fleet.nodes())
          .anySatisfy(
              node ->
                  assertThat(waiting(node.watched()).get(1L).why())
                      .isEqualTo("without the repository's symbolic links (1)"));
      assertThat(fleet.node(0).runs(RunQuery.all(10)).total()).isEqualTo(1);

      SourceView issues =
          fleet.node(0).discovery(new DiscoveryQuery(Set.of(), Set.of(), 0)).sources().stream()
              .filter(source -> source.name().equals("github"))
              .findFirst()
              .orElseThrow();
      assertThat(issues.telling())
          .isIn(
              "not yet",
              "this node has no address that anybody can dial; private ones are not published");

      runs.clear();
      assertThat(fleet.node(0).lookAtGitHub().repositories().getFirst().runs()).isEmpty();
      github.stop(0);
      WatchView.Repository down = fleet.node(0).lookAtGitHub().repositories().getFirst();
      assertThat(down.trouble()).isNotEmpty();
      assertThat(down.asked()).isPresent();
    }
  }

  @Test
  void itsOwnActionsAndCalledWorkflowsAreThereAndAScriptStaysOne() throws Exception {
    files.put(
        ".github/workflows/tagged.yml",
        """
        name: p2p-workflow of the repository
        on: push
        jobs:
          called:
            uses: ./.github/workflows/called.yml
          own:
            runs-on: linux
            steps:
              - uses: actions/checkout@v4
              - uses: ./actions/greet
              - run: ./say.sh
        """);
    files.put(
        ".github/workflows/called.yml",
        """
        on: workflow_call
        jobs:
          inner:
            runs-on: linux
            steps:
              - run: echo called too
        """);
    files.put(
        "actions/greet/action.yml",
        """
        name: greet
        runs:
          using: composite
          steps:
            - run: echo greeted by "$(cat name.txt)"
              shell: bash
        """);
    files.put("name.txt", "the repository");
    files.put("say.sh", "#!/bin/sh\necho said by a script\n");
    commit();
    queue(8, "tagged.yml", "fleet/code");
    configure(0);
    try (TestFleet fleet = new TestFleet(temporary, 1, 2)) {
      String run = settled(8, fleet.node(0)).run().orElseThrow();
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(fleet.node(0).run(run).summary().status())
                      .as("%s", fleet.node(0).run(run).tasks())
                      .isEqualTo(RunStatus.COMPLETED));
      RunDetail detail = fleet.node(0).run(run);
      String said =
          detail.tasks().stream()
              .map(task -> log(fleet.node(0), detail, task.ref()))
              .collect(Collectors.joining("\n"));
      assertThat(said).contains("called too", "greeted by the repository", "said by a script");
    }
  }

  @Test
  void aPrivateRepositorysRunIsTakenOnlyWhereTheOperatorLetsTheFleetHaveItsFiles()
      throws Exception {
    isPrivate = true;
    files.put("secret.txt", "nobody's");
    commit();
    queue(9, "tagged.yml", "fleet/code");
    configure(0);
    try (TestFleet fleet = new TestFleet(temporary, 1, 2)) {
      Node node = fleet.node(0);
      WatchView.WaitingRun run = waiting(node.lookAtGitHub()).get(9L);
      assertThat(run.state()).isEqualTo("passed");
      assertThat(run.why()).contains("private", "github-watch-private");
      assertThat(archived).isEmpty();
      assertThat(node.runs(RunQuery.all(10)).total()).isZero();
      node.changeSetting("github-watch-private", "Fleet/Code");
    }
    try (TestFleet fleet = new TestFleet(temporary, 1, 2)) {
      WatchView.WaitingRun run = settled(9, fleet.node(0));
      assertThat(run.run()).isPresent();
      assertThat(archived).hasSize(1);
    }
  }

  @Test
  void whatCannotBeCopiedIsNotSubmittedAndAFileThatAsksForNothingIsAlone() throws Exception {
    archive = "no archive".getBytes(StandardCharsets.UTF_8);
    files.put(
        ".github/workflows/plain.yml",
        """
        name: p2p-workflow alone
        on: push
        jobs:
          a:
            runs-on: linux
            steps:
              - run: ls -A
        """);
    queue(10, "tagged.yml", "fleet/code");
    queue(11, "plain.yml", "fleet/code");
    configure(0);
    try (TestFleet fleet = new TestFleet(temporary, 1, 2)) {
      Node node = fleet.node(0);
      Map<Long, WatchView.WaitingRun> runs = waiting(node.lookAtGitHub());
      assertThat(runs.get(10L).state()).isEqualTo("passed");
      assertThat(runs.get(10L).why()).contains("archive of the commit cannot be unpacked");
      assertThat(runs.get(11L).state()).isEqualTo("submitted");
      assertThat(archived).hasSize(1);
    }
  }

  private static String log(Node node, RunDetail run) {
    return log(node, run, run.tasks().getFirst().ref());
  }

  private static String log(Node node, RunDetail run, TaskRef task) {
    return node.log(run.summary().id(), task, 0, 100_000, Duration.ZERO).lines().stream()
        .map(LogChunk.Line::text)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void ofTwoThatWereSubmittedApartTheFirstInOrderStays() throws Exception {
    configure(0);
    configure(1);
    try (CuttableWires wires = new CuttableWires();
        TestFleet fleet =
            new TestFleet(
                temporary,
                2,
                2,
                new TestFleet.Surroundings() {
                  @Override
                  public UnaryOperator<Multiaddr> route(int number) {
                    return wires.from(number);
                  }

                  @Override
                  public void opened(int number, Multiaddr address) {
                    wires.belongs(address, number);
                  }
                })) {
      wires.cut(Set.of(0));
      await()
          .atMost(SOON)
          .until(
              () ->
                  fleet.node(0).status().membersOnline() == 1
                      && fleet.node(1).status().membersOnline() == 1);
      files.put(".github/workflows/waits.yml", TAGGED.replace("linux", "nowhere"));
      commit();
      queue(7, "waits.yml", "fleet/code");
      String one = settled(7, fleet.node(0)).run().orElseThrow();
      String two = settled(7, fleet.node(1)).run().orElseThrow();
      assertThat(one).isNotEqualTo(two);
      wires.heal();
      List<Node> nodes = fleet.nodes();
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(nodes)
                      .allSatisfy(
                          node ->
                              assertThat(List.of(node.run(one), node.run(two)))
                                  .extracting(run -> run.summary().status())
                                  .containsExactlyInAnyOrder(
                                      RunStatus.PENDING, RunStatus.CANCELLED)));
      assertThat(nodes.get(0).run(one).summary().status())
          .isEqualTo(nodes.get(1).run(one).summary().status());
      String kept = settled(7, nodes.get(0)).run().orElseThrow();
      assertThat(nodes.get(0).runs(RunQuery.all(10)).total()).as("none was added").isEqualTo(2);
      assertThat(List.of(one, two)).contains(kept);
    }
  }

  @Test
  void whoWatchesNothingSaysSoAndStillReadsWhatTheEarlierSystemKept() throws IOException {
    try (Node node = Node.open(NodeConfig.at(temporary.resolve("alone")).offline())) {
      assertThat(node.watched()).isEqualTo(new WatchView(false, List.of()));
      assertThatThrownBy(node::lookAtGitHub)
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("github-watch");
      Path earlier = Files.createDirectories(temporary.resolve("earlier"));
      Files.writeString(
          earlier.resolve("get_repo_info_repo=o_r.json"),
          """
          {"cache_key": "get_repo_info:repo=o/r", "timestamp": 1762596000.5, "ttl": 300,
           "data": {"name": "r1", "updatedAt": "2025-11-08T10:00:00Z", "pushedAt": "x"},
           "content_hash": "bafkreihzgqn4u74agscth6cnbwjr2ayljruvixrwhvglbtfoxm5za7snd4"}
          """);
      Files.writeString(earlier.resolve("odd.json"), "{}");
      EarlierView found = node.earlierAnswers(earlier, false);
      assertThat(found.entries())
          .singleElement()
          .satisfies(
              one ->
                  assertThat(List.of(one.rung(), one.question(), one.state()))
                      .containsExactly("T0", "/repos/o/r", "not asked"));
      assertThat(found.refused()).hasSize(1);
      assertThatThrownBy(() -> node.earlierAnswers(earlier, true))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("asks GitHub nothing");
    }
  }
}
