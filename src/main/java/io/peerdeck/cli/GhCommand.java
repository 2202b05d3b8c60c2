package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck gh`: GitHub by hand, for less calls.
@Command(
    name = "gh",
    description = "ask GitHub, and keep what tools that ask it print",
    addMethodSubcommands = false)
final class GhCommand {
  @Command(
      description =
          "read from GitHub's API through this node's cache: its answer on standard output; 1 if"
              + " GitHub refused")
  int api(
      @Mixin CommonOptions common,
      @Option(
              names = "--fresh",
              paramLabel = "SECONDS",
              description = "how old the answer may be (default: what the rules say)")
          @Nullable Integer fresh,
      @Option(names = "--own", description = "only what GitHub tells this node itself, at trust T2")
          boolean own,
      @Option(
              names = {"-i", "--include"},
              description = "say first how the answer came about, and its headers")
          boolean include,
      @Option(names = "--paginate", description = "read all further pages too") boolean paginate,
      @Parameters(paramLabel = "PATH", description = "such as /repos/owner/name/actions/runs")
          String path) {
    return new GitHubReading(common, Optional.ofNullable(fresh), own, include, paginate)
        .print(path.startsWith("/") ? path : "/" + path);
  }

  @Command(description = "show what was spent of GitHub's budgets, what was spared, and the proxy")
  int status(@Mixin CommonOptions common) {
    return common.answer(
        client -> client.get("github", Map.of()), view -> GitHubReading.status(common, view));
  }

  @Command(
      description =
          "read the folder the earlier system kept GitHub's answers in (its CACHE_DIR): what its"
              + " hashes hold for is listed, believed no further, and asked anew")
  int earlier(
      @Mixin CommonOptions common,
      @Option(names = "--ask", description = "ask GitHub the same now, by this node") boolean ask,
      @Parameters(paramLabel = "FOLDER") Path folder) {
    return common.answer(
        client ->
            client.post(
                "earlier-answers",
                Map.of("folder", folder.toAbsolutePath().toString(), "ask", ask)),
        found -> {
          TextTable table = new TextTable("ASKED BEFORE", "RUNG", "ASKS THE SAME TODAY", "STATE");
          for (JsonNode one : found.path("entries")) {
            table.row(
                one.path("key").asText(),
                one.path("rung").asText(),
                one.path("question").asText(),
                one.path("state").asText());
          }
          for (JsonNode one : found.path("refused")) {
            table.row(one.path("file").asText(), "-", "", "left out: " + one.path("why").asText());
          }
          table.print(common);
        });
  }

  @Command(description = "list the runs that wait at GitHub in the watched repositories")
  int watch(
      @Mixin CommonOptions common,
      @Option(names = "--now", description = "ask GitHub now, and submit what is to be submitted")
          boolean now) {
    return common.answer(
        client -> now ? client.post("watch", Map.of()) : client.get("watch", Map.of()),
        watch -> watched(common, watch));
  }

  private static void watched(CommonOptions common, JsonNode watch) {
    if (!watch.path("on").asBoolean()) {
      common.out().println("No repository is watched; github-watch names them.");
      return;
    }
    TextTable table = new TextTable("REPOSITORY", "RUN", "NAME", "STATE", "FLEET'S RUN", "WHY");
    for (JsonNode repository : watch.path("repositories")) {
      String name = repository.path("name").asText();
      String trouble = repository.path("trouble").asText();
      if (!trouble.isEmpty()) {
        table.row(name, "", "", "trouble", "", trouble);
      } else if (repository.path("runs").isEmpty()) {
        table.row(name, "", "", "nothing waits", "", "");
      }
      for (JsonNode run : repository.path("runs")) {
        table.row(
            name,
            run.path("id").asText(),
            run.path("name").asText(),
            run.path("state").asText(),
            run.path("run").asText(""),
            run.path("why").asText());
      }
    }
    table.print(common);
  }

  @Command(
      description =
          "run a tool that only reads, or print what it printed before: its output, its errors and"
              + " its exit code 0 are kept in the data folder for this user alone and never shared;"
              + " the tool gets no input")
  int cached(
      @Mixin CommonOptions common,
      @Option(
              names = "--ttl",
              defaultValue = "300",
              paramLabel = "SECONDS",
              description = "how old its output may be (default: 300)")
          long seconds,
      @Option(names = "--refresh", description = "run it anyway, and keep what it prints")
          boolean refresh,
      @Option(names = "--explain", description = "say on standard error what came of it")
          boolean explain,
      @Parameters(
              arity = "1..*",
              paramLabel = "COMMAND",
              description = "after --, the tool and its arguments")
          List<String> command) {
    if (seconds < 1 || seconds > KeptOutput.MAX_AGE.toSeconds()) {
      common.err().println("--ttl is 1 to " + KeptOutput.MAX_AGE.toSeconds() + " seconds.");
      return 2;
    }
    CommandCache cache =
        new CommandCache(common.folder().resolve("commands"), System.getenv(), Clock.systemUTC());
    common.out().flush();
    common.err().flush();
    CachedCommand tool =
        new CachedCommand(
            cache,
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err));
    CachedCommand.Outcome outcome =
        tool.run(command, Path.of("").toAbsolutePath(), Duration.ofSeconds(seconds), refresh);
    if (explain) {
      common.err().println("peerdeck: " + outcome.told());
    }
    return outcome.exit();
  }
}
