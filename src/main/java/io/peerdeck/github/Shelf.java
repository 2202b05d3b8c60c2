package io.peerdeck.github;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What both ways of reading work with: GitHub, what is kept, and the rules between them.
final class Shelf {
  /// Nothing older than this is given in GitHub's stead.
  static final Duration OLDEST_STALE = Duration.ofHours(24);

  final ResponseCache.Ports ports;
  final AnswerStore store;
  final CacheCounts counts;
  final PublicSight sight;

  Shelf(ResponseCache.Ports ports, AnswerStore store, CacheCounts counts) {
    this.ports = ports;
    this.store = store;
    this.counts = counts;
    this.sight = new PublicSight(ports.wall());
  }

  Instant now() {
    return ports.wall().instant();
  }

  Partition partition(Credential credential) {
    return ports.partitions().of(credential);
  }

  Optional<CachedAnswer> find(Partition who, ApiRead read) {
    return store.find(new CacheKey(who, read));
  }

  /// Asks GitHub, and counts it.
  Upstream.Reply ask(
      ApiRead read, Credential credential, Optional<String> etag, Duration deadline) {
    Upstream.Reply reply = ports.upstream().get(read, credential, etag, deadline);
    counts.called(Operation.of(read), partition(credential), reply.status());
    return reply;
  }

  /// Keeps a 200 for the eyes that got it.
  ApiAnswer keep(Partition who, ApiRead read, Upstream.Reply reply) {
    CachedAnswer answer =
        new CachedAnswer(
            new CacheKey(who, read),
            Replies.kept(reply.headers()),
            reply.body(),
            Optional.ofNullable(reply.headers().get("etag")),
            now(),
            TrustRung.T2,
            Optional.empty());
    if (Replies.mayKeep(reply)) {
      store.put(answer);
    }
    return answer.answer(CacheMode.MISS);
  }

  /// Keeps what a 304 confirmed.
  ApiAnswer confirm(Partition who, CachedAnswer held, Optional<String> etag) {
    CachedAnswer confirmed =
        new CachedAnswer(
            new CacheKey(who, held.key().read()),
            held.headers(),
            held.body(),
            etag,
            now(),
            TrustRung.T2,
            Optional.empty());
    store.put(confirmed);
    return confirmed.answer(CacheMode.REVALIDATED);
  }

  /// An answer that is handed on and not kept.
  static ApiAnswer once(Upstream.Reply reply, Instant now) {
    return new ApiAnswer(
        reply.status(),
        Replies.handedOn(reply.headers()),
        reply.body(),
        now,
        CacheMode.MISS,
        TrustRung.T2);
  }

  /// What is held, in the stead of a GitHub in trouble; empty if it is too old, or something is to
  /// be decided on it.
  Optional<ApiAnswer> stale(Optional<CachedAnswer> held, ReadWish wish) {
    return held.filter(answer -> wish.rung() != TrustRung.T2 && answer.fresh(now(), OLDEST_STALE))
        .map(answer -> answer.answer(CacheMode.STALE));
  }

  static boolean mayBeStale(GitHubException e) {
    return e.reason() == GitHubException.Reason.LIMITED
        || e.reason() == GitHubException.Reason.UNREACHABLE;
  }

  /// What may leave this machine of a question.
  Optional<SharedAnswer> shared(ApiRead read, Duration freshFor) {
    PeerId self = ports.self();
    return find(Partition.PUBLIC, read)
        .filter(
            answer ->
                ports.shareable().test(read)
                    && answer.rung() == TrustRung.T2
                    && answer.fresh(now(), freshFor)
                    && !sight.isHidden(read)
                    && !sight.isParted(read))
        .map(
            answer ->
                new SharedAnswer(read, answer.headers(), answer.body(), answer.fetched(), self));
  }
}
