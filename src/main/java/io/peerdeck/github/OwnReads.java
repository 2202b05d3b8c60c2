package io.peerdeck.github;

import java.time.Duration;
import java.util.Optional;

/// Reads for the eyes of one token alone, or of those without one.
final class OwnReads {
  private final Shelf shelf;
  private final Flights<CacheKey, ApiAnswer> flights = new Flights<>();

  OwnReads(Shelf shelf) {
    this.shelf = shelf;
  }

  ApiAnswer read(
      ApiRead read, Credential credential, Partition who, Duration freshFor, ReadWish wish) {
    Optional<CachedAnswer> held = shelf.find(who, read);
    if (held.isPresent()) {
      shelf.counts.expired(Operation.of(read), who);
    }
    return flights.join(
        new CacheKey(who, read),
        wish.deadline(),
        () -> {
          Optional<CachedAnswer> now = shelf.find(who, read);
          return fresh(now, freshFor, wish).orElseGet(() -> ask(read, credential, who, now, wish));
        });
  }

  /// What is held and fresh, without asking.
  Optional<ApiAnswer> fresh(ApiRead read, Partition who, Duration freshFor, ReadWish wish) {
    return fresh(shelf.find(who, read), freshFor, wish);
  }

  private Optional<ApiAnswer> fresh(Optional<CachedAnswer> held, Duration freshFor, ReadWish wish) {
    return held.filter(
            answer ->
                answer.fresh(shelf.now(), freshFor) && answer.rung().compareTo(wish.rung()) >= 0)
        .map(answer -> answer.answer(CacheMode.LOCAL_HIT));
  }

  private ApiAnswer ask(
      ApiRead read,
      Credential credential,
      Partition who,
      Optional<CachedAnswer> held,
      ReadWish wish) {
    Optional<CachedAnswer> base = held.or(() -> shelf.find(Partition.PUBLIC, read));
    Optional<String> etag =
        held.flatMap(CachedAnswer::etag)
            .or(
                () ->
                    base.flatMap(
                        answer -> shelf.ports.guess().of(read, credential, answer.body())));
    Upstream.Reply reply;
    try {
      reply = shelf.ask(read, credential, etag, wish.deadline());
    } catch (GitHubException e) {
      if (Shelf.mayBeStale(e)) {
        return shelf.stale(held, wish).orElseThrow(() -> e);
      }
      throw e;
    }
    if (reply.status() == 304) {
      return base.filter(answer -> etag.isPresent())
          .map(answer -> shelf.confirm(who, answer, etag))
          .orElseThrow(OwnReads::confirmedNothing);
    }
    if (reply.status() == 200) {
      return shelf.keep(who, read, reply);
    }
    if (Replies.isTrouble(reply)) {
      return shelf.stale(held, wish).orElseGet(() -> Shelf.once(reply, shelf.now()));
    }
    shelf.store.remove(new CacheKey(who, read));
    return Shelf.once(reply, shelf.now());
  }

  static GitHubException confirmedNothing() {
    return new GitHubException(
        GitHubException.Reason.UNREACHABLE, "GitHub confirmed an answer nobody asked it about");
  }
}
