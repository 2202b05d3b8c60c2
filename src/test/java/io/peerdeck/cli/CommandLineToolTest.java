package io.peerdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.NodeHost;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.RunTermsView;
import io.peerdeck.schedule.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands against a node that is running.
class CommandLineToolTest {
  private static final String STRANGER = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";

  @TempDir static Path temporary;
  private static Shell shell = new Shell(Path.of(""));
  private static NodeHost host;
  private static String run = "";

  @BeforeAll
  static void start() throws Exception {
    shell = Shell.offline(temporary.resolve("data"));
    host = NodeHost.start(NodeConfig.at(shell.data()));
    Path file =
        workflow(
            "good.yml",
            """
            name: p2p-workflow good
            on: {workflow_dispatch: {inputs: {who: {type: string, default: nobody}}}}
            jobs:
              make:
                runs-on: linux
                steps:
                  - run: |
                      echo "hello ${{ inputs.who }}"
                      echo kept > kept.txt
                  - uses: actions/upload-artifact@v4
                    with: {name: kept, path: kept.txt}
            """);
    run =
        shell
            .json("workflow", "submit", file.toString(), "--wait", "--inputs", "{\"who\": \"all\"}")
            .json()
            .path("id")
            .asText();
    Awaitility.await() // lists follow within moments
        .until(() -> host.node().status().runs().completed() > 0);
  }

  @AfterAll
  static void stop() {
    host.close();
  }

  @Test
  void aCommandSpeaksToTheRunningNode() {
    assertThat(host.node().run(run).summary().status().text()).isEqualTo("completed");
    assertThat(host.node().run(run).inputs()).containsEntry("who", "all");
  }

  @Test
  void settingsAreListedReadAndChanged() {
    assertThat(shell.run("config", "list").out()).contains("KEY", "slots", "Jobs run at once");
    assertThat(shell.run("config", "set", "slots", "3").out()).isEqualTo("slots is 3.\n");
    assertThat(shell.run("config", "get", "slots").out()).isEqualTo("3\n");
    assertThat(host.node().status().slots()).isEqualTo(3);
    assertThat(shell.json("config", "get", "slots").json().path("source").asText())
        .isEqualTo("file");
    assertThat(shell.run("config", "set", "listen", "/ip4/127.0.0.1/tcp/0").out())
        .contains("from the next start on");
    shell.run("config", "set", "slots", "many").refused(2);
    shell.run("config", "get", "colour").refused(3);
  }

  @Test
  void cachesAreListedClearedAndTheirBlocksPinned() {
    assertThat(shell.run("cache", "list").out())
        .contains("blobs", "entries")
        .containsPattern("github +- +- +- +GitHub responses: ");
    String cid = shell.json("cache", "kept", "blobs").json().path(0).path("key").asText();
    assertThat(shell.run("cache", "pin", cid).out()).contains("stays in memory");
    assertThat(shell.run("cache", "clear", "blobs").out()).isEqualTo("blobs is cleared.\n");
    assertThat(shell.run("cache", "kept", "blobs").out()).contains(cid, "yes");
    assertThat(shell.run("cache", "unpin", cid).out()).contains("only as long as");
    shell.run("cache", "unpin", cid).refused(4);
    shell.run("cache", "clear", "github").refused(4);
    shell.run("cache", "kept", "none").refused(3);
  }

  @Test
  void transfersAreListedAndOneThatIsNotThereIsRefused() {
    assertThat(shell.run("transfer", "list").out()).startsWith("ID");
    shell.run("transfer", "cancel", "7").refused(3);
    shell.run("transfer", "retry", "7").refused(3);
  }

  @Test
  void statusAndListTellOfTheRun() {
    String end = run.substring(run.length() - 8);
    JsonNode detail = shell.json("workflow", "status", end).json();
    assertThat(detail.at("/summary/id").asText()).isEqualTo(run);
    assertThat(detail.at("/tasks/0/conclusion").asText()).isEqualTo("success");
    JsonNode page =
        shell.json("workflow", "list", "--status", "completed", "--peer-id", "solo").json();
    assertThat(page.path("runs").findValuesAsText("id")).contains(run);
    assertThat(shell.run("workflow", "status", run).out()).contains("completed", run, "kept");
    assertThat(shell.run("workflow", "list").out()).contains(end, "p2p-workflow good");
  }

