package io.peerdeck.fleet;

import io.peerdeck.clock.AdmissionReport;
import io.peerdeck.clock.ClockSchema;
import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.clock.StoredEntry;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.store.Database;
import io.peerdeck.store.Migration;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// A peer's clock in its own file, with the fleet that stands on it.
final class ClockOnDisk implements AutoCloseable {
  final KeyPair key;
  final Database database;
  final MerkleClock<Roster> clock;
  final Fleet fleet;
  final FleetEffect effect;

  ClockOnDisk(int number, Path folder) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    key = KeyPair.fromSeed(seed);
    List<String> tables = new ArrayList<>(ClockSchema.STATEMENTS);
    tables.addAll(FleetSchema.STATEMENTS);
    tables.addAll(FleetSchema.BLOCKED_PEERS);
    tables.addAll(FleetSchema.TRUST_LEVELS);
    database = Database.open(folder.resolve(number + ".db"), List.of(new Migration(1, tables)));
    clock = MerkleClock.open(database, key, new Membership(), InstantSource.system());
    fleet = new Fleet(clock);
    effect = new FleetEffect(clock);
  }

  PeerId id() {
    return key.peerId();
  }

  List<Entry> entries() {
    return clock.entriesSince(0, 1000).stream().map(StoredEntry::entry).toList();
  }

  /// Takes over all the other has, as a sync would.
  List<Entry> pull(ClockOnDisk other) {
    if (clock.fleet().isEmpty()) {
      clock.adoptFleet(other.clock.fleet().orElseThrow());
    }
    AdmissionReport report = clock.admit(other.entries().stream().map(Entry::block).toList());
    if (!report.refused().isEmpty()) {
      throw new AssertionError(report.refused());
    }
    return report.admitted();
  }

  @Override
  public void close() {
    clock.close();
    database.close();
  }
}
