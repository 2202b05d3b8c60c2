package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Of each announcement that was answered by IWANT one message is awaited, picked at random: who
/// announces what never comes is found out (gossipsub 1.1, "Spam Protection Measures"). Guarded by
/// the router's lock.
final class Promises {
  private final RandomGenerator random;
  private final long followUp;
  private final int most;
  private final Map<MessageId, Map<PeerId, Long>> awaited = new LinkedHashMap<>();

  Promises(RandomGenerator random, long followUp, int most) {
    this.random = random;
    this.followUp = followUp;
    this.most = most;
  }

  void made(PeerId by, List<MessageId> ids, long now) {
    if (!ids.isEmpty() && awaited.size() < most) {
      MessageId one = ids.get(random.nextInt(ids.size()));
      awaited.computeIfAbsent(one, id -> new HashMap<>()).putIfAbsent(by, now + followUp);
    }
  }

  /// The message came, from whomever.
  void kept(MessageId id) {
    awaited.remove(id);
  }

  void left(PeerId peer) {
    awaited.values().removeIf(peers -> peers.remove(peer) != null && peers.isEmpty());
  }

  /// Who broke how many promises since the last call.
  Map<PeerId, Integer> broken(long now) {
    Map<PeerId, Integer> broken = new HashMap<>();
    Iterator<Map<PeerId, Long>> each = awaited.values().iterator();
    while (each.hasNext()) {
      Map<PeerId, Long> peers = each.next();
      peers
          .entrySet()
          .removeIf(
              entry -> {
                boolean over = now - entry.getValue() > 0;
                if (over) {
                  broken.merge(entry.getKey(), 1, Integer::sum);
                }
                return over;
              });
      if (peers.isEmpty()) {
        each.remove();
      }
    }
    return broken;
  }
}
