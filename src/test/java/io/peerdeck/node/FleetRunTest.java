package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.schedule.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three real nodes share the jobs of a run.
class FleetRunTest {
  @TempDir Path temporary;

  @Test
  void theJobsOfARunAreSpreadAndEveryNodeTellsTheSame() throws Exception {
    try (TestFleet fleet = new TestFleet(temporary, 3, 4)) {
      Path folder = Files.createDirectories(temporary.resolve("work"));
      Path file =
          Files.writeString(
              folder.resolve("wf.yml"),
              """
              name: p2p-workflow spread
              on: push
              jobs:
                part:
                  runs-on: linux
                  strategy:
                    matrix:
                      n: [0, 1, 2, 3, 4, 5, 6, 7]
                  steps:
                    - uses: actions/checkout@v4
                    - run: echo "part ${{ matrix.n }} of $RUNNER_NAME" > part-${{ matrix.n }}.txt
                    - uses: actions/upload-artifact@v4
                      with: {name: "part-${{ matrix.n }}", path: "part-*.txt"}
                whole:
                  name: "${{ vars.PRODUCT }} of ${{ github.actor }}, parts ${{ needs.part.result }}"
                  runs-on: "${{ vars.SYSTEM }}"
                  needs: part
                  steps:
                    - uses: actions/download-artifact@v4
                      with: {name: part-3, path: got}
                    - run: cat got/part-3.txt
                    - uses: actions/download-artifact@v4
                      with: {pattern: "part-*", path: merged, merge-multiple: true}
                    - uses: actions/download-artifact@v4
                      with: {pattern: "part-[!x]", path: none}
                    - uses: actions/download-artifact@v4
                      with: {pattern: "*-?", path: apart}
                    - run: |
                        echo merged $(cd merged && find . -type f | sort)
                        echo apart $(cd apart && find . -type f | sort)
                        echo authors $(cat merged/* | sed 's/.* of //' | sort -u)
              """);
      fleet.node(0).setVariable("PRODUCT", "Deck");
      fleet.node(0).setVariable("SYSTEM", "linux");
      fleet.node(1).setVariable("PRODUCT", "what another machine calls it");
      String id = fleet.node(0).submit(SubmitRequest.of(file)).id();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsInstanceOf(NodeException.class) // not heard of there yet
          .untilAsserted(
              () ->
                  assertThat(fleet.nodes())
                      .allMatch(node -> node.run(id).tasks().stream().allMatch(TaskView::sealed)));

      RunDetail run = fleet.node(0).run(id);
      assertThat(run.summary().status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(run.tasks().stream().map(TaskView::holder).distinct().count()).isGreaterThan(1);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> tellsOfItsPeers(fleet.node(0), run));
      for (Node node : fleet.nodes()) {
        assertThat(decisions(node.run(id))).isEqualTo(decisions(run));
        assertThat(node.run(id).tasks().getLast().name())
            .isEqualTo("Deck of " + fleet.node(0).status().self().id() + ", parts success");
        List<String> log =
            node.log(id, TaskRef.parse("whole"), 0, 1 << 20, Duration.ZERO).lines().stream()
                .map(LogChunk.Line::text)
                .collect(Collectors.toList());
        assertThat(log)
            .anyMatch(line -> line.startsWith("part 3 of n"))
            .contains("merged " + paths("./part-%1$d.txt"))
            .contains("apart " + paths("./part-%1$d/part-%1$d.txt"))
            .anyMatch(line -> line.startsWith("authors n") && line.contains(" n"));
      }
      assertThat(fleet.nodes().stream().map(node -> node.status().clockHead()).distinct())
          .hasSize(1);
    }
  }

  private static String paths(String format) {
    return IntStream.range(0, 8).mapToObj(format::formatted).collect(Collectors.joining(" "));
  }

  /// Not every peer gets a job of each run; those that did are known for it.
  private static void tellsOfItsPeers(Node node, RunDetail run) {
    List<PeerRef> holders = run.tasks().stream().flatMap(task -> task.holder().stream()).toList();
    for (PeerView peer : node.peers().subList(1, 3)) {
      if (holders.contains(peer.peer())) {
        assertThat(peer.conduct().reasons().toString()).contains("it had claimed");
      }
      assertThat(peer.conduct().suspendedUntil()).isEmpty();
      assertThat(peer.source()).isEqualTo("added by n0");
      assertThat(peer.link().connected()).isTrue();
      assertThat(peer.link().address().orElseThrow()).startsWith("/ip4/127.0.0.1/tcp/");
      assertThat(peer.link().openedAt()).isPresent();
      assertThat(peer.link().loss().orElseThrow()).isBetween(0.0, 1.0);
      assertThat(peer.link().bytesInPerSecond()).isPositive();
      PeerHistory history = node.peerHistory(peer.peer().id());
      assertThat(history.roundTrips()).anyMatch(trip -> trip.rtt().isPresent());
      assertThat(history.states()).anyMatch(state -> state.state().equals("online"));
    }
  }

  private static List<Object> decisions(RunDetail run) {
    return run.tasks().stream()
        .<Object>map(
            task ->
                List.of(task.ref(), task.owner(), task.holder(), task.attempt(), task.resultCid()))
        .toList();
  }
}
