package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.FleetEffect;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Optional;

/// The history of the clock on disk and the fleet's rules over it.
record ClockHistory(MerkleClock<Roster> clock, FleetEffect effect) implements RunHistory {
  @Override
  public boolean hasEffect(Entry entry) {
    return effect.judgesByRoleAlone(entry.author()) ? isAllowed(entry) : effect.hasEffect(entry);
  }

  @Override
  public boolean isAllowed(Entry entry) {
    return clock.viewAt(entry).may(entry.author(), entry.kind());
  }

  @Override
  public boolean happenedBefore(Entry earlier, Entry later) {
    return clock.happenedBefore(earlier, later);
  }

  @Override
  public Optional<Entry> entry(Cid cid) {
    return clock.get(cid);
  }

  @Override
  public List<PeerId> eligible(Entry head, List<String> runsOn) {
    return Ranking.eligible(clock.viewAt(head), runsOn);
  }
}
