package io.peerdeck;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerdeck.cli.CommonOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck bench`: measures what the README quotes.
@Command(name = "bench", description = "measure speed and memory on this machine")
final class BenchCommand implements Callable<Integer> {
  private enum Subject {
    NET,
    IDLE,
    GOSSIP,
    CLOCK,
    SUBMIT,
    RUN,
    QUEUE,
    REGISTRY,
    CACHE,
    API,
    PANEL,
    CLI,
    START
  }

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "SUBJECT",
      description =
          "net (with idle), idle, gossip, clock, submit, run, queue, registry, cache, api, panel,"
              + " cli, start (default: all that can be measured here)")
  private List<Subject> subjects = List.of();

  @Option(
      names = "--interop",
      paramLabel = "FOLDER",
      description = "the folder of the js-libp2p ends, to be measured in the same run")
  private @Nullable Path interop;

  @ArgGroup(heading = "Of the panel:%n", exclusive = false)
  private PanelBenchOptions panel = new PanelBenchOptions();

  @Override
  public Integer call() throws Exception {
    InstantSource wall = InstantSource.system();
    Optional<Path> launcher = Launcher.path();
    if (subjects.contains(Subject.START) && launcher.isEmpty()) {
      common.err().println("The start is measured by the installed program: `mvn -Pinstaller`.");
      return 2;
    }
    if (subjects.contains(Subject.CLI) && Launcher.commandLine().isEmpty()) {
      common.err().println("Commands are measured by the built program: `mvn package`.");
      return 2;
    }
    List<Subject> measured = new ArrayList<>(subjects);
    if (measured.isEmpty()) {
      measured.addAll(List.of(Subject.values()));
      measured.remove(Subject.START); // a part of the panel's figures
      measured.remove(Subject.IDLE); // and of the network's
      if (Launcher.commandLine().isEmpty()) {
        measured.remove(Subject.CLI);
      }
    }
    List<Figure> figures = new ArrayList<>();
    for (Subject subject : measured) {
      Path folder = Files.createTempDirectory("peerdeck-bench");
      try {
        figures.addAll(
            switch (subject) {
              case NET -> {
                List<Figure> net = new ArrayList<>(NetBench.run(Optional.ofNullable(interop)));
                net.addAll(new IdleBench(folder, this::progress).run());
                yield net;
              }
              case IDLE -> new IdleBench(folder, this::progress).run();
              case GOSSIP -> new GossipBench(this::progress).run();
              case CLOCK -> new ClockBench(wall, new SecureRandom()).run(folder);
              case SUBMIT -> new SubmitBench(folder).run();
              case RUN -> {
                List<Figure> run = new ArrayList<>();
                try (StepBench steps = new StepBench(folder, new SecureRandom())) {
                  run.addAll(steps.run());
                }
                run.forEach(figure -> progress(figure.name() + " " + figure.value()));
                run.addAll(new FleetRunBench(folder).run());
                yield run;
              }
              case QUEUE -> new QueueBench(wall).run();
              case REGISTRY -> new RegistryBench(wall, new SecureRandom()).run();
              case CACHE -> {
                List<Figure> cache = new ArrayList<>(new CacheBench(new SecureRandom()).run());
                cache.addAll(new ProxyBench(wall, new SecureRandom()).run());
                yield cache;
              }
              case API -> {
                List<Figure> api = new ArrayList<>(new ApiBench(folder, this::progress).run());
                api.addAll(new McpBench(folder).run());
                yield api;
              }
              case PANEL -> panel.bench(folder, wall, launcher, this::progress).run();
              case CLI -> new CliBench(Launcher.commandLine().orElseThrow(), folder).run();
              case START -> new StartBench(launcher.orElseThrow(), folder, wall).run();
            });
      } finally {
        delete(folder);
      }
    }
    if (common.json()) {
      common
          .out()
          .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures));
    } else {
      figures.forEach(this::print);
    }
    return 0;
  }

  private void progress(String what) {
    common.err().println(what);
    common.err().flush();
  }

  private void print(Figure figure) {
    Figure.Anchor anchor = figure.anchor();
    common
        .out()
        .printf(
            "%-32s %12.3f %-6s target %10.3f%s%n",
            figure.name(),
            figure.value(),
            figure.unit(),
            figure.target(),
            anchor == null ? "" : "  (%s: %.3f)".formatted(anchor.name(), anchor.value()));
  }

  private static void delete(Path folder) throws java.io.IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
