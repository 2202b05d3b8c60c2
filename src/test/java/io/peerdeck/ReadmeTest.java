package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.cli.CommandLineTool;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds the README to what it shows.
class ReadmeTest {
  private static final Pattern EMBED =
      Pattern.compile(
          "<!-- embed:begin -->\\n```java\\n(.*)```\\n<!-- embed:end -->", Pattern.DOTALL);

  /// A command line as it is typed, or in a sentence, up to what is no word of it.
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?:^ {4}(?:\\w+\\$ )?|`)peerdeck ([a-z]+(?: \\| [a-z]+| [a-z]+(?![\\w.-]))*)");

  @TempDir Path temporary;

  @Test
  void theLinesThatEmbedANodeCompileAndRunAWorkflow() throws Exception {
    Matcher embed = EMBED.matcher(Files.readString(Path.of("README.md")));
    assertThat(embed.find()).as("README.md has the lines between its markers").isTrue();
    assertThat(embed.group(1).lines().count()).isLessThanOrEqualTo(15);
    compile(Files.writeString(temporary.resolve("Embed.java"), embed.group(1)));
    Files.writeString(
        temporary.resolve("hello.yml"),
        """
        name: p2p-workflow hello
        on: push
        jobs: {hello: {runs-on: ubuntu-latest, steps: [{run: echo hello}]}}
        """);

    assertThat(run()).isEqualTo("completed\n");
  }

  @Test
  void everyCommandItShowsExists() throws Exception {
    Set<String> shown = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      Matcher command = COMMAND.matcher(line);
      while (command.find()) {
        String[] alternatives = command.group(1).split(" \\| ");
        String group = alternatives[0].substring(0, alternatives[0].lastIndexOf(' ') + 1);
        shown.add(alternatives[0]);
        Stream.of(alternatives).skip(1).map(word -> group + word).forEach(shown::add);
      }
    }
    assertThat(shown)
        .as("how to start, submit, join machines and take figures")
        .contains("panel", "node", "workflow submit", "fleet invite", "fleet join", "bench run");
    assertThat(List.of("dance", "peer dance")).noneMatch(ReadmeTest::exists);
    assertThat(shown).allMatch(ReadmeTest::exists);
  }

  /// What a group of commands does not know is answered by the help of the group.
  private static boolean exists(String command) {
    StringWriter help = new StringWriter();
    PrintWriter out = new PrintWriter(help);
    Map<String, Supplier<?>> own =
        Map.of(
            "panel", () -> new PanelCommand(false),
            "demo", DemoCommand::new,
            "bench", BenchCommand::new);
    assertThat(CommandLineTool.run((command + " --help").split(" "), own, out, out)).isZero();
    return help.toString().startsWith("Usage: peerdeck " + command + " ")
        || !help.toString().contains("[COMMAND]");
  }

  @Test
  void whoInstallsItFindsEveryStepInIt() throws Exception {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(
            "    mvn           # ",
            "    mvn verify    # ",
            "    mvn -Pinstaller -Dunit.tests.skipped verify ",
            "    sudo apt install ./target/installer/peerdeck_*_amd64.deb\n",
            "drop workflow files on it");
  }

  private void compile(Path source) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  complaints,
                  files,
                  null,
                  List.of(
                      "-proc:none",
                      "-Xlint:all,-path",
                      "-Werror",
                      "-cp",
                      System.getProperty("java.class.path"),
                      "-d",
                      temporary.toString()),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(complaints.toString()).isTrue();
    }
  }

  private String run() throws Exception {
    Path out = temporary.resolve("out.txt");
    Path err = temporary.resolve("err.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                temporary + File.pathSeparator + System.getProperty("java.class.path"),
                "Embed")
            .directory(temporary.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends in time").isTrue();
      assertThat(process.exitValue()).as(Files.readString(err)).isZero();
      return Files.readString(out);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
