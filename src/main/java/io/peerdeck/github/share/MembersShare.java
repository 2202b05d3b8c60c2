package io.peerdeck.github.share;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.FleetShare;
import io.peerdeck.github.SharedAnswer;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.multiformats.Multihash;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The fleet as the cache sees it: who owns a question, who holds an answer, and asking them.
public final class MembersShare implements FleetShare, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MembersShare.class);
  private static final int MOST_HOLDERS_ASKED = 2;
  private static final int MOST_ANSWERED = 20_000;

  private final ShareSurroundings around;
  private final AnswerAsking asking;
  private final Holders holders;
  private final FreshTopic topic;
  private final PublicRepositories known;
  private final Setbacks setbacks;
  private final Cache<Multihash, ApiRead> answered =
      Caffeine.newBuilder().maximumSize(MOST_ANSWERED).build();

  /// At rest; see [#start()].
  public MembersShare(ShareSurroundings around) {
    this.around = around;
    this.asking =
        new AnswerAsking(around.streams(), around.limits(), around.wall(), around.nanos());
    this.holders = new Holders(around.limits());
    this.topic =
        new FreshTopic(
            around.gossip(),
            around.fleet(),
            around.member(),
            holders,
            around.limits(),
            around.against(),
            around.wall(),
            around.nanos());
    this.known = new PublicRepositories(around.nanos());
    this.setbacks = new Setbacks(around.nanos());
  }

  /// Tells and listens from now on.
  public MembersShare start() {
    topic.start();
    return this;
  }

  /// The fleet may be another now.
  public void follow() {
    topic.follow();
  }

  /// The question behind a key, if this node told of an answer to it.
  public Optional<ApiRead> question(Multihash key) {
    return Optional.ofNullable(answered.getIfPresent(key));
  }

  @Override
  public Optional<PeerId> owner(ApiRead read) {
    return owner(read.key(), reachable());
  }

  private Optional<PeerId> owner(Multihash key, Set<PeerId> reach) {
    Set<PeerId> all = new HashSet<>(reach);
    all.add(around.self());
    return Rendezvous.owner(key, all).filter(owner -> !owner.equals(around.self()));
  }

  private Set<PeerId> reachable() {
    Set<PeerId> reach = new HashSet<>(around.inReach().get());
    reach.remove(around.self());
    reach.removeIf(setbacks::paused);
    return reach;
  }

  @Override
  public Optional<SharedAnswer> ask(ApiRead read, Duration freshFor, Duration patience) {
    if (!SharedEndpoints.shares(read)) {
      return Optional.empty();
    }
    long due = around.nanos().getAsLong() + patience.toNanos();
    Multihash key = read.key();
    Set<PeerId> reach = reachable();
    Optional<PeerId> owner = owner(key, reach);
    LinkedHashSet<PeerId> asked = new LinkedHashSet<>(holdersWithin(key, freshFor, reach));
    owner.ifPresent(asked::add);
    for (PeerId peer : asked) {
      long left = due - around.nanos().getAsLong();
      if (left <= 0) {
        break;
      }
      // Who is not the last to be asked leaves time for the next.
      long wait = peer.equals(asked.getLast()) ? left : left / 2;
      boolean inWords = owner.filter(peer::equals).isPresent() && known.knows(read);
      Optional<SharedAnswer> answer = ask(peer, read, inWords, freshFor, Duration.ofNanos(wait));
      if (answer.isPresent()) {
        known.seen(read);
        return answer;
      }
      holders.forget(key, peer);
    }
    return Optional.empty();
  }

  private List<PeerId> holdersWithin(Multihash key, Duration freshFor, Set<PeerId> reach) {
    Instant since = around.wall().instant().minus(freshFor);
    return holders.of(key).stream()
        .filter(holding -> !holding.fetched().isBefore(since))
        .map(Holding::peer)
        .filter(reach::contains)
        .limit(MOST_HOLDERS_ASKED)
        .toList();
  }

  private Optional<SharedAnswer> ask(
      PeerId peer, ApiRead read, boolean inWords, Duration freshFor, Duration patience) {
    try {
      Optional<SharedAnswer> answer = asking.ask(peer, read, inWords, freshFor, patience);
      setbacks.answered(peer);
      return answer;
    } catch (ProtocolBreach breach) {
      LOG.warn("peer {} misbehaved when asked for {}: {}", peer, read.path(), breach.getMessage());
      around.against().accept(peer, String.valueOf(breach.getMessage()));
      setbacks.failed(peer);
    } catch (Libp2pException e) {
      LOG.debug("peer {} did not answer for {}: {}", peer, read.path(), e.getMessage());
      setbacks.failed(peer);
    }
    return Optional.empty();
  }

  @Override
  public void fetched(SharedAnswer answer) {
    if (SharedEndpoints.shares(answer.read()) && answer.fetcher().equals(around.self())) {
      known.seen(answer.read());
      answered.put(answer.read().key(), answer.read());
      topic.tell(new FreshWords.Word(answer.read().key(), answer.body().cid(), answer.fetched()));
    }
  }

  @Override
  public void gone(ApiRead read) {
    known.gone(read);
  }

  @Override
  public List<PeerId> holders(ApiRead read) {
    return holders.of(read.key()).stream().map(Holding::peer).toList();
  }

  /// How many members hear from this one without a detour.
  public int listeners() {
    return topic.mesh();
  }

  /// How many words of members are kept.
  int told() {
    return holders.size();
  }

  @Override
  public void close() {
    topic.close();
  }
}
