package io.peerdeck.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.peerdeck.api.metrics.NodeMetrics;
import io.peerdeck.node.NodeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Prometheus reads of a node that ran a job.
class MetricsPathTest {
  private static final Path MONITORING = Path.of("src", "main", "monitoring");

  @TempDir static Path folder;
  private static NodeHost host;
  private static RawHttp http;
  private static String text;

  @BeforeAll
  static void start() throws Exception {
    host = NodeHost.start(NodeConfig.at(folder).withName("measured").withSlots(2).offline());
    http = new RawHttp(host.address());
    Path file =
        Files.writeString(
            folder.resolve("one.yml"),
            """
            name: p2p-workflow
            on: push
            jobs:
              good: {runs-on: self-hosted, steps: [{run: 'true'}]}
              bad: {runs-on: self-hosted, steps: [{run: 'false'}]}
            """);
    try (ApiClient client = host.client()) {
      String run = client.post("runs", Map.of("file", file.toString())).path("id").asText();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  client
                      .get("runs/" + run, Map.of())
                      .path("summary")
                      .path("status")
                      .asText()
                      .equals("failed"));
    }
    text = scrape("");
  }

  @AfterAll
  static void stop() {
    host.close();
  }

  private static String scrape(String accept) throws IOException {
    Map<String, String> headers = http.headers(ApiToken.read(folder).bearer());
    if (!accept.isEmpty()) {
      headers.put("Accept", accept);
    }
    RawHttp.Answer answer = http.send("GET", "/metrics", headers, new byte[0]);
    assertThat(answer.status()).isEqualTo(200);
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /// The value of the sample that begins like this.
  private static double value(String sample) {
    Matcher line =
        Pattern.compile("^" + Pattern.quote(sample) + " (\\S+)$", Pattern.MULTILINE).matcher(text);
    assertThat(line.find()).as("%s in%n%s", sample, text).isTrue();
    return Double.parseDouble(line.group(1));
  }

  @Test
  void whatHappenedIsCounted() {
    assertThat(value("peerdeck_runs{status=\"failed\"}")).isEqualTo(1);
    assertThat(value("peerdeck_runs{status=\"completed\"}")).isZero();
    assertThat(value("peerdeck_queue_depth")).isZero();
    assertThat(value("peerdeck_slots")).isEqualTo(2);
    assertThat(value("peerdeck_job_claims_total")).isEqualTo(2);
    assertThat(value("peerdeck_job_duration_seconds_count{conclusion=\"success\"}")).isEqualTo(1);
    assertThat(value("peerdeck_job_duration_seconds_count{conclusion=\"failure\"}")).isEqualTo(1);
    assertThat(value("peerdeck_job_wait_seconds_count")).isEqualTo(2);
    assertThat(value("peerdeck_clock_entries")).isGreaterThan(5);
    assertThat(value("peerdeck_peers{state=\"online\"}")).isZero();
    assertThat(text)
        .contains("name=\"measured\"")
        .contains("# TYPE peerdeck_clock_lag_seconds histogram")
        .contains("# TYPE peerdeck_refused_inputs_total counter")
        .contains("peerdeck_cache_reads_total{cache=")
        .contains("jvm_memory_used_bytes{");
  }

  @Test
  void whoHasNoTokenIsToldNothing() throws Exception {
    Map<String, String> headers = http.headers("Bearer " + "0".repeat(64));
    assertThat(http.send("GET", "/metrics", headers, new byte[0]).status()).isEqualTo(401);
    headers.put("Authorization", ApiToken.read(folder).bearer());
    assertThat(http.send("POST", "/metrics", headers, new byte[0]).status()).isEqualTo(405);
  }

  @Test
  void openMetricsIsWrittenForWhoAsksForIt() throws Exception {
    assertThat(scrape("application/openmetrics-text; version=1.0.0"))
        .endsWith("# EOF\n")
        .contains("peerdeck_job_claims_total 2.0");
  }

  @Test
  void dashboardAndAlertsAskForWhatThereIs() throws Exception {
    Set<String> names = NodeMetrics.of(host.node()).names();
    Pattern metric = Pattern.compile("\\b(?:peerdeck|jvm|process)_[a-z0-9_]+");
    for (String file : List.of("dashboard.json", "alerts.yml")) {
      Matcher asked = metric.matcher(Files.readString(MONITORING.resolve(file)));
      int found = 0;
      while (asked.find()) {
        String name = asked.group().replaceAll("_(bucket|count|sum|total|info)$", "");
        assertThat(names).as(file).contains(name);
        found++;
      }
      assertThat(found).as(file).isGreaterThan(5);
    }
  }

  @Test
  void promtoolFindsNothingWrong() throws Exception {
    boolean present = Files.isExecutable(Path.of("/usr/bin/promtool"));
    if (!present) {
      System.out.println("SKIPPED: metrics by promtool, which is not on this machine");
    }
    assumeTrue(present, "no promtool on this machine");
    Path metrics = Files.writeString(folder.resolve("metrics.txt"), text);
    assertThat(promtool(metrics, "check", "metrics")).isEmpty();
    assertThat(promtool(metrics, "check", "rules", MONITORING.resolve("alerts.yml").toString()))
        .contains("SUCCESS");
  }

  private static String promtool(Path input, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/usr/bin/promtool");
    builder.command().addAll(List.of(arguments));
    Path said = folder.resolve("promtool.txt");
    Process process =
        builder
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    String words = Files.readString(said, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(words).isZero();
    return words;
  }
}
