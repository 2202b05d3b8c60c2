package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Folders of scripts for node, with their packages installed: that of the js-libp2p peer, and
/// others.
public final class InteropFolder {
  private static final Path FOLDER = Path.of("src/test/interop");

  private InteropFolder() {}

  /// Starts a js peer; aborts the test where npm cannot be run.
  public static NetEnd startJs(Duration timeout) throws Exception {
    install(FOLDER);
    return NetEnd.startJs(FOLDER, timeout);
  }

  /// Starts another script of the folder; aborts the test where npm cannot be run.
  public static NetEnd startJs(String script, String argument, Duration timeout) throws Exception {
    install(FOLDER);
    return NetEnd.startJs(FOLDER, List.of(script, argument), timeout);
  }

  /// Whether all packages are there, also those added since npm ran last.
  private static boolean complete(Path folder) throws IOException {
    Path modules = folder.resolve("node_modules");
    JsonNode wanted = new ObjectMapper().readTree(folder.resolve("package.json").toFile());
    return (!wanted.has("optionalDependencies") || Files.isExecutable(modules.resolve(".bin/node")))
        && wanted.get("dependencies").properties().stream()
            .allMatch(wants -> Files.isDirectory(modules.resolve(wants.getKey())));
  }

  /// The node that comes with the packages of the js-libp2p peer, for folders that bring none;
  /// aborts the test where npm cannot be run.
  public static Path node() throws Exception {
    install(FOLDER);
    return FOLDER.resolve("node_modules/.bin/node").toAbsolutePath();
  }

  /// Installs a folder's packages; aborts the test where npm cannot be run. Two tests may want them
  /// at the same time.
  public static synchronized void install(Path folder) throws Exception {
    if (!complete(folder)) {
      installAll(folder);
    }
  }

  private static void installAll(Path folder) throws Exception {
    // The test runner talks over this process's own streams, so npm gets none of them.
    Path said = Files.createTempFile("npm-ci", ".log");
    Process npm;
    try {
      npm =
          new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      npm.getOutputStream().close();
    } catch (IOException e) {
      String reason = "SKIPPED: " + folder + ", npm cannot be run: " + e.getMessage();
      System.out.println(reason);
      abort(reason);
      return;
    }
    assertThat(npm.waitFor(8, TimeUnit.MINUTES)).as("npm ci ends").isTrue();
    assertThat(npm.exitValue()).as("npm ci: %s", Files.readString(said)).isZero();
  }
}
