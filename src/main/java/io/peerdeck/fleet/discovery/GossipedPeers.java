package io.peerdeck.fleet.discovery;

import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.gossip.GossipMessage;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.libp2p.gossip.TopicScore;
import io.peerdeck.libp2p.gossip.Verdict;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Members tell the whole fleet of themselves by gossip, so that one hears of those it is not
/// connected with: a message is a [PeerAnnouncement] of its author as DAG-CBOR. Only members'
/// messages count, and each speaks for itself only.
public final class GossipedPeers extends MembersWord {
  /// Its name.
  public static final String NAME = "gossip";

  private static final int MAX_MESSAGE = 20 * 1024;
  // Members only, and each once: the roster bounds it.
  private static final int MOST = DiscoveryRegistry.MAX_PEERS;

  private final Supplier<Optional<Gossipsub>> gossip;
  private final Supplier<Optional<String>> topic;
  private final Predicate<PeerId> member;
  private final InstantSource wall;
  // Guarded by this.
  private Host.@Nullable Subscription subscription;
  private String subscribed = "";
  private boolean closed;

  /// @param gossip among members; empty before it runs
  /// @param topic the fleet's; empty before there is a fleet
  /// @param member whether a peer belongs to the fleet; answers from memory
  public GossipedPeers(
      Supplier<Optional<Gossipsub>> gossip,
      Supplier<Optional<String>> topic,
      Predicate<PeerId> member,
      InstantSource wall) {
    super(NAME, MOST);
    this.gossip = gossip;
    this.topic = topic;
    this.member = member;
    this.wall = wall;
  }

  @Override
  public void start(Ear registry) {
    super.start(registry);
    follow();
  }

  /// Nothing can be asked for; what others tell comes by itself.
  @Override
  public List<Sighting> find() {
    follow();
    return List.of();
  }

  private synchronized Optional<Gossipsub> follow() {
    Optional<Gossipsub> running = gossip.get();
    Optional<String> name = topic.get();
    if (closed || running.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    if (!name.get().equals(subscribed)) {
      leave();
      subscription =
          running.get().subscribe(name.get(), TopicScore.quiet(), this::judge, this::heard);
      subscribed = name.get();
    }
    return running;
  }

  private synchronized void leave() {
    if (subscription != null) {
      subscription.close();
      subscription = null;
      subscribed = "";
    }
  }

  private static PeerAnnouncement read(GossipMessage message) {
    if (message.data().length > MAX_MESSAGE) {
      throw new MultiformatException("an announcement of " + message.data().length + " bytes");
    }
    if (!(DagCbor.decode(message.data()) instanceof Ipld.Map map)) {
      throw new MultiformatException("an announcement is a map");
    }
    PeerAnnouncement said = PeerAnnouncement.of(map);
    if (!said.peer().equals(message.author())) {
      throw new MultiformatException(message.author() + " announces " + said.peer());
    }
    return said;
  }

  private Verdict judge(GossipMessage message) {
    if (!member.test(message.author())) {
      // Who passed it on may know of a member that this node has yet to hear of.
      return Verdict.IGNORE;
    }
    try {
      read(message);
      return Verdict.ACCEPT;
    } catch (MultiformatException untrue) {
      lied(message.author(), untrue);
      return Verdict.REJECT;
    }
  }

  /// Whoever brings it may bring it again much later, so its number decides whether it is news.
  private void heard(GossipMessage message) {
    ear()
        .ifPresent(
            registry ->
                registry.heard(
                    List.of(
                        Sighting.signed(
                            read(message),
                            Optional.of(wall.instant()),
                            Optional.of(message.from())))));
  }

  @Override
  public Registration register(PeerAnnouncement self) {
    Optional<Gossipsub> running = follow();
    if (running.isEmpty()) {
      return new Registration.Told(0);
    }
    String name;
    synchronized (this) {
      name = subscribed;
    }
    return new Registration.Told(
        name.isEmpty() ? 0 : running.get().publish(name, DagCbor.encode(self.ipld())));
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    super.close();
    leave();
  }
}
