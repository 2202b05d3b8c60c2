package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.api.NodeHost;
import io.peerdeck.runner.BubblewrapOnPath;
import io.peerdeck.schedule.RunStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secrets and variables of a machine: sealed on disk, granted, given to jobs, told to nobody.
class LocalSecretsTest {
  private static final String VALUE = "correct horse battery";
  private static final SecretUse USE = new SecretUse("peer", "file", "snap");

  @TempDir Path folder;

  private LocalSecrets open(AtomicInteger changes) {
    return new LocalSecrets(
        new SealedFile(folder.resolve("key"), folder.resolve("sealed"), new SecureRandom()),
        InstantSource.system(),
        changes::incrementAndGet);
  }

  @Test
  void whatIsKeptIsSealedForThisUserAndReadBack() throws Exception {
    AtomicInteger changes = new AtomicInteger();
    LocalSecrets first = open(changes);
    first.set("token", VALUE);
    first.setVariable("COLOUR", "green");
    byte[] once = Files.readAllBytes(folder.resolve("sealed"));
    first.set("TOKEN", VALUE);
    byte[] twice = Files.readAllBytes(folder.resolve("sealed"));
    assertThat(new String(once, StandardCharsets.ISO_8859_1))
        .startsWith("PDSEALED\u0001")
        .doesNotContain("horse", "green", "TOKEN");
    assertThat(twice).as("a nonce of its own each time").isNotEqualTo(once);
    for (String file : List.of("key", "sealed")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
          .isEqualTo("rw-------");
    }
    LocalSecrets again = open(changes);
    assertThat(again.secrets()).extracting(SecretView::name).containsExactly("TOKEN");
    assertThat(again.variables()).isEqualTo(Map.of("COLOUR", "green"));
    assertThat(again.secrets().toString()).doesNotContain("horse");
    assertThat(changes).hasValue(3);
  }

  @Test
  void aFileThatWasChangedOrLostItsKeyIsToldAndLeftAlone() throws Exception {
    open(new AtomicInteger()).set("TOKEN", VALUE);
    Path sealed = folder.resolve("sealed");
    byte[] bytes = Files.readAllBytes(sealed);
    bytes[bytes.length - 1] ^= 1;
    Files.write(sealed, bytes);
    LocalSecrets changed = open(new AtomicInteger());
    assertThatThrownBy(changed::secrets).hasMessageContaining("does not open it");
    assertThatThrownBy(() -> changed.set("OTHER", "x")).hasMessageContaining("cannot be read");
    assertThat(Files.readAllBytes(sealed)).isEqualTo(bytes);
    Files.delete(folder.resolve("key"));
    assertThatThrownBy(() -> open(new AtomicInteger()).secrets()).hasMessageContaining("missing");
  }

  @Test
  void aSecretIsUsedByWhomAndForWhatItWasGranted() {
    LocalSecrets secrets = open(new AtomicInteger());
    assertThat(secrets.refusal(USE, Set.of("TOKEN")))
        .contains("it needs the secret TOKEN, which this machine does not have");
    secrets.set("TOKEN", VALUE);
    assertThat(secrets.refusal(USE, Set.of("TOKEN")))
        .hasValueSatisfying(why -> assertThat(why).contains("not granted here"));
    assertThat(secrets.granted(USE, Set.of("TOKEN"))).isEmpty();
    secrets.grant("TOKEN", new SecretGrant("peer", "file", "snap"));
    assertThat(secrets.refusal(USE, Set.of("TOKEN"))).isEmpty();
    assertThat(secrets.granted(USE, Set.of("TOKEN", "OTHER"))).isEqualTo(Map.of("TOKEN", VALUE));
    for (SecretUse other :
        List.of(
            new SecretUse("other", "file", "snap"),
            new SecretUse("peer", "other", "snap"),
            new SecretUse("peer", "file", "other"))) {
      assertThat(secrets.refusal(other, Set.of("TOKEN"))).isPresent();
    }
    secrets.grant("TOKEN", new SecretGrant("peer", "file", SecretGrant.ANY));
    assertThat(secrets.refusal(new SecretUse("peer", "file", "other"), Set.of("TOKEN"))).isEmpty();
    secrets.remove("TOKEN");
    assertThat(secrets.refusal(USE, Set.of("TOKEN"))).isPresent();
    assertThatThrownBy(() -> secrets.set("1bad", "x")).hasMessageContaining("no name");
    assertThatThrownBy(() -> secrets.set("GITHUB_TOKEN", "x")).hasMessageContaining("GITHUB_");
    assertThatThrownBy(() -> secrets.set("BIG", "x".repeat(50_000))).hasMessageContaining("bytes");
  }

