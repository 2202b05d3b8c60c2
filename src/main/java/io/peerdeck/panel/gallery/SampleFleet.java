package io.peerdeck.panel.gallery;

import io.peerdeck.node.PeerConduct;
import io.peerdeck.node.PeerLink;
import io.peerdeck.node.PeerRef;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.TrustView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Five machines in five states.
final class SampleFleet {
  static final List<PeerRef> PEERS =
      Stream.of("my-laptop", "nuc-1", "nuc-2", "macbook", "attic-pi")
          .map(name -> new PeerRef("12D3KooW" + name.replace("-", "").repeat(6), name))
          .toList();

  private static final List<String> STATES =
      List.of("self", "online", "online", "suspect", "offline");

  private SampleFleet() {}

  static List<PeerView> views(Instant now) {
    return IntStream.range(0, PEERS.size()).mapToObj(i -> view(i, now)).toList();
  }

  private static PeerView view(int index, Instant now) {
    String state = STATES.get(index);
    boolean self = index == 0;
    boolean connected = index > 0 && index < 4;
    PeerLink link =
        new PeerLink(
            connected,
            true,
            Optional.empty(),
            index == 2 ? Optional.of(PEERS.get(1)) : Optional.empty(),
            Optional.of(now.minusSeconds(600)),
            Optional.of(0.0),
            0,
            0);
    return new PeerView(
        PEERS.get(index),
        self,
        state,
        "",
        List.of("/ip4/192.168.1." + (20 + index) + "/tcp/4001"),
        List.of("operator", "worker"),
        List.of("linux", "x64"),
        4,
        0,
        false,
        self,
        new TrustView("none", "never"),
        connected ? Optional.of(Duration.ofMillis(index)) : Optional.empty(),
        Optional.of(now),
        Optional.empty(),
        0,
        0,
        PeerConduct.UNKNOWN,
        self ? PeerLink.NONE : link,
        "added by my-laptop");
  }
}
