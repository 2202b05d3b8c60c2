package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Writes down what a source says, and knows what a test lets it know.
final class ScriptedEar implements DiscoverySource.Ear {
  final List<Sighting> heard = new CopyOnWriteArrayList<>();
  final List<String> lies = new CopyOnWriteArrayList<>();
  final List<PeerId> liars = new CopyOnWriteArrayList<>();
  volatile List<PeerInfo> known = List.of();

  @Override
  public void heard(List<Sighting> sightings) {
    heard.addAll(sightings);
  }

  @Override
  public void lied(Optional<PeerId> teller, String what) {
    teller.ifPresent(liars::add);
    lies.add(what);
  }

  @Override
  public List<PeerInfo> known(PeerQuery query) {
    return known.stream().limit(query.limit()).toList();
  }
}
