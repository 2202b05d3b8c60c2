package io.peerdeck.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.Beside;
import io.peerdeck.multiformats.Cid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Entries found by what they carry and by their place.
@Beside
class ClockSearchTest {
  @TempDir Path folder;
  private TestPeer one;
  private TestPeer two;

  @BeforeEach
  void open() {
    one = new TestPeer(folder.resolve("one.db"), TestPeer.key(1));
    two = new TestPeer(folder.resolve("two.db"), TestPeer.key(2));
    one.found();
    one.add(two.id());
    two.follow(one);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  /// Entries of both, 300 each on histories of their own, brought together late.
  private List<Cid> history() {
    for (int i = 0; i < 300; i++) {
      one.clock.append(i % 3 == 0 ? "third" : "note", "key " + i % 7, body(i)).join();
      two.clock.append("note", "key " + i % 7, body(i)).join();
    }
    assertThat(one.clock.search().countBefore(newest(one).position()))
        .isEqualTo(one.clock.size() - 1);
    one.take(two);
    return one.order();
  }

  private static io.peerdeck.multiformats.Ipld.Map body(int i) {
    return io.peerdeck.multiformats.Ipld.map().put("i", i).build();
  }

  private static Entry newest(TestPeer peer) {
    return peer.clock.window(Optional.empty(), 1).getFirst();
  }

  @Test
  void everyPlaceIsCountedAndFoundAlsoAfterLateEntries() {
    List<Cid> order = history();

    assertThat(order).hasSize(602);
    for (int i = 0; i < order.size(); i++) {
      Entry entry = one.clock.get(order.get(i)).orElseThrow();
      assertThat(one.clock.search().countBefore(entry.position())).isEqualTo(i);
      assertThat(one.clock.search().at(i)).contains(entry.position());
    }
    assertThat(one.clock.search().at(602)).isEmpty();
    assertThat(one.clock.search().at(-1)).isEmpty();
  }

  @Test
  void searchesByKindKeyAndAuthorPageUpAndDown() {
    List<Cid> order = history();
    List<EntryFilter> filters =
        List.of(
            EntryFilter.ALL,
            new EntryFilter(Optional.of("third"), Optional.empty(), Optional.empty()),
            new EntryFilter(Optional.empty(), Optional.of("key 3"), Optional.empty()),
            new EntryFilter(Optional.empty(), Optional.empty(), Optional.of(two.id())),
            new EntryFilter(Optional.of("note"), Optional.of("key 3"), Optional.of(one.id())));
    for (EntryFilter filter : filters) {
      List<Cid> wanted =
          order.stream()
              .filter(cid -> fits(filter, one.clock.get(cid).orElseThrow()))
              .toList()
              .reversed();
      assertThat(wanted).isNotEmpty();
      assertThat(down(filter)).isEqualTo(wanted);
      assertThat(up(filter)).isEqualTo(wanted);
    }
    assertThat(
            one.clock
                .search()
                .below(
                    new EntryFilter(
                        Optional.empty(), Optional.empty(), Optional.of(TestPeer.key(9).peerId())),
                    Optional.empty(),
                    9))
        .isEmpty();
  }

  private static boolean fits(EntryFilter filter, Entry entry) {
    return filter.kind().map(entry.kind()::equals).orElse(true)
        && filter.key().map(entry.key()::equals).orElse(true)
        && filter.author().map(entry.author()::equals).orElse(true);
  }

  private List<Cid> down(EntryFilter filter) {
    List<Cid> found = new ArrayList<>();
    List<StoredEntry> page = one.clock.search().below(filter, Optional.empty(), 10);
    while (!page.isEmpty()) {
      page.forEach(stored -> found.add(stored.entry().cid()));
      page = one.clock.search().below(filter, Optional.of(page.getLast().entry().position()), 10);
    }
    return found;
  }

  private List<Cid> up(EntryFilter filter) {
    List<Cid> found = new ArrayList<>();
    List<StoredEntry> page = one.clock.search().above(filter, Optional.empty(), 10);
    while (!page.isEmpty()) {
      found.addAll(0, page.stream().map(stored -> stored.entry().cid()).toList());
      page = one.clock.search().above(filter, Optional.of(page.getFirst().entry().position()), 10);
    }
    return found;
  }

  @Test
  void aCidIsFoundByItsBeginningAndItsEnd() {
    for (Cid cid : history()) {
      String text = cid.toString();
      assertThat(one.clock.search().matching(text.substring(0, 20), 2)).containsExactly(cid);
      assertThat(one.clock.search().matching(text.substring(text.length() - 8), 2))
          .containsExactly(cid);
      assertThat(one.clock.search().matching(text.substring(text.length() - 9), 2))
          .containsExactly(cid);
      assertThat(one.clock.search().matching(text, 2)).containsExactly(cid);
    }
    assertThat(one.clock.search().matching("bafyrei", 2)).hasSize(2);
    assertThat(one.clock.search().matching("bafyreizzzzzzzzzzzzz", 2)).isEmpty();
    assertThat(one.clock.search().matching("not a cid", 2)).isEmpty();
    assertThat(one.clock.search().matching("", 2)).isEmpty();
  }
}
