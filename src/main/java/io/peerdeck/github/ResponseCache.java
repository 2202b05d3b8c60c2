package io.peerdeck.github;

import io.peerdeck.multiformats.PeerId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// GitHub's answers, kept: from memory while they are fresh, then confirmed or fetched once for all
/// who ask at the same time. What a token saw is given to that token alone. An answer that is too
/// old is given only when GitHub cannot be asked, and says so; an error is never kept.
public final class ResponseCache implements SharedSource, AutoCloseable {
  /// What the cache works with.
  ///
  /// @param upstream GitHub
  /// @param partitions what stands for a token
  /// @param self who fetches
  /// @param fleet the other members, as they are now
  /// @param own this node's own token, as it is now; anonymous for none
  /// @param shareable whether a question's endpoint is on the list of what members share
  /// @param guess what ETag the public would be given
  /// @param wall the time
  public record Ports(
      Upstream upstream,
      Partitions partitions,
      PeerId self,
      Supplier<FleetShare> fleet,
      Supplier<Credential> own,
      Predicate<ApiRead> shareable,
      EtagGuess guess,
      InstantSource wall) {}

  /// One answer that is kept, for whoever looks at the cache.
  ///
  /// @param partition for whose eyes
  /// @param read the question
  /// @param bytes of the body
  /// @param fetched when GitHub gave or confirmed it
  /// @param freshUntil until when it is taken as it is
  /// @param rung how far it is believed
  /// @param from the member that brought it; empty if GitHub did
  public record Kept(
      Partition partition,
      ApiRead read,
      long bytes,
      Instant fetched,
      Instant freshUntil,
      TrustRung rung,
      Optional<PeerId> from) {}

  private final Shelf shelf;
  private final FreshnessRules rules;
  private final OwnReads ownReads;
  private final PublicReads publicReads;
  private final long capacity;

  private ResponseCache(Shelf shelf, FreshnessRules rules, long capacity) {
    this.shelf = shelf;
    this.rules = rules;
    this.capacity = capacity;
    ownReads = new OwnReads(shelf);
    publicReads = new PublicReads(shelf);
  }

  /// Keeps answers in memory alone.
  ///
  /// @param most bytes
  public static ResponseCache inMemory(Ports ports, FreshnessRules rules, long most) {
    CacheCounts counts = new CacheCounts();
    return new ResponseCache(
        new Shelf(ports, new MemoryAnswers(most, counts::evicted), counts), rules, most);
  }

  /// Keeps answers in memory, and on disk behind it.
  ///
  /// @param most bytes in memory
  /// @param folder of its own
  /// @param mostOnDisk bytes there
  /// @throws GitHubException if the folder cannot be used
  public static ResponseCache open(
      Ports ports, FreshnessRules rules, long most, Path folder, long mostOnDisk) {
    CacheCounts counts = new CacheCounts();
    AnswerStore memory = new MemoryAnswers(most, counts::evicted);
    AnswerStore disk = new DiskAnswers(memory, folder, mostOnDisk, ports.wall());
    return new ResponseCache(new Shelf(ports, disk, counts), rules, most);
  }

  /// Reads. Blocks; many may ask the same at once for the price of one.
  ///
  /// @param credential by what right; decides whose answers may be given
  /// @throws GitHubException if there is neither an answer nor one that may stand in for it
  public ApiAnswer get(ApiRead read, Credential credential, ReadWish wish) {
    Partition who = shelf.partition(credential);
    Operation operation = Operation.of(read);
    try {
      ApiAnswer answer = answer(read, credential, who, wish);
      shelf.counts.answered(operation, who, answer);
      return answer;
    } catch (GitHubException e) {
      shelf.counts.failed(operation, who);
      throw e;
    }
  }

  private ApiAnswer answer(ApiRead read, Credential credential, Partition who, ReadWish wish) {
    Duration freshFor = wish.freshFor().orElseGet(() -> rules.of(read));
    Optional<ApiAnswer> near = ownReads.fresh(read, who, freshFor, wish);
    if (near.isPresent()) {
      return near.get();
    }
    if (shelf.ports.shareable().test(read)
        && !shelf.sight.isHidden(read)
        && (who.isPublic() || !shelf.sight.isParted(read))) {
      Optional<ApiAnswer> found = publicReads.read(read, credential, freshFor, wish, true).of(who);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return ownReads.read(read, credential, who, freshFor, wish);
  }

  /// What this node may tell a member without asking GitHub: fetched or confirmed by itself, seen
  /// by the public, on the list, and no older than said.
  @Override
  public Optional<SharedAnswer> shared(ApiRead read, Duration freshFor) {
    return shelf.shared(read, freshFor);
  }

  /// The same, asking GitHub where it must, by this node's own token if it has one. Never asks
  /// another member.
  ///
  /// @return empty if it is not for all eyes, or GitHub cannot be asked
  @Override
  public Optional<SharedAnswer> forFleet(ApiRead read, Duration freshFor, Duration deadline) {
    Optional<SharedAnswer> held = shelf.shared(read, freshFor);
    if (held.isPresent() || !shelf.ports.shareable().test(read) || shelf.sight.isHidden(read)) {
      return held;
    }
    ReadWish wish = new ReadWish(Optional.of(freshFor), TrustRung.T2, deadline);
    try {
      publicReads.read(read, shelf.ports.own().get(), freshFor, wish, false);
    } catch (GitHubException e) {
      if (!Shelf.mayBeStale(e)) {
        throw e;
      }
    }
    return shelf.shared(read, freshFor);
  }

  /// How long answers to this are taken as they are.
  public Duration freshness(ApiRead read) {
    return rules.of(read);
  }

  /// Counts a request that went past the cache.
  void passed(Credential credential) {
    shelf.counts.passed(shelf.partition(credential));
  }

  /// The counters.
  public CacheStatistics statistics() {
    return shelf.counts.now(shelf.store.size(), capacity);
  }

  /// What is kept nearest, what would be dropped last first.
  public List<Kept> kept(int limit) {
    return shelf.store.newest(limit).stream()
        .map(
            answer ->
                new Kept(
                    answer.key().partition(),
                    answer.key().read(),
                    answer.body().bytes().length,
                    answer.fetched(),
                    answer.fetched().plus(rules.of(answer.key().read())),
                    answer.rung(),
                    answer.from()))
        .toList();
  }

  /// Why answers are not kept on disk now, in a sentence; empty for nothing.
  public String trouble() {
    return shelf.store.trouble();
  }

  /// Drops everything that is kept, on disk too.
  public void clear() {
    shelf.store.clear();
    shelf.sight.clear();
  }

  @Override
  public void close() {
    if (shelf.store instanceof DiskAnswers disk) {
      disk.close();
    }
  }
}
