package io.peerdeck.fuzz;

import io.peerdeck.blob.BlobTargets;
import io.peerdeck.clock.ClockTargets;
import io.peerdeck.fleet.FleetTargets;
import io.peerdeck.fleet.discovery.StatementTargets;
import io.peerdeck.github.share.ShareTargets;
import io.peerdeck.libp2p.WireTargets;
import io.peerdeck.libp2p.gossip.GossipTargets;
import io.peerdeck.node.LogTargets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Every decoder of bytes that peers send, by name.
final class FuzzTargets {
  private FuzzTargets() {}

  static List<FuzzTarget> all() {
    List<FuzzTarget> all = new ArrayList<>(FormatTargets.all());
    all.addAll(WireTargets.all());
    all.addAll(ClockTargets.all());
    all.addAll(FleetTargets.all());
    all.addAll(BlobTargets.all());
    all.addAll(LogTargets.all());
    all.addAll(GossipTargets.all());
    all.addAll(StatementTargets.all());
    all.addAll(ShareTargets.all());
    all.sort(Comparator.comparing(FuzzTarget::name));
    return all;
  }
}
