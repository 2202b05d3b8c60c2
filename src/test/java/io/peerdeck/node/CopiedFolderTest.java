package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerdeck.schedule.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A node whose data folder was copied, and that writes from both copies.
@Timeout(240)
class CopiedFolderTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path temporary;

  @Test
  void aNodeThatWritesFromTwoCopiesOfItsFolderIsShownAsFrozenByAll() throws Exception {
    Workflows workflows = new Workflows(temporary.resolve("work"));
    Path file = workflows.job("true");
    try (TestFleet fleet = new TestFleet(temporary, 3, 1)) {
      String before = fleet.node(2).submit(SubmitRequest.of(file)).id();
      fleet.awaitAgreement(SOON, List.of(before));
      String twin = fleet.node(2).status().self().id();
      long parted = written(fleet.node(0), twin).getFirst().seq() + 1;
      fleet.node(2).close();
      Path copy = temporary.resolve("copy");
      copy(fleet.config(2).data(), copy);
      try (Node apart = Node.open(fleet.config(2).offline())) {
        apart.submit(SubmitRequest.of(file).withHeld(true).withName("the first history"));
      }
      NodeConfig onCopy =
          NodeConfig.at(copy).withName("n2").withListen(List.of("/ip4/127.0.0.1/tcp/0"));
      String other;
      try (Node second = Node.open(onCopy)) {
        other = second.submit(SubmitRequest.of(file).withName("the second history")).id();
        await().atMost(SOON).until(() -> TestFleet.knows(fleet.node(0), other));
        await().atMost(SOON).until(() -> TestFleet.knows(fleet.node(1), other));
      }
      assertThat(fleet.nodes().subList(0, 2)).noneMatch(node -> isFrozen(node, twin));

      Node first = fleet.restart(2);

      for (Node node : fleet.nodes()) {
        await().atMost(SOON).until(() -> isFrozen(node, twin));
        assertThat(peer(node, twin).stateReason()).contains("two different histories");
        List<EntryView> contradicting = marked(node, twin, "equivocation");
        assertThat(contradicting).hasSize(2).extracting(EntryView::seq).containsOnly(parted);
        assertThat(marked(node, twin, "fork"))
            .isNotEmpty()
            .allSatisfy(entry -> assertThat(entry.seq()).isGreaterThan(parted))
            .noneMatch(EntryView::effective);
      }
      assertThat(TestFleet.knows(fleet.node(0), other))
          .as("written after the histories parted")
          .isFalse();
      assertThat(fleet.node(1).run(before).summary().status()).isEqualTo(RunStatus.COMPLETED);
      assertThatThrownBy(() -> first.submit(SubmitRequest.of(file)))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("new key");
      String after = fleet.node(0).submit(SubmitRequest.of(file)).id();
      fleet.awaitAgreement(SOON, List.of(after));
      assertThat(fleet.node(1).run(after).summary().status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(fleet.node(1).run(after).summary().peers())
          .noneMatch(runner -> runner.id().equals(twin));
    }
  }

  @Test
  void aNodeOnAnOldCopyOfItsFolderFetchesWhatItWroteSinceAndGoesOn() throws Exception {
    Workflows workflows = new Workflows(temporary.resolve("work"));
    Path file = workflows.job("true");
    try (TestFleet fleet = new TestFleet(temporary, 3, 1)) {
      fleet.node(2).close();
      Path backup = temporary.resolve("backup");
      copy(fleet.config(2).data(), backup);
      String since = fleet.restart(2).submit(SubmitRequest.of(file)).id();
      fleet.awaitAgreement(SOON, List.of(since));

      fleet.replace(2, NodeConfig.at(backup).withListen(List.of("/ip4/127.0.0.1/tcp/0")));

      String after = fleet.node(2).submit(SubmitRequest.of(file)).id();
      fleet.awaitAgreement(SOON, List.of(since, after));
      for (Node node : fleet.nodes()) {
        assertThat(node.peers()).noneMatch(peer -> peer.state().equals("frozen"));
      }
    }
  }

  private static boolean isFrozen(Node node, String peer) {
    return peer(node, peer).state().equals("frozen");
  }

  private static List<EntryView> marked(Node node, String author, String mark) {
    return written(node, author).stream()
        .filter(entry -> entry.marks().stream().anyMatch(found -> found.kind().equals(mark)))
        .toList();
  }

  /// The newest first.
  private static List<EntryView> written(Node node, String author) {
    return node.entries(EntryQuery.newest(100).withAuthor(author)).entries();
  }

  private static PeerView peer(Node node, String id) {
    return node.peers().stream()
        .filter(view -> view.peer().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