  @Test
  void aJobThatIsSkippedNeedsNoSecret() throws Exception {
    try (Node node = Node.open(NodeConfig.at(folder.resolve("data")).withName("solo").offline())) {
      Path file =
          Files.writeString(
              folder.resolve("wf.yml"),
              """
              name: p2p-workflow skipped
              on: [push, workflow_dispatch]
              jobs:
                build: {runs-on: linux, steps: [{run: 'true'}]}
                deploy:
                  needs: build
                  if: github.event_name == 'push' && vars.DEPLOY != 'no'
                  runs-on: linux
                  steps: [{run: "echo ${{ secrets.DEPLOY_KEY }}"}]
                tell:
                  needs: [build, deploy]
                  if: failure()
                  runs-on: linux
                  steps: [{run: "echo ${{ secrets.HOOK }}"}]
              """);
      String run = node.submit(SubmitRequest.of(file)).id();
      soon().until(() -> node.run(run).summary().status().finished());
      assertThat(node.run(run).summary().status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(status(node, run, "deploy")).isEqualTo("skipped");
      assertThat(status(node, run, "tell")).isEqualTo("skipped");
    }
  }

  @Test
  void aJobGetsASecretOnceItIsGrantedAndNobodyIsToldIt() throws Exception {
    BubblewrapOnPath.required();
    Path data = folder.resolve("data");
    try (NodeHost host = NodeHost.start(NodeConfig.at(data).withName("solo").offline())) {
      Node node = host.node();
      host.client().post("secrets", Map.of("name", "token", "value", VALUE));
      host.client().post("vars", Map.of("name", "colour", "value", "green"));
      Path file =
          Files.writeString(
              Files.createDirectory(folder.resolve("work")).resolve("wf.yml"),
              """
              name: p2p-workflow secret
              on: push
              jobs:
                open:
                  runs-on: linux
                  steps: [{run: "echo colour ${{ vars.COLOUR }}"}]
                closed:
                  runs-on: linux
                  steps:
                    - env: {T: "${{ secrets.token }}"}
                      run: test "$T" = '%s' && echo "got $T"
              """
                  .formatted("correct horse battery"));
      String run = node.submit(SubmitRequest.of(file)).id();
      soon().until(() -> status(node, run, "open").equals("success"));
      soon()
          .until(
              () -> node.run(run).toString().contains("it needs the secret TOKEN, which is not"));
      host.client().post("secrets/TOKEN/grant", Map.of("run", run));
      soon().until(() -> node.run(run).summary().status().finished());
      assertThat(node.run(run).summary().status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(log(node, run, "open")).contains("colour green", ", no network, ");
      String asking = node.submit(SubmitRequest.of(file).withNetwork(true)).id();
      soon().until(() -> status(node, asking, "open").equals("success"));
      assertThat(log(node, asking, "open")).contains(", with network, ");
      assertThat(log(node, run, "closed")).contains("got ***").doesNotContain("echo \"got horse");
      assertThat(host.client().get("secrets", Map.of()).toString())
          .contains("TOKEN")
          .doesNotContain("horse");
      Path zip = folder.resolve("bundle.zip");
      node.writeDiagnostics(zip);
      assertThat(new String(Files.readAllBytes(zip), StandardCharsets.ISO_8859_1))
          .doesNotContain("horse");
      host.client().delete("secrets/TOKEN");
      assertThat(node.secrets()).isEmpty();
    }
    try (Stream<Path> files = Files.walk(data.resolve("logs"))) {
      for (Path log : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(log)).doesNotContain("got correct");
      }
    }
  }

  private static String status(Node node, String run, String job) {
    return node.run(run).tasks().stream()
        .filter(task -> task.ref().job().equals(job))
        .findFirst()
        .flatMap(TaskView::conclusion)
        .orElse("");
  }

  private static String log(Node node, String run, String job) {
    return node.log(run, new TaskRef(job, 0), 0, 1 << 20, Duration.ZERO).lines().stream()
        .map(LogChunk.Line::text)
        .reduce("", (a, b) -> a + "\n" + b);
  }

  private static org.awaitility.core.ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(30));
  }
}
