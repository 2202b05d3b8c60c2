package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.Beside;
import io.peerdeck.clock.ClockSchema;
import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MembershipRule;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.store.Database;
import io.peerdeck.store.Migration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A fleet whose members told something new of themselves 20,000 times.
@Timeout(240)
@Beside
class LongMembershipTest {
  private static final int UPDATES = 20_000;
  private static final int APART = 60;
  // Each entry is looked at when it is admitted and when the view of all entries is made.
  private static final long LOOKS_AT_EACH = 6;

  /// Counts how many entries the folds looked at.
  private static final class Counting implements MembershipRule<Roster> {
    final Membership membership = new Membership();
    final AtomicLong looks = new AtomicLong();

    @Override
    public boolean relevant(Entry entry) {
      return membership.relevant(entry);
    }

    @Override
    public Roster fold(List<Entry> relevantInOrder, Function<Entry, Roster> past) {
      looks.addAndGet(relevantInOrder.size());
      return membership.fold(relevantInOrder, past);
    }

    @Override
    public Optional<Roster> then(Roster before, Entry last, Function<Entry, Roster> past) {
      looks.incrementAndGet();
      return membership.then(before, last, past);
    }

    @Override
    public boolean isMember(Roster view, PeerId author) {
      return membership.isMember(view, author);
    }
  }

  @TempDir Path folder;
  private final KeyPair key = KeyPair.fromSeed(new byte[32]);

  private Database database() {
    return Database.open(
        folder.resolve("long.db"), List.of(new Migration(1, ClockSchema.STATEMENTS)));
  }

  private MerkleClock<Roster> clock(Database database, Counting rule) {
    return MerkleClock.open(database, key, rule, InstantSource.system());
  }

  @Test
  void twentyThousandUpdatesAreEachFoldedAFewTimesOnly() throws Exception {
    Counting rule = new Counting();
    Roster written;
    try (Database database = database();
        MerkleClock<Roster> clock = clock(database, rule)) {
      new Fleet(clock).found("long", MemberChange.NONE);
      List<CompletableFuture<Entry>> updates = new ArrayList<>();
      for (int i = 0; i < UPDATES; i++) {
        updates.add(
            clock.append(
                RoleTable.MEMBER_UPDATED,
                Membership.MEMBER_KEY,
                MemberBody.write(clock.self(), MemberChange.NONE.slots(1 + i % 64))));
        if (i % 100 == 0) {
          clock.currentView();
        }
      }
      updates.forEach(CompletableFuture::join);
      written = clock.currentView();
    }
    assertThat(written.member(key.peerId()).orElseThrow().slots())
        .isEqualTo(1 + (UPDATES - 1) % 64);
    assertThat(rule.looks.get()).isLessThan(LOOKS_AT_EACH * UPDATES);
    assertThat(Files.size(folder.resolve("long.db"))).isLessThan(UPDATES * 2_000L);

    Counting again = new Counting();
    try (Database database = database();
        MerkleClock<Roster> clock = clock(database, again)) {
      assertThat(clock.currentView()).isEqualTo(written);
      assertThat(again.looks.get()).isLessThan(LOOKS_AT_EACH * UPDATES);
      assertThat(clock.verify((checked, total) -> {}).problems()).isEmpty();
      assertThat(again.looks.get()).isLessThan(2 * LOOKS_AT_EACH * UPDATES);
    }
  }

  @Test
  void twoWhoUpdatedApartAgreeAfterAsManyStepsAsTheyDifferBy() throws Exception {
    Counting rule = new Counting();
    try (ClockOnDisk anna = new ClockOnDisk(1, folder);
        Database database = database();
        MerkleClock<Roster> berts = clock(database, rule)) {
      anna.fleet.found("apart", MemberChange.NONE);
      anna.fleet.addMember(berts.self(), List.of(), Optional.empty(), Fleet.DEFAULT_ROLES);
      berts.adoptFleet(anna.clock.fleet().orElseThrow());
      berts.admit(anna.entries().stream().map(Entry::block).toList());
      update(anna.clock, APART);
      update(berts, APART);
      rule.looks.set(0);

      for (Entry entry : anna.entries()) {
        berts.admit(List.of(entry.block()));
        berts.currentView(); // with two heads that know nothing of each other
      }
      assertThat(rule.looks.get()).isLessThan(LOOKS_AT_EACH * APART * APART);
      update(berts, 1);
      rule.looks.set(0);
      update(berts, APART);
      berts.currentView();
      assertThat(rule.looks.get()).as("once they have met").isLessThan(LOOKS_AT_EACH * APART);
      anna.clock.admit(
          berts.entriesSince(0, 10_000).stream().map(one -> one.entry().block()).toList());
      assertThat(anna.clock.currentView()).isEqualTo(berts.currentView());
    }
  }

  private static void update(MerkleClock<Roster> clock, int times) {
    Fleet fleet = new Fleet(clock);
    for (int i = 0; i < times; i++) {
      int slots = fleet.roster().member(clock.self()).orElseThrow().slots();
      fleet.updateSelf(MemberChange.NONE.slots(1 + (slots + 1) % 64));
    }
  }
}
