package io.peerdeck.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
