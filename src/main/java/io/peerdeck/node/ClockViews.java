package io.peerdeck.node;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.EntryPosition;
import io.peerdeck.clock.MerkleClock;
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

  /// A page below `before`; a text is searched in the newest 50,000 entries from there.
  EntryPage page(EntryQuery query) {
    int limit = Math.clamp(query.limit(), 1, MAX_PAGE);
    Optional<EntryPosition> before = query.before().map(cid -> find(cid).position());
    String text = query.text().toLowerCase(Locale.ROOT);
    List<EntryView> found = new ArrayList<>();
    int searched = 0;
    List<Entry> page = clock.window(before, MAX_PAGE);
    while (!page.isEmpty() && found.size() < limit && searched < SEARCHED) {
      for (Entry entry : page) {
        if (found.size() < limit && matches(entry, text)) {
          found.add(view(entry));
        }
      }
      searched += page.size();
      page =
          found.size() < limit
              ? clock.window(Optional.of(page.getLast().position()), MAX_PAGE)
              : List.of();
    }
    return new EntryPage(found, clock.size());
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
    return view(find(text));
  }

  /// The entry a person means: a whole CID, or the unique beginning or end of one of the newest.
  private Entry find(String text) {
    try {
      return clock.get(Cid.parse(text)).orElseThrow(() -> unknown(text));
    } catch (MultiformatException e) {
      if (text.length() < MIN_PART) {
        throw unknown(text);
      }
    }
    List<Entry> found = new ArrayList<>();
    Optional<EntryPosition> before = Optional.empty();
    for (int searched = 0; searched < SEARCHED; searched += MAX_PAGE) {
      List<Entry> page = clock.window(before, MAX_PAGE);
      for (Entry entry : page) {
        String cid = entry.cid().toString();
        if (cid.startsWith(text) || cid.endsWith(text)) {
          found.add(entry);
        }
      }
      if (page.isEmpty()) {
        break;
      }
      before = Optional.of(page.getLast().position());
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw unknown(text);
  }

  private static NodeException unknown(String text) {
    return new NodeException(
        NodeException.Reason.NOT_FOUND, "The clock holds no one entry `" + text + "`.");
  }

  private EntryView view(Entry entry) {
    Optional<String> without = effect.whyNot(entry);
    return new EntryView(
        entry.cid().toString(),
        names.ref(entry.author()),
        entry.seq(),
        entry.lc(),
        Instant.ofEpochMilli(entry.ts()),
        entry.kind(),
        entry.key(),
        entry.prev().map(Cid::toString),
        entry.parents().stream().map(Cid::toString).toList(),
        without.isEmpty(),
        without.orElse(""),
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
