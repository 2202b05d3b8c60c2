package io.peerdeck.node;

import io.peerdeck.fleet.discovery.DiscoveryException;
import io.peerdeck.fleet.discovery.DiscoveryRegistry;
import io.peerdeck.fleet.discovery.PeerInfo;
import io.peerdeck.fleet.discovery.PeerQuery;
import io.peerdeck.fleet.discovery.Registration;
import io.peerdeck.fleet.discovery.SourceAnswer;
import io.peerdeck.fleet.discovery.SourceStanding;
import io.peerdeck.multiformats.Multiaddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Discovery as callers see it and set it going.
final class DiscoveryDesk {
  private final NodeRooms rooms;

  DiscoveryDesk(NodeRooms rooms) {
    this.rooms = rooms;
  }

  DiscoveryView view(DiscoveryQuery query) {
    if (query.limit() < 0 || query.limit() > DiscoveryQuery.MOST) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "limit is " + query.limit() + ", must be 0 to " + DiscoveryQuery.MOST + ".");
    }
    if (rooms.discovery.isEmpty()) {
      return new DiscoveryView(List.of(), List.of(), 0);
    }
    DiscoveryRegistry registry = rooms.discovery.get();
    return new DiscoveryView(
        registry.standings().stream().map(one -> source(one, registry)).toList(),
        query.limit() == 0
            ? List.of()
            : asked(
                () ->
                    registry
                        .find(new PeerQuery(query.sources(), query.labels(), query.limit()))
                        .stream()
                        .map(this::peer)
                        .toList()),
        registry.size());
  }

  private static SourceView source(SourceStanding standing, DiscoveryRegistry registry) {
    String telling =
        switch (registry.registrations().get(standing.name())) {
          case null -> "not yet";
          case Registration.Told told -> "told";
          case Registration.ReadOnly only -> "read-only";
          case Registration.Failed failed -> failed.reason();
        };
    return new SourceView(
        standing.name(),
        standing.state().text(),
        standing.reason().isEmpty()
            ? registry.remarks().getOrDefault(standing.name(), "")
            : standing.reason(),
        standing.successes(),
        standing.failures(),
        standing.lies(),
        standing.peers(),
        registry.removed().getOrDefault(standing.name(), 0),
        telling,
        standing.suspendedUntil(),
        standing.lastSuccess(),
        standing.lastFailure());
  }

  private FoundPeer peer(PeerInfo info) {
    String id = info.peer().toString();
    Optional<String> member = rooms.clock.currentView().member(info.peer()).map(one -> one.name());
    String tail = id.substring(Math.max(0, id.length() - 8));
    return new FoundPeer(
        new PeerRef(id, member.orElse(info.metadata().getOrDefault("name", tail))),
        member.isPresent(),
        info.addresses().stream().map(Multiaddr::toString).toList(),
        info.capabilities().stream().sorted().toList(),
        info.firstSeen(),
        info.lastSeen(),
        info.sources(),
        info.ttl(),
        info.metadata(),
        info.signed().isPresent());
  }

  /// Asks the sources, tells others of this node, and drops what has run out.
  List<SourceOutcome> discover(Set<String> sources) {
    DiscoveryRegistry registry =
        rooms.discovery.orElseThrow(
            () ->
                new NodeException(
                    NodeException.Reason.REFUSED,
                    "This node keeps off the network and looks for no peers."));
    return asked(
        () -> {
          try {
            Map<String, SourceAnswer> answers = registry.refresh(sources);
            Map<String, Registration> told = registry.register();
            Map<String, Integer> removed = registry.cleanup();
            List<SourceOutcome> outcomes = new ArrayList<>();
            answers.forEach(
                (name, answer) ->
                    outcomes.add(
                        outcome(name, answer, told.get(name), removed.getOrDefault(name, 0))));
            return List.copyOf(outcomes);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException(
                NodeException.Reason.FAILED, "Interrupted while looking for peers.", e);
          }
        });
  }

  private static SourceOutcome outcome(
      String name, SourceAnswer answer, @Nullable Registration told, int removed) {
    Optional<Integer> found =
        answer instanceof SourceAnswer.Brought brought
            ? Optional.of(brought.peers())
            : Optional.empty();
    Optional<Integer> heard =
        told instanceof Registration.Told some ? Optional.of(some.told()) : Optional.empty();
    Optional<String> failure =
        answer instanceof SourceAnswer.Failed failed
            ? Optional.of(failed.reason())
            : told instanceof Registration.Failed failed
                ? Optional.of(failed.reason())
                : Optional.empty();
    return new SourceOutcome(name, found, heard, removed, failure);
  }

  private interface Question<T> {
    T ask();
  }

  private static <T> T asked(Question<T> question) {
    try {
      return question.ask();
    } catch (DiscoveryException e) {
      throw new NodeException(NodeException.Reason.INVALID, e.getMessage() + ".", e);
    }
  }
}
