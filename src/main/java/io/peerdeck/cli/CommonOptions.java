package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;
import io.peerdeck.api.NodeHost;
import io.peerdeck.api.ProcessLog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What every command takes: the data folder and the form of the answer.
public final class CommonOptions {
  // A node holds its folder some seconds before its API answers.
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int HELD = 409;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "the data folder (default: PEERDECK_HOME, then the platform's)")
  private @Nullable Path data;

  private Optional<String> log = Optional.empty();

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      completionCandidates = Levels.class,
      description =
          "how much this process says of itself: ${COMPLETION-CANDIDATES} (default: the setting"
              + " `log`)")
  void say(String level) {
    try {
      ProcessLog.say(level);
    } catch (ApiException e) {
      throw new ParameterException(spec().commandLine(), e.getMessage(), e);
    }
    log = Optional.of(level);
  }

  static final class Levels implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ProcessLog.levels().iterator();
    }
  }

  /// The data folder, absolute.
  public Path folder() {
    return Optional.ofNullable(data)
        .orElseGet(() -> NodeHost.defaultFolder(System.getenv()))
        .toAbsolutePath()
        .normalize();
  }

  /// How much a node in this process says of itself; empty for its folder's setting.
  public Optional<String> log() {
    return log;
  }

  /// What the node of this start is called, as the earlier system was told it: `P2P_PEER_ID`.
  static Optional<String> name() {
    return Optional.ofNullable(System.getenv("P2P_PEER_ID")).filter(name -> !name.isBlank());
  }

  /// Whether a JSON document is wanted.
  public boolean json() {
    return Boolean.TRUE.equals(spec().root().findOption("--json").getValue());
  }

  /// What may be done for the eye.
  Terminal terminal() {
    return spec().root().userObject() instanceof CommandLineTool.Root root
        ? root.terminal
        : Terminal.NONE;
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "filled by the parser");
  }

  /// Where the answer goes.
  public PrintWriter out() {
    return spec().commandLine().getOut();
  }

  /// Where progress and complaints go.
  public PrintWriter err() {
    return spec().commandLine().getErr();
  }

  /// Asks the folder's running node, or one embedded for the length of this call. A node that is
  /// just starting or stopping there is waited for.
  <T> T ask(Function<ApiClient, T> question) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<ApiClient> running = ApiClient.connect(folder());
      if (running.isPresent()) {
        try (ApiClient client = running.get()) {
          return question.apply(client);
        }
      }
      Optional<NodeHost> own = start(until);
      if (own.isPresent()) {
        try (NodeHost host = own.get();
            ApiClient client = host.client()) {
          return question.apply(client);
        }
      }
    }
  }

  private Optional<NodeHost> start(long until) {
    try {
      return Optional.of(
          NodeHost.start(NodeHost.Options.at(folder()).withName(name()).withLog(log)));
    } catch (ApiException e) {
      if (e.status() != HELD || System.nanoTime() - until > 0) {
        throw e;
      }
    }
    try {
      TimeUnit.MILLISECONDS.sleep(100);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(503, "Interrupted while waiting for the node on " + folder() + ".", e);
    }
  }

  /// Asks and prints: the document as it is, or the form for people.
  int answer(Function<ApiClient, JsonNode> question, Consumer<JsonNode> people) {
    JsonNode document = ask(question);
    print(document, people);
    return 0;
  }

  void print(JsonNode document, Consumer<JsonNode> people) {
    if (json()) {
      out().println(document.toPrettyString());
    } else {
      people.accept(document);
    }
  }
}
