package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The peers somebody wrote into the settings.
public final class BootstrapList implements DiscoverySource {
  /// Its name.
  public static final String NAME = "bootstrap";

  /// The most addresses a list may have.
  public static final int MOST = 256;

  private final List<Sighting> peers;

  /// @param addresses each ending in `/p2p/` and the peer's id
  /// @throws DiscoveryException if one does not, or there are too many
  public BootstrapList(List<Multiaddr> addresses) {
    if (addresses.size() > MOST) {
      throw new DiscoveryException(
          "%d addresses to start from; at most %d".formatted(addresses.size(), MOST));
    }
    Map<PeerId, List<Multiaddr>> byPeer = new LinkedHashMap<>();
    for (Multiaddr address : addresses) {
      PeerId peer =
          address
              .peerId()
              .orElseThrow(
                  () ->
                      new DiscoveryException(
                          address + " names no peer; it must end in /p2p/PEER_ID"));
      byPeer.computeIfAbsent(peer, p -> new ArrayList<>()).add(address);
    }
    this.peers =
        byPeer.entrySet().stream()
            .map(one -> Sighting.noted(one.getKey(), one.getValue()))
            .toList();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Terms terms() {
    return new Terms(Reach.LOCAL, true, true, MOST);
  }

  @Override
  public void start(Ear ear) {}

  @Override
  public List<Sighting> find() {
    return peers;
  }

  @Override
  public Registration register(PeerAnnouncement self) {
    return new Registration.ReadOnly();
  }

  @Override
  public int cleanup(List<PeerInfo> known) {
    return 0;
  }

  @Override
  public void close() {}
}
