package io.peerdeck;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerdeck.cli.CommonOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `peerdeck demo`: shows on real nodes that the main job works, and exits 1 if it does not.
@Command(
    name = "demo",
    description = "run three example workflows on a fleet of nodes on this machine")
final class DemoCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--nodes", defaultValue = "3", description = "how many nodes (1 to 9)")
  private int nodes = 3;

  @Option(
      names = "--out",
      defaultValue = "target/demo",
      description = "where folders and pictures go")
  private Path out = Path.of("target/demo");

  @Override
  public Integer call() throws Exception {
    if (nodes < 1 || nodes > 9) {
      common.err().println("--nodes must be 1 to 9.");
      return 2;
    }
    DemoReport report;
    try (Demo demo = new Demo(out, line -> common.err().println(line));
        DemoPictures pictures = new DemoPictures(out.resolve("pictures"))) {
      report = demo.run(nodes, pictures);
    }
    if (common.json()) {
      common
          .out()
          .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
    } else {
      print(report, common.out());
    }
    return report.good() ? 0 : 1;
  }

  private static void print(DemoReport report, PrintWriter out) {
    for (DemoReport.RunLine run : report.runs()) {
      out.printf("%n%s: %s%n", run.name(), run.status());
      for (DemoReport.JobLine job : run.jobs()) {
        out.printf(
            "  %-12s ran on %-8s attempt %d  %-8s %6d ms%n",
            job.id(), job.peer(), job.attempt(), job.conclusion(), job.millis());
      }
      for (DemoReport.ArtifactLine artifact : run.artifacts()) {
        out.printf(
            "  artifact %-12s %8d bytes  %s%n", artifact.name(), artifact.bytes(), artifact.cid());
      }
    }
    out.printf(
        "%n%d nodes %s on every owner, holder and result; %.1f s in all.%n",
        report.nodes(), report.ownersAgree() ? "agree" : "DO NOT agree", report.millis() / 1000.0);
    pictures(report.screenshots(), out);
    report.problems().forEach(problem -> out.println("NOT AS IT SHOULD BE: " + problem));
  }

  private static void pictures(List<String> paths, PrintWriter out) {
    if (!paths.isEmpty()) {
      out.println("Pictures of the panel:");
      paths.forEach(path -> out.println("  " + path));
    }
  }
}
