package io.peerdeck.fleet;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The links with all members, by the roster: a new member gets one, a removed one is cut off, and
/// who is kept away is closed out.
final class MemberLinks {
  private static final Logger LOG = LoggerFactory.getLogger(MemberLinks.class);
  private static final Duration FAREWELL = Duration.ofSeconds(2);
  // How often one member's return makes this node look for the others.
  private static final long RETURNS_APART_NANOS = Duration.ofSeconds(2).toNanos();

  private final LinkSurroundings around;
  private final ExecutorService tasks;
  private final Map<PeerId, MemberLink> links = new ConcurrentHashMap<>();
  // The keeper's thread's.
  private Set<PeerId> members = Set.of();
  private @Nullable Roster known;
  private Map<PeerId, List<Multiaddr>> asked = Map.of();
  private Set<PeerId> excluded = Set.of();
  private boolean in;
  private long returnHeeded;

  /// @param tasks what `around` runs its tasks on
  MemberLinks(LinkSurroundings around, ExecutorService tasks) {
    this.around = around;
    this.tasks = tasks;
    this.returnHeeded = around.now() - RETURNS_APART_NANOS;
  }

  Optional<MemberLink> of(PeerId peer) {
    return Optional.ofNullable(links.get(peer));
  }

  boolean has(PeerId peer) {
    return links.containsKey(peer);
  }

  /// Whether each member gave what it has, or cannot be reached.
  boolean contacted(Roster roster) {
    return roster.members().stream()
        .map(Member::peer)
        .filter(peer -> !peer.equals(around.host().peerId()))
        .allMatch(peer -> of(peer).filter(MemberLink::contacted).isPresent());
  }

  /// Whether some member is giving what it has for the first time.
  boolean fetching() {
    return links.values().stream().anyMatch(MemberLink::fetching);
  }

  /// How many members gave what they have.
  int reached() {
    return (int) links.values().stream().filter(MemberLink::reached).count();
  }

  /// Takes over who is in the fleet and where; on the keeper's thread.
  ///
  /// @param sponsors the members asked to let this node in, and their addresses
  void refresh(Roster roster, Map<PeerId, List<Multiaddr>> sponsors) {
    if (roster.equals(known) && sponsors.equals(asked)) {
      return;
    }
    known = roster;
    asked = sponsors;
    Set<PeerId> wanted = new HashSet<>();
    for (Member member : roster.members()) {
      PeerId peer = member.peer();
      if (!peer.equals(around.host().peerId())) {
        wanted.add(peer);
        if (!member.addresses().isEmpty() || !sponsors.containsKey(peer)) {
          linkTo(peer).addresses(member.addresses(), sponsors.containsKey(peer));
        }
      }
    }
    sponsors.forEach(
        (peer, where) -> {
          if (wanted.add(peer) || roster.member(peer).orElseThrow().addresses().isEmpty()) {
            linkTo(peer).addresses(where, true);
          }
        });
    for (PeerId peer : members) {
      if (!wanted.contains(peer)) {
        cutOff(peer);
      }
    }
    members = wanted;
    boolean before = in;
    in = roster.isMember(around.host().peerId());
    if (in && !before) {
      // Who refused this node so far may let it in from now on.
      links.values().forEach(MemberLink::reachNow);
    }
  }

  private MemberLink linkTo(PeerId peer) {
    return links.computeIfAbsent(peer, p -> new MemberLink(p, around));
  }

  /// Starts whatever is due; on the keeper's thread.
  ///
  /// @return whether there is a live stream with every member
  boolean step() {
    boolean calm = true;
    for (MemberLink link : links.values()) {
      link.step(around.now());
      calm &= around.live().linked(link.peer());
    }
    return calm;
  }

  /// A member is back: what kept it away may have kept others away, and be over for them too.
  void oneIsBack(PeerId back) {
    long now = around.now();
    synchronized (this) {
      if (now - returnHeeded < RETURNS_APART_NANOS) {
        return;
      }
      returnHeeded = now;
    }
    for (MemberLink link : links.values()) {
      if (!link.peer().equals(back) && !around.live().linked(link.peer())) {
        link.reachSoon();
      }
    }
  }

  /// This machine slept or moved.
  void doubtAll() {
    links.values().forEach(MemberLink::doubt);
  }

  /// Closes what is open with those who are kept away, and looks whose time is over; on the
  /// keeper's thread.
  ///
  /// @return whether others are kept away than before
  boolean keepAway() {
    Exclusion exclusion = around.exclusion();
    Set<PeerId> now = new HashSet<>();
    for (Connection connection : around.host().connections()) {
      if (exclusion.excludes(connection.remotePeer())) {
        now.add(connection.remotePeer());
        connection.close();
      }
    }
    for (PeerId peer : links.keySet()) {
      if (exclusion.excludes(peer)) {
        now.add(peer);
        around.live().drop(peer);
      }
    }
    if (now.equals(excluded)) {
      return false;
    }
    now.stream()
        .filter(peer -> !excluded.contains(peer))
        .forEach(peer -> LOG.warn("{} is {}", peer, exclusion.reason(peer).orElse("let in")));
    excluded = now;
    return true;
  }

  /// Syncs with all connected members.
  ///
  /// @param limit how long to wait for them at most
  void syncAll(Duration limit) throws InterruptedException {
    List<Callable<Object>> syncs =
        links.values().stream()
            .filter(link -> around.live().linked(link.peer()))
            .map(link -> Executors.callable(link::sync))
            .toList();
    tasks.invokeAll(syncs, limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Lets who was removed hear of it, as long as that takes two seconds, and closes all that is
  /// open with it; new streams it opens are refused from the first moment.
  private void cutOff(PeerId peer) {
    LOG.info("{} is no member any more; closing its connections", peer);
    Optional<MemberLink> link = Optional.ofNullable(links.remove(peer));
    tasks.execute(
        () -> {
          try {
            if (link.isPresent() && around.live().linked(peer)) {
              tasks.invokeAll(
                  List.of(Executors.callable(link.get()::sync)),
                  FAREWELL.toNanos(),
                  TimeUnit.NANOSECONDS);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            around.live().drop(peer);
            around.host().connections(peer).forEach(Connection::close);
          }
        });
  }
}