  @Test
  void logsArePrintedForPeopleAndAsJsonLines() {
    assertThat(shell.run("workflow", "logs", run).out()).contains("make | hello all");
    List<String> lines =
        shell.json("workflow", "logs", run, "--job", "make").out().lines().toList();
    assertThat(lines).isNotEmpty();
    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(Shell.document(line).at("/line/text").asText()).isEqualTo("hello all"))
        .allSatisfy(
            line -> assertThat(Shell.document(line).path("job").asText()).isEqualTo("make"));
    shell.json("workflow", "logs", run, "--job", "other").refused(3);
    shell.json("workflow", "logs", run, "--job", "make:x").refused(2);
  }

  @Test
  void artifactsAreListedAndSaved() {
    Path saved = temporary.resolve("saved");
    JsonNode artifacts =
        shell.json("workflow", "artifacts", run, "--save", saved.toString()).json();
    assertThat(artifacts.get(0).path("name").asText()).isEqualTo("kept");
    assertThat(saved.resolve("kept/kept.txt")).hasContent("kept\n");
    assertThat(shell.run("workflow", "artifacts", run).out()).contains("kept", "baf");
    assertThat(shell.run("workflow", "artifacts", run, "--save", saved + "-2").out())
        .contains("Saved in " + saved + "-2.");
    assertThat(shell.run("stats").out()).containsPattern("^Runs: .*completed [1-9].* in the clock");
  }

  @Test
  void aRunIsCancelled() throws Exception {
    Path file = workflow("held.yml", job("true"));
    String held =
        shell.json("workflow", "submit", file.toString(), "--held").json().path("id").asText();
    assertThat(shell.json("workflow", "cancel", held).json().path("ok").asBoolean()).isTrue();
    assertThat(host.node().run(held).summary().status().text()).isEqualTo("cancelled");
  }

  @Test
  void aRunIsSteeredAsInThePanel() throws Exception {
    Path file = workflow("steered.yml", job("true"));
    String run =
        shell.json("workflow", "submit", file.toString(), "--held").json().path("id").asText();
    assertThat(shell.run("workflow", "priority", run, "2").out()).contains("has priority 2 now");
    assertThat(host.node().run(run).summary().priority()).isEqualTo(2);
    String self = host.node().status().self().id();
    assertThat(shell.json("workflow", "assign", run, self).json().path("ok").asBoolean()).isTrue();
    assertThat(host.node().run(run).tasks().getFirst().assigned().orElseThrow().id())
        .isEqualTo(self);
    assertThat(shell.json("workflow", "release", run).json().path("ok").asBoolean()).isTrue();
    String again = shell.json("workflow", "again", run).json().path("id").asText();
    assertThat(host.node().run(again).again()).contains(run);
    shell.json("workflow", "priority", again, "12").refused(2);
  }

  @Test
  void aRunSaysHowLongItWaitsForAPeerAndHowOftenItIsTried() throws Exception {
    Path file = workflow("nobody.yml", job("true").replace("linux", "no-such-peer"));
    Shell.Answer waited =
        shell.json(
            "workflow",
            "submit",
            file.toString(),
            "--wait",
            "--queue-timeout",
            "1s",
            "--attempts",
            "2");
    assertThat(waited.exit()).isEqualTo(1);
    String run = Shell.document(waited.out()).path("id").asText();
    assertThat(host.node().run(run).terms())
        .isEqualTo(new RunTermsView(Duration.ofSeconds(1), 2, false));
    assertThat(host.node().run(run).tasks().getFirst().why()).contains("no peer within 1 s");
    assertThat(shell.run("workflow", "status", run).out())
        .contains("waits at most 1 s for a peer, 2 attempts, no network");
    shell.json("workflow", "submit", file.toString(), "--queue-timeout", "soon").refused(2);
    shell.json("workflow", "submit", file.toString(), "--attempts", "0").refused(2);
  }

  @Test
  void templatesAreListedShownAndSubmitted() {
    assertThat(shell.run("workflow", "templates", "list").out())
        .contains("Plan, work, gather", "Maven build", "--folder");
    assertThat(shell.run("workflow", "templates", "preview", "pipeline").out())
        .contains("job gather", "needs: plan");
    String run =
        shell
            .json(
                "workflow",
                "templates",
                "submit",
                "pipeline",
                "--wait",
                "--network",
                "--queue-timeout",
                "10m",
                "--attempts",
                "3",
                "--inputs",
                "{\"greeting\":\"hi\"}")
            .json()
            .path("id")
            .asText();
    assertThat(host.node().run(run).inputs()).containsEntry("greeting", "hi");
    assertThat(host.node().run(run).summary().status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(host.node().run(run).terms())
        .isEqualTo(new RunTermsView(Duration.ofMinutes(10), 3, true));
    shell.json("workflow", "templates", "submit", "nothing").refused(3);
  }

  @Test
  void anActionIsVendoredAndListed() throws Exception {
    Path action = Files.createDirectories(temporary.resolve("action"));
    Files.writeString(
        action.resolve("action.yml"), "name: A\nruns: {using: composite, steps: []}\n");
    String uses = "octo/tool@" + "ab".repeat(20);
    assertThat(shell.run("action", "vendor", uses, action.toString()).out())
        .contains(uses + " is kept: 1 files");
    assertThat(shell.run("action", "list").out()).contains(uses, "solo");
    assertThat(shell.run("action", "remove", uses).out()).contains(uses + " is removed");
    assertThat(shell.json("action", "list").json()).isEmpty();
    shell.json("action", "remove", uses).refused(3);
    shell.run("action", "vendor", uses, action.toString());
    assertThat(shell.json("action", "list").json()).hasSize(1);
    shell.json("action", "vendor", "octo/tool@main", action.toString()).refused(2);
  }

  @Test
  void theFailedJobsOfARunRunAgain() throws Exception {
    Path file =
        workflow(
            "half.yml",
            """
            name: p2p-workflow
            on: push
            jobs:
              good: {runs-on: linux, steps: [{run: 'true'}]}
              bad: {runs-on: linux, steps: [{run: 'exit 3'}]}
            """);
    String half =
        Shell.document(shell.json("workflow", "submit", file.toString(), "--wait").out())
            .path("id")
            .asText();
    JsonNode again = shell.json("workflow", "rerun", half, "--failed").json();
    assertThat(again.path("tasksDone").asInt()).isEqualTo(1);
    assertThat(host.node().run(again.path("id").asText()).tasks().getFirst().why())
        .startsWith("Taken over from run");
    assertThat(shell.run("workflow", "rerun", half, "--job", "bad").out())
        .contains("runs again in part", "1 of 2 jobs keep their results");
    shell.json("workflow", "rerun", half).refused(2);
    shell.json("workflow", "rerun", half, "--failed", "--job", "bad").refused(2);
  }

  @Test
  void aRunThatFailsEndsItsWaitWithOne() throws Exception {
    Path file = workflow("fails.yml", job("exit 3"));
    Shell.Answer answer = shell.json("workflow", "submit", file.toString(), "--wait");
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(Shell.document(answer.out()).path("status").asText()).isEqualTo("failed");
  }

  @Test
  void peersAreAddedTrustedListedAndRemoved() {
    String address = "/ip4/192.0.2.7/tcp/4011/p2p/" + STRANGER;
    JsonNode added = shell.json("peer", "add", address, "--name", "nuc").json();
    assertThat(added.at("/peer/id").asText()).isEqualTo(STRANGER);
    assertThat(shell.json("peer", "trust", "nuc").json().path("ok").asBoolean()).isTrue();
    assertThat(shell.json("peer", "list").json().findValuesAsText("id")).contains(STRANGER);
    assertThat(shell.run("peer", "list").out()).contains("nuc", "solo", STRANGER);
    assertThat(shell.json("peer", "untrust", "nuc").json().path("ok").asBoolean()).isTrue();
    assertThat(shell.json("peer", "ping", "nuc").refused(4).err()).contains("network: on");
    assertThat(shell.run("peer", "block", "nuc").out()).contains("nuc is shut out");
    assertThat(shell.run("peer", "list").out()).contains("blocked");
    assertThat(shell.json("peer", "unblock", "nuc").json().path("ok").asBoolean()).isTrue();
    assertThat(shell.run("peer", "list").out()).doesNotContain("blocked");
    assertThat(shell.json("peer", "block", "solo").refused(4).err()).contains("itself");
    assertThat(shell.json("peer", "remove", "nuc").json().path("ok").asBoolean()).isTrue();
    assertThat(shell.json("peer", "remove", "nobody").refused(3).err()).contains("nobody");
    assertThat(shell.json("peer", "add", "nonsense").refused(2).err()).contains("multiaddr");
    assertThat(shell.json("peer", "add", "/ip4/192.0.2.7/tcp/1").refused(2).err())
        .contains("/p2p/PEER_ID");
  }

  @Test
  void theClockIsVerifiedAndRead() {
    assertThat(shell.json("clock", "verify").json().path("ok").asBoolean()).isTrue();
    assertThat(shell.run("clock", "verify").out()).containsPattern("All \\d+ entries verify");
    assertThat(shell.json("clock", "log", "--limit", "3").json().path("entries").size())
        .isEqualTo(3);
    assertThat(shell.run("clock", "log").out()).contains("run.submitted", "solo");
    shell.json("clock", "log", "--limit", "0").refused(2);
    String newest = shell.json("clock", "log", "--limit", "1").json().at("/entries/0/cid").asText();
    assertThat(shell.json("clock", "show", newest).json().path("signature").asText()).hasSize(128);
    assertThat(shell.run("clock", "show", newest.substring(newest.length() - 12)).out())
        .contains(newest);
    shell.json("clock", "show", "bafyunknown").refused(3);
  }

  @Test
  void aBrokenFileIsRefusedWithItsPositionAndNothingIsStored() throws Exception {
    Path broken = workflow("broken.yml", "name: p2p-workflow\njobs: {a: {runs-on: 1, steps: x}}\n");
    Path good = workflow("second.yml", job("true"));
    long before = host.node().status().clockEntries();
    assertThat(shell.json("workflow", "submit", broken.toString()).refused(2).err())
        .contains(broken + ":2:");
    assertThat(
            shell.json("workflow", "submit", good.toString(), broken.toString()).refused(2).err())
        .contains(broken + ":2:");
    assertThat(host.node().status().clockEntries()).isEqualTo(before);
  }

  @Test
  void whatCannotBeReadIsToldByName() throws Exception {
    Path missing = temporary.resolve("missing.yml");
    assertThat(shell.json("workflow", "submit", missing.toString()).refused(2).err())
        .contains("no file", missing.toString());
    assertThat(shell.json("workflow", "submit", temporary.toString()).refused(2).err())
        .contains(temporary.toString());
    Path untagged = workflow("untagged.yml", job("true").replace("p2p-workflow", "plain"));
    assertThat(shell.json("workflow", "submit", untagged.toString()).refused(2).err())
        .contains("not tagged");
    Path binary = Files.write(temporary.resolve("binary.yml"), new byte[] {0, 1, (byte) 0xff});
    assertThat(shell.json("workflow", "submit", binary.toString()).refused(2).err())
        .contains("binary.yml");
    Path good = workflow("inputs.yml", job("true"));
    for (String inputs : List.of("{", "[]", "7", "{\"none\": 1}")) {
      shell.json("workflow", "submit", good.toString(), "--inputs", inputs).refused(2);
    }
    shell.json("workflow", "submit", good.toString(), "--priority", "12").refused(2);
    assertThat(
            shell
                .json("workflow", "submit", good.toString(), "--event", "release")
                .refused(2)
                .err())
        .contains("The workflow does not start on release");
    assertThat(
            shell
                .json("workflow", "submit", good.toString(), "--event", "push", "--ref", "main")
                .refused(2)
                .err())
        .contains("write refs/heads/BRANCH or refs/tags/TAG");
    shell.json("workflow", "submit", good.toString(), "--strategy", "luck").refused(2);
    shell.json("workflow", "list", "--status", "gone").refused(2);
  }

  @Test
  void aRunThatIsNotThereIsToldByName() {
    for (String command : List.of("status", "logs", "cancel", "artifacts")) {
      assertThat(shell.json("workflow", command, "bafynothing").refused(3).err())
          .contains("bafynothing");
    }
  }

  @Test
  void aSecondNodeOnTheFolderIsRefused() {
    assertThat(shell.json("node").refused(4).err())
        .startsWith("Another Peerdeck already runs on the data folder " + shell.data());
    assertThat(shell.json("workflow", "list").exit()).isZero();
  }

  @Test
  void wrongUseShowsWhatIsRight() {
    for (String[] wrong :
        List.of(
            new String[] {},
            new String[] {"dance"},
            new String[] {"workflow"},
            new String[] {"workflow", "submit"},
            new String[] {"workflow", "status"},
            new String[] {"peer", "add"},
            new String[] {"clock", "verify", "--loud"},
            new String[] {"node", "--slots", "many"})) {
      assertThat(Shell.plain(wrong).refused(2).err())
          .as(String.join(" ", wrong))
          .contains("Usage:");
    }
    assertThat(Shell.plain("queu").err()).startsWith("There is no command `queu`; there is queue");
    assertThat(Shell.plain("--help").exit()).isZero();
    assertThat(Shell.plain("workflow", "submit", "--help").exit()).isZero();
    assertThat(Shell.plain("--version").out()).startsWith("peerdeck ");
  }

  @Test
  void helpListsEveryCommandThoughOnlyTheOneAskedIsBuilt() {
    String[] all = {"node", "workflow", "fleet", "peer", "clock", "config", "cache", "transfer"};
    assertThat(Shell.plain("--help").out()).contains(all);
    assertThat(Shell.plain("help").out()).contains(all);
    assertThat(Shell.plain("dance").err()).contains(all);
    assertThat(Shell.plain("help", "workflow").out()).contains("submit", "logs", "artifacts");
    assertThat(Shell.plain("workflow", "--help").out()).contains("submit", "logs", "artifacts");
    assertThat(Shell.plain("workflow", "dance").err()).contains("submit", "logs", "artifacts");
    assertThat(Shell.plain("node", "--help").out()).contains("--listen", "stop");
  }

  @Test
  void everyCommandOffersJson() {
    for (String command :
        List.of(
            "node",
            "node stop",
            "workflow submit",
            "workflow status",
            "workflow list",
            "workflow cancel",
            "workflow hold",
            "workflow release",
            "workflow priority",
            "workflow assign",
            "workflow adopt",
            "workflow again",
            "workflow logs",
            "workflow artifacts",
            "cache list",
            "cache kept",
            "cache clear",
            "cache pin",
            "cache unpin",
            "transfer list",
            "transfer cancel",
            "transfer retry",
            "peer add",
            "peer remove",
            "peer list",
            "peer trust",
            "peer untrust",
            "peer block",
            "peer unblock",
            "peer set",
            "peer approve",
            "peer refuse",
            "fleet show",
            "fleet create",
            "fleet invite",
            "fleet invites",
            "fleet revoke",
            "fleet join",
            "fleet members",
            "fleet remove",
            "fleet role",
            "fleet requests",
            "fleet accept",
            "fleet refuse",
            "clock verify")) {
      String[] help =
          Stream.concat(
                  command.lines().flatMap(line -> Stream.of(line.split(" "))), Stream.of("--help"))
              .toArray(String[]::new);
      Shell.Answer answer = Shell.plain(help);
      assertThat(answer.exit()).as(command).isZero();
      assertThat(answer.out()).as(command).contains("--json", "--data");
    }
  }

  private static String job(String command) {
    return "name: p2p-workflow\non: push\njobs: {a: {runs-on: linux, steps: [{run: '%s'}]}}\n"
        .formatted(command);
  }

  private static Path workflow(String name, String text) throws Exception {
    return Files.writeString(temporary.resolve(name), text);
  }
}
