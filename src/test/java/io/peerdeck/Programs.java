package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// The program as processes of their own on one data folder; what is left of them ends with the
/// test.
public final class Programs implements AutoCloseable {
  static final int DEADLINE_SECONDS = 90;
  static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Path SCRIPT = Path.of("/usr/bin/script");

  private final Path temporary;
  private final Path data;
  private final List<Program> started = new ArrayList<>();

  public Programs(Path temporary, Path data) {
    this.temporary = temporary;
    this.data = data;
  }

  /// On a new data folder whose node has no network and is called `solo`.
  public static Programs ofLoneNode(Path temporary) throws IOException {
    Path data = Files.createDirectories(temporary.resolve("data"));
    Files.writeString(data.resolve("config.yaml"), "name: solo\nnetwork: off\nslots: 2\n");
    return new Programs(temporary, data);
  }

  public Path data() {
    return data;
  }

  /// Starts a command without a display.
  public Program start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  /// The same with variables of its environment.
  public Program start(Map<String, String> environment, String... arguments) throws IOException {
    return start(command(Main.class, List.of(), arguments), environment);
  }

  /// Starts a command on a terminal of its own, where all that it says comes together.
  public Program onTerminal(Map<String, String> environment, String... arguments)
      throws IOException {
    String line =
        command(Main.class, List.of(), arguments).stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    Map<String, String> all = new HashMap<>(environment);
    all.put("TERM", "xterm");
    return start(List.of(SCRIPT.toString(), "-qec", line, "/dev/null"), all);
  }

  /// Whether this machine has a program of that name, also one of its administrator's.
  static boolean onPath(String program) {
    return Stream.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /// Whether terminals can be made here.
  public static boolean haveTerminals() {
    return Files.isExecutable(SCRIPT);
  }

  /// Starts a command as a service without a locale would be.
  Program withoutLocale(String... arguments) throws IOException {
    return start(Map.of("LC_ALL", "C"), arguments);
  }

  /// Starts a command where there seems to be a display; what is shown is drawn in memory.
  Program onDisplay(Class<?> main, String... arguments) throws IOException {
    List<String> options = new ArrayList<>();
    options.addAll(List.of(System.getProperty("peerdeck.fxArgs").split(" ")));
    options.addAll(List.of("-Dglass.platform=Headless", "-Dprism.order=sw"));
    return start(command(main, options, arguments), Map.of("DISPLAY", ":none"));
  }

  /// The same where that display cannot be opened, as after its server has gone.
  Program onDeadDisplay(String... arguments) throws IOException {
    List<String> options = List.of(System.getProperty("peerdeck.fxArgs").split(" "));
    return start(command(Main.class, options, arguments), Map.of("DISPLAY", ":none"));
  }

  private List<String> command(Class<?> main, List<String> options, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    takeSignals(command);
    if (!command.contains("--help")) {
      command.addAll(List.of("--data", data.toString()));
    }
    return command;
  }

  private Program start(List<String> command, Map<String, String> environment) throws IOException {
    Path out = temporary.resolve("out-" + started.size());
    Path err = temporary.resolve("err-" + started.size());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().remove("NO_COLOR");
    builder.environment().putAll(environment);
    Program program = new Program(builder.start(), out, err);
    started.add(program);
    return program;
  }

  /// A build in the background of a script ignores the interrupt, and so would all it starts.
  private static void takeSignals(List<String> command) {
    if (System.getProperty("os.name").equals("Linux")) {
      command.addAll(0, List.of("env", "--default-signal=INT"));
    }
  }

  @Override
  public void close() {
    for (Program program : started) {
      program.process().descendants().forEach(ProcessHandle::destroyForcibly);
      program.process().destroyForcibly();
    }
  }

  /// One of them.
  public record Program(Process process, Path outFile, Path errFile) {
    public int exit() throws InterruptedException {
      assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).as("ends in time").isTrue();
      return process.exitValue();
    }

    public String out() throws IOException {
      return Files.readString(outFile);
    }

    public String err() throws IOException {
      return Files.readString(errFile);
    }

    /// Waits until it has said this on standard output.
    public void says(String text) throws IOException {
      Awaitility.await()
          .atMost(Duration.ofSeconds(DEADLINE_SECONDS))
          .until(() -> !process.isAlive() || out().contains(text));
      assertThat(out()).as(err()).contains(text);
    }

    /// The document on standard output, once it is whole.
    public JsonNode document() throws IOException {
      Awaitility.await()
          .atMost(Duration.ofSeconds(DEADLINE_SECONDS))
          .until(() -> !process.isAlive() || out().stripTrailing().endsWith("\n}"));
      return MAPPER.readTree(out());
    }
  }
}
