package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.peerdeck.api.NodeHost;
import io.peerdeck.node.NodeConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real jobs that attack the node they run on, in the sandbox a node gives them, beside a running
/// node whose data folder their own folder lies in. All fail, and the node lives on.
class HostileWorkflowTest {
  private static final String SECRET = "p@ss \"word\"/\u00e9+\nsecond-line=42";

  @TempDir Path temporary;
  private Path data;
  private NodeHost host;
  private Sandbox sandbox;
  private Optional<ReadySandbox> ready = Optional.empty();

  /// Whether jobs run in a sandbox that was made before them.
  boolean isMadeAhead() {
    return false;
  }

  @BeforeEach
  void open() throws Exception {
    data = Files.createDirectory(temporary.resolve("data"));
    sandbox = BubblewrapOnPath.required(data);
    host = NodeHost.start(NodeConfig.at(data).withName("victim").offline());
    Files.createDirectories(data.resolve("jobs"));
  }

  @AfterEach
  void putAway() {
    ready.ifPresent(ReadySandbox::close);
    ready = Optional.empty();
  }

  @AfterEach
  void theNodeLivesOn() {
    if (host != null) {
      assertThat(host.node().status().self().name()).isEqualTo("victim");
      assertThat(host.node().verifyClock(progress -> {}).ok()).isTrue();
      host.close();
    }
  }

  private JobFixture job(boolean network, Map<String, String> secrets) {
    return job(network, secrets, Scratch.none());
  }

  private JobFixture job(boolean network, Map<String, String> secrets, Scratch scratch) {
    final JobFixture job = new JobFixture(data.resolve("jobs"), scratch);
    final Isolation.Sandboxed isolation =
        new Isolation.Sandboxed(sandbox, network, SandboxLimits.standard());
    job.grants = new JobGrants(isolation, secrets, Map.of());
    if (isMadeAhead()) {
      putAway();
      ready =
          Optional.of(
              new JobRunner(JobFixture.setup()).prepare(job.folder, isolation, Optional.empty()));
      job.ready = ready;
    }
    return job;
  }

  private JobFixture job() {
    return job(false, Map.of());
  }

  /// All that left the peer of a job.
  private static String told(JobFixture job, JobOutcome outcome) {
    synchronized (job.lines) {
      return job.lines.stream().map(LogLine::text).collect(Collectors.joining("\n"))
          + outcome.outputs()
          + outcome.summary()
          + outcome.annotations()
          + outcome.message();
    }
  }

  private String token() throws Exception {
    return Files.readString(data.resolve("api.token")).strip();
  }

  private List<String> keyForms() throws Exception {
    final byte[] key = Files.readAllBytes(data.resolve("node.key"));
    return List.of(
        HexFormat.of().formatHex(key, 4, 20),
        Base64.getEncoder().encodeToString(key).substring(4, 24));
  }

  @Test
  void keyTokenDatabaseAndOtherJobsAreNotThere() throws Exception {
    final Path other = Files.createDirectory(data.resolve("jobs/other"));
    Files.writeString(other.resolve("private.txt"), "another job's text");
    final JobFixture job = job();
    final JobOutcome outcome =
        job.steps(
            """
            - run: |
                cd %1$s
                echo "top: $(ls -A | xargs)"; echo "jobs: $(ls -A jobs | xargs)"
                base64 -w0 node.key; od -An -tx1 node.key; cat api.token peerdeck.db config.yaml
                cat jobs/other/private.txt
                ls -A /home /root /run /var/lib /proc/1/root/home
                find / -xdev -name 'node.key' -o -xdev -name 'api.token' 2>/dev/null
                echo looked
              shell: bash --noprofile --norc {0}
            """
                .formatted(data));
    final String told = told(job, outcome);
    assertThat(job.output()).contains("top: jobs", "jobs: job", "looked");
    assertThat(told)
        .doesNotContain(token())
        .doesNotContain("another job's text")
        .doesNotContain(keyForms());
    assertThat(job.output()).noneMatch(line -> line.endsWith("/node.key"));
    assertThat(told).contains("No such file or directory");
  }

  @Test
  void theNodesProcessAndEveryOtherAreOutOfSight() throws Exception {
    final long node = ProcessHandle.current().pid();
    final JobFixture job = job();
    job.steps(
        """
        - run: |
            echo "seen: $(ls /proc | grep -c '^[0-9]')"
            grep -al java /proc/[0-9]*/cmdline | grep -v self
            kill -9 %1$d 2>&1; kill -0 %1$d 2>&1
            cat /proc/%1$d/environ /proc/%1$d/maps 2>&1
            echo x > /proc/sys/kernel/core_pattern
            unshare -Ur true; mount -t tmpfs none /mnt; chroot / true
            echo "groups: $(grep -E 'CapEff|NoNewPrivs' /proc/self/status | xargs)"
          shell: bash --noprofile --norc {0}
        """
            .formatted(node));
    assertThat(job.output()).contains("groups: CapEff: 0000000000000000 NoNewPrivs: 1");
    final String seen =
        job.output().stream().filter(line -> line.startsWith("seen: ")).findFirst().orElseThrow();
    assertThat(Integer.parseInt(seen.substring(6))).isLessThan(12);
    assertThat(ProcessHandle.of(node)).isPresent();
  }

