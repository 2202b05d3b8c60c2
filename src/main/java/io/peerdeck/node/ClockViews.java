package io.peerdeck.node;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.EntryFilter;
import io.peerdeck.clock.EntryPosition;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.clock.StoredEntry;
import io.peerdeck.clock.VerifyReport;
import io.peerdeck.fleet.FleetEffect;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// The Merkle clock as the panel and the API show it.
final class ClockViews {
  static final int MAX_PAGE = 1000;
  private static final int SEARCHED = 50_000;
  private static final int MIN_PART = 6;

  private final MerkleClock<Roster> clock;
  private final FleetEffect effect;
  private final PeerNames names;

  ClockViews(MerkleClock<Roster> clock, FleetEffect effect, PeerNames names) {
    this.clock = clock;
    this.effect = effect;
    this.names = names;
  }

  /// A page of entries; a text is searched in 50,000 entries from its place.
  EntryPage page(EntryQuery query) {
    int limit = Math.clamp(query.limit(), 1, MAX_PAGE);
    EntryFilter filter =
        new EntryFilter(query.kind(), query.key(), query.author().map(names::resolve));
    boolean upwards = query.after().isPresent();
    Optional<EntryPosition> place =
        upwards
            ? query.after().map(cid -> find(cid).position())
            : query.ordinal().isPresent()
                ? clock.search().at(query.ordinal().get() + 1)
                : query.before().map(cid -> find(cid).position());
    String text = query.text().toLowerCase(Locale.ROOT);
    List<StoredEntry> found = new ArrayList<>();
    Optional<String> goOn = Optional.empty();
    int searched = 0;
    boolean more = true;
    while (more && found.size() < limit) {
      int wanted = text.isEmpty() ? limit : MAX_PAGE;
      List<StoredEntry> page =
          upwards
              ? clock.search().above(filter, place, wanted).reversed()
              : clock.search().below(filter, place, wanted);
      page.stream()
          .filter(stored -> matches(stored.entry(), text))
          .limit(limit - found.size())
          .forEach(found::add);
      searched += page.size();
      more = page.size() == wanted;
      place = page.isEmpty() ? place : Optional.of(page.getLast().entry().position());
      if (more && found.size() < limit && searched >= SEARCHED) {
        goOn = place.map(at -> at.cid().toString());
        more = false;
      }
    }
    return new EntryPage(views(upwards ? found.reversed() : found), clock.size(), goOn);
  }

  private boolean matches(Entry entry, String text) {
    return text.isEmpty()
        || entry.kind().contains(text)
        || entry.key().toLowerCase(Locale.ROOT).contains(text)
        || entry.cid().toString().contains(text)
        || names.name(entry.author()).toLowerCase(Locale.ROOT).contains(text)
        || entry.author().toString().toLowerCase(Locale.ROOT).contains(text);
  }

  EntryView entry(String text) {
    Entry entry = find(text);
    return views(List.of(new StoredEntry(clock.rowOf(entry.cid()).orElse(0), entry))).getFirst();
  }

  EntryPosition position(String text) {
    return find(text).position();
  }

  long ordinal(String text) {
    return clock.search().countBefore(find(text).position());
  }

  /// The entry a person means: a whole CID, or the unique beginning or end of one.
  private Entry find(String text) {
    try {
      return clock.get(Cid.parse(text)).orElseThrow(() -> unknown(text));
    } catch (MultiformatException e) {
      List<Cid> matching =
          text.length() < MIN_PART ? List.of() : clock.search().matching(text, Candidates.ENOUGH);
      Cid cid =
          new Candidates<>(matching)
              .only("entry of the clock", "is named `" + text + "`", Cid::toString);
      return clock.get(cid).orElseThrow(() -> unknown(text));
    }
  }

  private static NodeException unknown(String text) {
    return new NodeException(
        NodeException.Reason.NOT_FOUND, "The clock holds no one entry `" + text + "`.");
  }

  private List<EntryView> views(List<StoredEntry> entries) {
    EntryMarks marks = new EntryMarks(clock, names);
    List<Long> ordinals =
        clock
            .search()
            .countBefore(entries.stream().map(stored -> stored.entry().position()).toList());
    List<EntryView> views = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      views.add(view(entries.get(i), ordinals.get(i), marks));
    }
    return views;
  }

  private EntryView view(StoredEntry stored, long ordinal, EntryMarks marks) {
    Entry entry = stored.entry();
    Optional<String> without = effect.whyNot(entry);
    return new EntryView(
        entry.cid().toString(),
        names.ref(entry.author()),
        entry.seq(),
        entry.lc(),
        ordinal,
        Instant.ofEpochMilli(entry.ts()),
        entry.kind(),
        entry.key(),
        entry.prev().map(Cid::toString),
        entry.parents().stream().map(Cid::toString).toList(),
        without.isEmpty(),
        without.orElse(""),
        marks.of(stored, ordinal, without),
        entry.body().toJson(),
        entry.block().length,
        signature(entry));
  }

  private static String signature(Entry entry) {
    Ipld.Map block = (Ipld.Map) DagCbor.decode(entry.block());
    return HexFormat.of().formatHex(block.bytes("sig"));
  }

  VerifyView verify(Consumer<VerifyProgress> progress) {
    VerifyReport report =
        clock.verify((checked, total) -> progress.accept(new VerifyProgress(checked, total)));
    List<String> equivocations =
        clock.equivocations().stream()
            .map(
                proof ->
                    names.name(proof.author())
                        + " wrote two entries number "
                        + proof.seq()
                        + ": "
                        + proof.first()
                        + " and "
                        + proof.second())
            .toList();
    return new VerifyView(
        report.entries(),
        report.ok(),
        report.problems(),
        equivocations,
        Duration.ofMillis(report.millis()));
  }
}
