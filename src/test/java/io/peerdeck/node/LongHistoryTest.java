package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.schedule.RunStatus;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The clock and the queue of another time stay right, and quick, however long the history is.
class LongHistoryTest {
  private static final int PAGE = 200;

  @TempDir Path temporary;
  private final Map<String, Double> millis = new TreeMap<>();
  private final Map<String, Double> cpuMillis = new TreeMap<>();
  private int looks;

  @Test
  void ofAThousandEntriesEveryPlaceIsRight() {
    look(100, 25, 3);
  }

  /// With a bound on each figure that is far above what is measured: it is there to notice a scan
  /// where an index should be.
  @Test
  @Tag("full")
  void ofAHundredThousandEntriesEveryPlaceIsRightAndQuick() {
    look(10_000, Integer.getInteger("peerdeck.wave", 50), 21);
    millis.forEach(
        (what, took) ->
            System.out.printf(
                "%-40s %9.2f ms, of the processor %9.2f%n",
                what, took, cpuMillis.getOrDefault(what, Double.NaN)));
    assertThat(millis.get("page at a place")).isLessThan(200);
    assertThat(millis.get("search by CID's end")).isLessThan(500);
    assertThat(millis.get("search by kind")).isLessThan(500);
    assertThat(millis.get("search by key")).isLessThan(500);
    assertThat(millis.get("search by author")).isLessThan(500);
    assertThat(millis.get("queue at an entry")).isLessThan(20_000);
  }

  private void look(int count, int wave, int looks) {
    this.looks = looks;
    Path data = temporary.resolve("data");
    List<Cid> runs = LongHistory.write(data, count, wave);
    Random random = new Random(7);
    try (Node node = Node.open(NodeConfig.at(data).withName("busy").withSlots(0).offline())) {
      long total = node.entries(EntryQuery.newest(1)).total();
      assertThat(total).isGreaterThanOrEqualTo((long) count * LongHistory.ENTRIES_PER_RUN);
      long first = System.nanoTime();
      node.entries(EntryQuery.newest(1).withOrdinal(0));
      millis.put("first look (counts everything)", (System.nanoTime() - first) / 1e6);

      List<EntryPage> pages = new ArrayList<>();
      measure(
          "page at a place",
          i -> pages.add(node.entries(EntryQuery.newest(PAGE).withOrdinal(at(random, total)))));
      for (EntryPage page : pages) {
        for (int i = 1; i < page.entries().size(); i++) {
          assertThat(page.entries().get(i).ordinal())
              .isEqualTo(page.entries().get(i - 1).ordinal() - 1);
        }
      }
      EntryView some = pages.getFirst().entries().getFirst();
      measure(
          "page before an entry",
          i -> node.entries(EntryQuery.newest(PAGE).withBefore(first(pages, i).cid())));
      measure(
          "page after an entry",
          i -> node.entries(EntryQuery.newest(PAGE).withAfter(first(pages, i).cid())));
      measure("place of an entry", i -> node.clockPosition(first(pages, i).cid()));
      measure("search by CID", i -> node.entry(first(pages, i).cid()));
      measure(
          "search by CID's end",
          i -> node.entry(first(pages, i).cid().substring(first(pages, i).cid().length() - 8)));
      measure("search by CID's beginning", i -> node.entry(first(pages, i).cid().substring(0, 24)));
      measure("search by kind", i -> node.entries(EntryQuery.newest(PAGE).withKind("run.held")));
      measure(
          "search by kind below an entry",
          i ->
              node.entries(
                  EntryQuery.newest(PAGE).withKind("run.held").withBefore(first(pages, i).cid())));
      measure("search by key", i -> node.entries(EntryQuery.newest(PAGE).withKey(some.key())));
      measure("search by author", i -> node.entries(EntryQuery.newest(PAGE).withAuthor("busy")));
      measure(
          "search by author below an entry",
          i ->
              node.entries(
                  EntryQuery.newest(PAGE).withAuthor("busy").withBefore(first(pages, i).cid())));
      assertThat(node.entry(some.cid().substring(some.cid().length() - 8)).cid())
          .isEqualTo(some.cid());

      past(node, runs, wave);
    }
  }

  private void past(Node node, List<Cid> runs, int wave) {
    // The last entry of the middle run's wave that submits: those of its wave wait, all before are
    // done, none behind is there.
    int middle = (runs.size() / 2 / wave + 1) * wave;
    String last = runs.get(middle - 1).toString();
    RunPage page = once("queue at an entry", () -> node.runsAt(last, RunQuery.all(100)));
    assertThat(page.total()).isEqualTo(middle);
    assertThat(page.runs().getFirst().id()).isEqualTo(last);
    assertThat(page.runs().getFirst().status()).isNotEqualTo(RunStatus.COMPLETED);
    RunQuery some = RunQuery.all(100);
    RunPage waiting =
        once(
            "queue at an entry, those waiting",
            () ->
                node.runsAt(
                    last, some.withStatuses(Set.of(RunStatus.PENDING, RunStatus.ASSIGNED))));
    assertThat(waiting.total()).isEqualTo(wave);
    RunPage done =
        once(
            "queue at an entry, those done",
            () -> node.runsAt(last, some.withStatuses(Set.of(RunStatus.COMPLETED))));
    assertThat(done.total()).isEqualTo(middle - wave);
    RunPage every =
        once(
            "queue at an entry, every run",
            () -> node.runsAt(last, RunQuery.all(RunQuery.MAX_LIMIT)));
    assertThat(every.runs()).hasSize(middle);
    assertThat(once("queue now", () -> node.runs(some)).total()).isEqualTo(runs.size());
  }

  private RunPage once(String what, Supplier<RunPage> look) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long busy = threads.getCurrentThreadCpuTime();
    RunPage page = look.get();
    cpuMillis.put(what, (threads.getCurrentThreadCpuTime() - busy) / 1e6);
    millis.put(what, (System.nanoTime() - start) / 1e6);
    return page;
  }

  private static long at(Random random, long total) {
    return PAGE + random.nextLong(Math.max(1, total - PAGE));
  }

  private static EntryView first(List<EntryPage> pages, int i) {
    return pages.get(i % pages.size()).entries().getFirst();
  }

  /// The median of a few.
  private void measure(String what, IntFunction<?> look) {
    double[] took = new double[looks];
    double[] cpu = new double[looks];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < looks; i++) {
      long start = System.nanoTime();
      long busy = threads.getCurrentThreadCpuTime();
      look.apply(i);
      cpu[i] = (threads.getCurrentThreadCpuTime() - busy) / 1e6;
      took[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(took);
    Arrays.sort(cpu);
    millis.put(what, took[looks / 2]);
    cpuMillis.put(what, cpu[looks / 2]);
  }
}