  @Test
  void theApiPortIsNotReachedAndWithNetworkItAsksForTheToken() throws Exception {
    final String address = host.address();
    final String port = address.substring(address.lastIndexOf(':') + 1);
    final String script =
        """
        - run: |
            import urllib.request, urllib.error
            try:
                print("status", urllib.request.urlopen("http://127.0.0.1:%s/api/v1/status").status)
            except urllib.error.HTTPError as refused:
                print("status", refused.code)
            except OSError as refused:
                print("no way", refused)
          shell: python
        """
            .formatted(port);
    final JobFixture without = job();
    without.steps(script);
    assertThat(without.output()).singleElement().asString().startsWith("no way");
    without.folder.close();
    final JobFixture with = job(true, Map.of());
    with.steps(script);
    assertThat(with.output()).singleElement().isEqualTo("status 401");
  }

  @Test
  void nothingOutlivesTheJobAndTheLogSaysSo() {
    final JobFixture job = job();
    job.steps(
        """
        - run: |
            trap '' TERM INT HUP
            (setsid bash -c 'trap "" TERM INT HUP; sleep 7201; sleep 7201' >/dev/null 2>&1 &)
            env -i /usr/bin/setsid /usr/bin/nohup /usr/bin/sleep 7202 >/dev/null 2>&1 &
            echo left
        """);
    assertThat(job.output()).containsExactly("left");
    assertThat(job.remarks()).anyMatch(line -> line.startsWith("Terminated orphan process"));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                ProcessHandle.allProcesses()
                    .map(process -> process.info().commandLine().orElse(""))
                    .noneMatch(line -> line.endsWith("sleep 7201") || line.endsWith("sleep 7202")));
  }

  @Test
  void commandFilesAndScriptsOnDiskCannotBeForgedIntoReadingOrWritingOutside() throws Exception {
    forgesCommandFilesAndScripts(job());
  }

  @Test
  void commandFilesAndScriptsInMemoryCannotBeForgedIntoReadingOrWritingOutside() throws Exception {
    try (Scratch scratch = Scratch.of(temporary, Optional.empty())) {
      final JobFixture job = job(false, Map.of(), scratch);
      assumeTrue(!job.folder.scripts().startsWith(temporary), "no folder in memory here");
      forgesCommandFilesAndScripts(job);
      assertThat(job.folder.scripts()).isNotEmptyDirectory();
      job.folder.close();
      assertThat(job.folder.scripts()).doesNotExist();
    }
  }

  private void forgesCommandFilesAndScripts(JobFixture job) throws Exception {
    final Path config = data.resolve("config.yaml");
    final String before = Files.readString(config);
    final JobOutcome outcome =
        job.job(
            """
                outputs:
                  stolen: ${{ steps.one.outputs.stolen }}${{ steps.one.outputs.key }}
                steps:
                  - id: one
                    run: |
                      rm -f "$GITHUB_OUTPUT" && ln -s %1$s/api.token "$GITHUB_OUTPUT"
                      rm -f "$GITHUB_STEP_SUMMARY" && ln -s %1$s/api.token "$GITHUB_STEP_SUMMARY"
                      files=$(dirname "$(dirname "$GITHUB_OUTPUT")")
                      echo 'evil' > "$files/step_2.sh" && echo forged
                      ln -s %1$s/config.yaml "$files/step_2.sh" && echo forged
                      mv "$files" "$files.old" && echo forged
                      mv "$(dirname "$files")" "$(dirname "$files").old" && echo forged
                      touch "$(dirname "$files")/other" && echo forged
                      mv "$files/commands" "$files/other" && echo forged
                      for n in 2 3 4; do ln -s %1$s/config.yaml "$files/commands/github_env_$n"; done
                      true
                    shell: bash --noprofile --norc {0}
                  - if: always()
                    run: echo "second"
                  - if: always()
                    run: echo "NODE_OPTIONS=--require=/tmp/x" >> "$GITHUB_ENV"
            """
                .formatted(data));
    assertThat(job.output()).doesNotContain("forged");
    assertThat(told(job, outcome)).doesNotContain(token());
    assertThat(job.remarks())
        .anyMatch(line -> line.contains("the step put something else than a file at"));
    assertThat(Files.readString(config)).isEqualTo(before);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
  }

  @Test
  void linksInArtifactsAndWorkspacesLeadNowhere() throws Exception {
    final JobFixture job = job();
    job.snapshot = target -> 0;
    final JobOutcome outcome =
        job.steps(
            """
            - run: |
                ln -s %1$s/api.token token; ln -s %1$s data; mkdir real; ln -s / real/root
                echo fine > real/fine; ln -s ../../../api.token real/up
            - uses: actions/upload-artifact@v4
              with: {name: plain, path: .}
            - uses: actions/upload-artifact@v4
              continue-on-error: true
              with: {name: through, path: data/api.token}
            - uses: actions/checkout@v4
              continue-on-error: true
              with: {path: data/jobs/other}
            - run: echo "hash ${{ hashFiles('data/*', 'token') }}."
            """
                .formatted(data));
    assertThat(outcome.message()).isEmpty();
    assertThat(files(job.artifacts.get("plain"))).containsExactly("real/fine");
    assertThat(job.artifacts).doesNotContainKey("through");
    assertThat(job.remarks()).anyMatch(line -> line.contains("symbolic links were left out"));
    assertThat(data.resolve("jobs/other")).doesNotExist();
    assertThat(job.output()).contains("hash .");
  }

  @Test
  void aFolderThatTurnsIntoALinkMeanwhileGivesNothingAway() throws Exception {
    final JobFixture job = job();
    final StringBuilder steps =
        new StringBuilder(
            """
            - run: |
                import os, subprocess, sys
                os.makedirs("turning")
                for name in ("api.token", "node.key"):
                    open("turning/" + name, "w").write("bait")
                code = '''
                import os
                os.symlink("%1$s", "link")
                while True:
                    os.rename("turning", "real"); os.rename("link", "turning")
                    os.rename("turning", "link"); os.rename("real", "turning")
                '''
                import textwrap
                subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)])
              shell: python
            """
                .formatted(data));
    for (int i = 0; i < 15; i++) {
      steps.append(
          """
          - uses: actions/upload-artifact@v4
            continue-on-error: true
            with: {name: try%d, path: "turning/*", if-no-files-found: ignore}
          """
              .formatted(i));
    }
    job.steps(steps.toString());
    final List<String> kept = new java.util.ArrayList<>();
    for (final Path artifact : job.artifacts.values()) {
      for (final String name : files(artifact)) {
        kept.add(
            new String(Files.readAllBytes(artifact.resolve(name)), StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(kept).allMatch("bait"::equals);
  }

  @Test
  void aSecretIsMaskedInTheFormsThatAreCommon() {
    final JobFixture job = job(false, Map.of("TOKEN", SECRET));
    final JobOutcome outcome =
        job.job(
            """
                outputs:
                  told: ${{ secrets.TOKEN }}
                steps:
                  - env: {TOKEN: "${{ secrets.TOKEN }}"}
                    run: |
                      import base64, json, os, urllib.parse
                      value = os.environ["TOKEN"]
                      print(value)
                      for line in value.splitlines():
                          print("line", line)
                      print(json.dumps({"a": value}), json.dumps({"a": value}, ensure_ascii=False))
                      print(urllib.parse.quote(value), urllib.parse.quote(value, safe=""))
                      print(urllib.parse.quote_plus(value))
                      for before in range(3):
                          data = b"x" * before + value.encode() + b"tail"
                          print(base64.b64encode(data).decode())
                          print(base64.urlsafe_b64encode(data).decode())
                      print("::error::" + value.splitlines()[1])
                      open(os.environ["GITHUB_STEP_SUMMARY"], "w").write("told " + value)
                      open(os.environ["GITHUB_OUTPUT"], "w").write("x=" + value.splitlines()[0])
                    shell: python
            """);
    final String told = told(job, outcome);
    assertThat(outcome.message()).isEmpty();
    assertThat(told).contains("***").doesNotContain("second-line", "word", "line%3D42", "p%40ss");
    final byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    for (int before = 0; before < 3; before++) {
      final byte[] all = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, all, before, bytes.length);
      assertThat(told).doesNotContain(Base64.getEncoder().encodeToString(all).substring(8, 20));
    }
    assertThat(outcome.outputs()).doesNotContainKey("told");
    assertThat(job.remarks()).anyMatch(line -> line.contains("Skip output 'told'"));
  }

  @Test
  void longLinesTenMillionLinesAndBinaryOutputOfASandboxedJobStayBounded() {
    final JobFixture job = job();
    job.limits = job.limits.withLogBytes(8 << 20);
    final JobOutcome outcome =
        job.steps(
            """
            - run: |
                head -c 3000000 /dev/zero | tr '\\0' x; echo
                head -c 300000 /dev/urandom; echo
                yes line | head -n 10000000
                echo end >&2
            """);
    assertThat(outcome.message()).isEmpty();
    assertThat(job.remarks()).anyMatch(line -> line.contains("reached its limit of 8.0 MiB"));
    assertThat(job.lines.stream().mapToLong(line -> line.text().length()).sum())
        .isLessThan(10 << 20);
  }

  private static List<String> files(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
