package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
