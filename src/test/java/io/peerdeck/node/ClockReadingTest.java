package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The clock as the panel reads it: by place, by what entries carry, and the queue of another time.
class ClockReadingTest {
  @TempDir Path temporary;

  @Test
  void entriesAreReadByPlaceAndByWhatTheyCarry() throws Exception {
    try (Node node =
        Node.open(NodeConfig.at(temporary.resolve("data")).withName("solo").offline())) {
      Path file =
          Files.writeString(
              Files.createDirectories(temporary.resolve("work")).resolve("wf.yml"),
              "name: p2p-workflow\non: push\njobs: {a: {runs-on: linux, steps: [{run: 'true'}]}}");
      String first = node.submit(SubmitRequest.of(file).withHeld(true)).id();
      String second = node.submit(SubmitRequest.of(file).withHeld(true)).id();
      node.prioritise(first, 2);

      List<EntryView> all = node.entries(EntryQuery.newest(100)).entries();
      long total = node.entries(EntryQuery.newest(1)).total();
      assertThat(all).hasSize((int) total);
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).ordinal()).isEqualTo(total - 1 - i);
        assertThat(node.clockPosition(all.get(i).cid())).isEqualTo(total - 1 - i);
        assertThat(node.entries(EntryQuery.newest(2).withOrdinal(total - 1 - i)).entries())
            .isEqualTo(all.subList(i, Math.min(all.size(), i + 2)));
        String cid = all.get(i).cid();
        assertThat(node.entry(cid.substring(cid.length() - 8))).isEqualTo(all.get(i));
        assertThat(node.entry(cid.substring(0, 20)).cid()).isEqualTo(cid);
        assertThat(all.get(i).marks()).isEmpty();
      }
      assertThat(node.entries(EntryQuery.newest(2).withBefore(all.get(1).cid())).entries())
          .isEqualTo(all.subList(2, 4));
      assertThat(node.entries(EntryQuery.newest(2).withAfter(all.get(3).cid())).entries())
          .isEqualTo(all.subList(1, 3));
      assertThat(node.entries(EntryQuery.newest(9).withKey(first)).entries())
          .extracting(EntryView::kind)
          .containsExactly("run.prioritised");
      assertThat(node.entries(EntryQuery.newest(9).withKind("run.submitted")).entries())
          .extracting(EntryView::cid)
          .containsExactly(second, first);
      assertThat(node.entries(EntryQuery.newest(99).withAuthor("solo")).entries()).isEqualTo(all);
      EntryPage found =
          node.entries(EntryQuery.newest(9).withKind("run.submitted").withText("SOLO"));
      assertThat(found.entries()).hasSize(2);
      assertThat(found.goOn()).isEmpty();
      assertThatThrownBy(() -> node.entry("bafyrei")).isInstanceOf(NodeException.class);

      assertThat(node.runsAt(first, RunQuery.all(9)).runs())
          .extracting(RunSummary::id)
          .containsExactly(first);
      assertThat(node.runsAt(second, RunQuery.all(9)).runs())
          .extracting(RunSummary::priority)
          .containsExactly(5, 5);
      assertThat(node.runs(RunQuery.all(9)).runs())
          .extracting(RunSummary::priority)
          .containsExactly(5, 2);
    }
  }

  @Test
  void anEntryThatComesAfterManyThatStandBehindItIsMarkedLate() throws Exception {
    Workflows workflows = new Workflows(temporary.resolve("work"));
    SubmitRequest held = SubmitRequest.of(workflows.job("true")).withHeld(true);
    try (TestFleet fleet = new TestFleet(temporary, 2, 1)) {
      fleet.node(1).close();
      String late;
      try (Node apart = Node.open(fleet.config(1).offline())) {
        late = apart.submit(held).id();
      }
      for (int i = 0; i < EntryMarks.LATE + 4; i++) {
        fleet.node(0).submit(held);
      }
      fleet.restart(1);
      fleet.awaitAgreement(Duration.ofSeconds(30), List.of());

      assertThat(fleet.node(0).entry(late).marks())
          .extracting(EntryView.Mark::kind)
          .containsExactly("late");
      assertThat(fleet.node(1).entry(late).marks()).isEmpty();
    }
  }
}
