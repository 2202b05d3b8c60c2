package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.peerdeck.github.ApiRead;
import io.peerdeck.github.GitHubModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node whose disk for GitHub's answers is full: a file system in memory of two megabytes, in a
/// mount namespace of the node's own.
@Timeout(240)
class FullDiskTest {
  private static final Logger LOG = LoggerFactory.getLogger(FullDiskTest.class);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int MANY = 40;

  private final GitHubModel model = GitHubModel.start(InstantSource.system());
  private final HttpClient tool = HttpClient.newHttpClient();
  private final Random random = new Random(6);

  @TempDir private Path temporary;
  private Process child;
  private BufferedReader said;
  private PrintStream told;

  @AfterEach
  void stop() throws InterruptedException {
    if (child != null) {
      child.destroy();
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    tool.shutdownNow();
    model.close();
  }

  /// The node and what it is told on its standard input.
  static final class Main {
    private Main() {}

    /// @param args the data folder, and the disk that is to be full
    public static void main(String[] args) throws IOException {
      Path ballast = Path.of(args[1]).resolve("ballast");
      BufferedReader in = new BufferedReader(stdin());
      Node node = open(args[0]);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        switch (line) {
          case "fill" -> fill(ballast);
          case "again" -> {
            node.close();
            fill(ballast);
            node = open(args[0]);
          }
          default -> {} // only asked how it stands
        }
        GitHubView view = node.gitHub();
        System.out.println(
            String.join(
                "\t",
                "answer",
                view.proxy().orElse("none"),
                view.trouble(),
                "full lives with " + node.status().members()));
      }
      node.close();
    }

    private static Reader stdin() {
      return new InputStreamReader(System.in, StandardCharsets.UTF_8);
    }

    private static Node open(String folder) {
      return Node.open(NodeConfig.at(Path.of(folder)).withoutSandbox());
    }

    private static void fill(Path ballast) {
      for (int size = 64 * 1024; size > 0; size /= 2) {
        try (OutputStream out =
            Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
          while (true) {
            out.write(new byte[size]);
          }
        } catch (IOException full) {
          // as it is to be; smaller pieces may still find room
        }
      }
    }
  }

  private void start() throws Exception {
    Path disk = Files.createDirectories(temporary.resolve("disk"));
    Path data = Files.createDirectories(temporary.resolve("data"));
    Files.writeString(
        data.resolve("config.yaml"),
        "name: full\nlisten: [/ip4/127.0.0.1/tcp/0]\nmdns: off\ngithub: on\ngithub-port: 0\ngithub-api: %s\ngithub-folder: %s\n"
            .formatted(model.base(), disk.resolve("github")));
    String mount = "mount -t tmpfs -o size=2m tmpfs '" + disk + "'";
    Process probe = inNamespace(mount);
    String refusal = new String(probe.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (probe.waitFor() != 0) {
      LOG.warn("SKIPPED: no disk can be mounted here to be filled: {}", refusal.strip());
      abort("no disk can be mounted here: " + refusal.strip());
    }
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    child =
        inNamespace(
            mount
                + " && exec '"
                + Path.of(System.getProperty("java.home"), "bin", "java")
                + "' -cp '"
                + classes
                + "' --enable-native-access=ALL-UNNAMED -Xmx256m -XX:TieredStopAtLevel=1 '"
                + Main.class.getName()
                + "' '"
                + data
                + "' '"
                + disk
                + "'");
    said = child.inputReader(StandardCharsets.UTF_8);
    told = new PrintStream(child.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  private static Process inNamespace(String command) throws IOException {
    return new ProcessBuilder("unshare", "-r", "-m", "sh", "-c", command).start();
  }

  /// Where the proxy is, what is wrong, and that the node lives.
  private String[] ask(String what) throws IOException {
    told.println(what);
    String line = said.readLine();
    while (line != null && !line.startsWith("answer\t")) {
      line = said.readLine();
    }
    assertThat(line).as(what).isNotNull();
    String[] parts = line.split("\t", -1);
    assertThat(parts[3]).isEqualTo("full lives with 1");
    assertThat(parts[1]).startsWith("http://127.0.0.1:");
    return parts;
  }

  private HttpResponse<byte[]> get(String proxy, String path, String token, boolean now)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(proxy + path))
            .header("Accept", ApiRead.JSON)
            .header("Authorization", "token " + token);
    if (now) {
      request.header("Cache-Control", "no-cache");
    }
    return tool.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private byte[] body() {
    byte[] body = new byte[100_000];
    random.nextBytes(body);
    return body;
  }

  private static String contents(int number) {
    return "/repos/o/r/contents/" + number;
  }

  @Test
  void aFullDiskCostsNoAnswerAndNoNodeGivesNothingOldAndIsToldOf() throws Exception {
    byte[][] bodies = new byte[MANY][];
    String runs = "/repos/o/p/actions/runs";
    model.limit("", 5000); // that the public can be asked what it sees
    model.put(runs, "{\"public\":1}");
    start();
    String proxy = ask("how are you")[1];
    assertThat(text(get(proxy, runs, "alice", false))).isEqualTo("{\"public\":1}");
    for (int i = 0; i < MANY; i++) {
      bodies[i] = body();
      model.put(contents(i), bodies[i]);
      assertThat(get(proxy, contents(i), "alice", false).body()).isEqualTo(bodies[i]);
    }
    await().atMost(SOON).until(() -> ask("how are you")[2].contains("cannot be written on disk"));
    assertThat(ask("fill")[2]).contains("No space left");

    for (int i = 0; i < MANY; i++) {
      bodies[i] = i % 2 == 0 ? body() : bodies[i];
      model.put(contents(i), bodies[i]);
      assertThat(get(proxy, contents(i), "alice", true).body()).isEqualTo(bodies[i]);
      HttpResponse<byte[]> again = get(proxy, contents(i), "alice", false);
      assertThat(again.body()).isEqualTo(bodies[i]);
      assertThat(again.headers().firstValue("X-Peerdeck-Cache")).contains("local-hit");
    }
    model.hide(runs);
    model.putFor("alice", runs, "{\"private\":2}");
    assertThat(text(get(proxy, runs, "alice", true))).isEqualTo("{\"private\":2}");
    assertThat(get(proxy, runs, "bob", false).statusCode()).isEqualTo(404);

    String after = ask("again")[1];
    assertThat(get(after, runs, "bob", false).statusCode())
        .as("what was public is not given from the disk")
        .isEqualTo(404);
    assertThat(text(get(after, runs, "alice", false))).isEqualTo("{\"private\":2}");
    for (int i = 0; i < MANY; i++) {
      assertThat(get(after, contents(i), "alice", false).body()).isEqualTo(bodies[i]);
    }
    assertThat(ask("how are you")[2]).contains("in memory alone");
  }
}
