package io.peerdeck.github;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads of what members share: one of them asks GitHub for all, and only what the public sees is
/// kept for everybody's eyes. A token asks with the condition GitHub does not count; what it gets
/// counts as public once a request without any token has confirmed the very same bytes.
final class PublicReads {
  private static final Logger LOG = LoggerFactory.getLogger(PublicReads.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// What came of a read.
  ///
  /// @param everyone an answer for all eyes
  /// @param who for whom alone the other is
  /// @param own an answer for that one alone
  record Outcome(Optional<ApiAnswer> everyone, Partition who, Optional<ApiAnswer> own) {
    static final Outcome NOTHING =
        new Outcome(Optional.empty(), Partition.PUBLIC, Optional.empty());

    static Outcome everyone(ApiAnswer answer) {
      return new Outcome(Optional.of(answer), Partition.PUBLIC, Optional.empty());
    }

    static Outcome only(Partition who, ApiAnswer answer) {
      return new Outcome(Optional.empty(), who, Optional.of(answer));
    }

    Optional<ApiAnswer> of(Partition reader) {
      return everyone.or(() -> who.equals(reader) ? own : Optional.empty());
    }
  }

  private record Flight(ApiRead read, TrustRung rung, boolean peers) {}

  private final Shelf shelf;
  private final Flights<Flight, Outcome> flights = new Flights<>();

  PublicReads(Shelf shelf) {
    this.shelf = shelf;
  }

  /// @param peers whether other members may be asked
  Outcome read(ApiRead read, Credential caller, Duration freshFor, ReadWish wish, boolean peers) {
    Optional<CachedAnswer> held = shelf.find(Partition.PUBLIC, read);
    Optional<Outcome> fresh = fresh(held, freshFor, wish);
    if (fresh.isPresent()) {
      return fresh.get();
    }
    if (held.isPresent()) {
      shelf.counts.expired(Operation.of(read), shelf.partition(caller));
    }
    return flights.join(
        new Flight(read, wish.rung(), peers),
        wish.deadline(),
        () -> {
          Optional<CachedAnswer> now = shelf.find(Partition.PUBLIC, read);
          return fresh(now, freshFor, wish)
              .orElseGet(() -> fetch(read, caller, now, freshFor, wish, peers));
        });
  }

  private Optional<Outcome> fresh(Optional<CachedAnswer> held, Duration freshFor, ReadWish wish) {
    return held.filter(
            answer ->
                answer.fresh(shelf.now(), freshFor) && answer.rung().compareTo(wish.rung()) >= 0)
        .map(answer -> Outcome.everyone(answer.answer(CacheMode.LOCAL_HIT)));
  }

  private Outcome fetch(
      ApiRead read,
      Credential caller,
      Optional<CachedAnswer> held,
      Duration freshFor,
      ReadWish wish,
      boolean peers) {
    Credential token = caller.isAnonymous() ? shelf.ports.own().get() : caller;
    Optional<CachedAnswer> base = held;
    if (peers && (wish.rung() != TrustRung.T2 || !token.isAnonymous())) {
      Optional<CachedAnswer> brought = fromFleet(read, held, freshFor, wish);
      if (brought.isPresent() && wish.rung() != TrustRung.T2) {
        return Outcome.everyone(brought.get().answer(CacheMode.PEER_HIT));
      }
      base = brought.or(() -> held);
    }
    try {
      return token.isAnonymous() || (base.isPresent() && !shelf.sight.seenLately(read))
          ? anonymously(read, base, wish, token.isAnonymous())
          : byToken(read, token, base, wish);
    } catch (GitHubException e) {
      if (Shelf.mayBeStale(e)) {
        return shelf.stale(base, wish).map(Outcome::everyone).orElseThrow(() -> e);
      }
      throw e;
    }
  }

  private Optional<CachedAnswer> fromFleet(
      ApiRead read, Optional<CachedAnswer> held, Duration freshFor, ReadWish wish) {
    FleetShare fleet = shelf.ports.fleet().get();
    try {
      if (fleet.owner(read).isEmpty() && fleet.holders(read).isEmpty()) {
        return Optional.empty();
      }
      Duration patience =
          wish.deadline().dividedBy(2).compareTo(PATIENCE) < 0
              ? wish.deadline().dividedBy(2)
              : PATIENCE;
      return fleet
          .ask(read, freshFor, patience)
          .map(answer -> brought(read, answer))
          .filter(answer -> answer.fresh(shelf.now(), freshFor))
          .filter(answer -> held.filter(h -> h.fetched().isAfter(answer.fetched())).isEmpty())
          .map(
              answer -> {
                shelf.store.put(answer);
                return answer;
              });
    } catch (RuntimeException e) {
      LOG.warn("the fleet could not be asked for {}: {}", read.path(), e.toString());
      return Optional.empty();
    }
  }

  private static CachedAnswer brought(ApiRead read, SharedAnswer answer) {
    return new CachedAnswer(
        new CacheKey(Partition.PUBLIC, read),
        Replies.kept(answer.headers()),
        answer.body(),
        Optional.empty(),
        answer.fetched(),
        TrustRung.T1,
        Optional.of(answer.fetcher()));
  }

  private Outcome byToken(
      ApiRead read, Credential token, Optional<CachedAnswer> base, ReadWish wish) {
    Partition who = shelf.partition(token);
    Optional<CachedAnswer> own = shelf.find(who, read);
    boolean ownIsNewer =
        own.isPresent() && base.filter(b -> !b.fetched().isBefore(own.get().fetched())).isEmpty();
    Optional<CachedAnswer> condition = ownIsNewer ? own : base;
    Optional<String> etag = condition.flatMap(held -> tokenEtag(held, own, token));
    Upstream.Reply reply = shelf.ask(read, token, etag, wish.deadline());
    if (reply.status() == 304) {
      CachedAnswer held = condition.orElseThrow(OwnReads::confirmedNothing);
      ApiAnswer confirmed = shelf.confirm(who, held, etag);
      return base.filter(b -> b.body().cid().equals(held.body().cid())).isPresent()
          ? sharedNow(read, shelf.confirm(Partition.PUBLIC, base.get(), base.get().etag()))
          : checked(read, confirmed, wish).orElseGet(() -> Outcome.only(who, confirmed));
    }
    if (reply.status() == 200) {
      ApiAnswer fetched = shelf.keep(who, read, reply);
      if (!Replies.mayKeep(reply)) {
        return Outcome.only(who, fetched);
      }
      return checked(read, fetched, wish).orElseGet(() -> Outcome.only(who, fetched));
    }
    if (Replies.isTrouble(reply)) {
      return shelf
          .stale(base, wish)
          .map(Outcome::everyone)
          .orElseGet(() -> Outcome.only(who, Shelf.once(reply, shelf.now())));
    }
    shelf.store.remove(new CacheKey(Partition.PUBLIC, read));
    shelf.store.remove(new CacheKey(who, read));
    return Outcome.only(who, Shelf.once(reply, shelf.now()));
  }

  private Optional<String> tokenEtag(
      CachedAnswer held, Optional<CachedAnswer> own, Credential token) {
    return own.filter(answer -> answer.body().cid().equals(held.body().cid()))
        .flatMap(CachedAnswer::etag)
        .or(() -> shelf.ports.guess().of(held.key().read(), token, held.body()));
  }

  /// Looks whether the public sees the bytes that a token saw.
  private Optional<Outcome> checked(ApiRead read, ApiAnswer seen, ReadWish wish) {
    Credential nobody = Credential.anonymous();
    Optional<String> etag = shelf.ports.guess().of(read, nobody, seen.body());
    Upstream.Reply reply;
    try {
      reply = shelf.ask(read, nobody, etag, wish.deadline());
    } catch (GitHubException e) {
      LOG.debug("not shared, since the public could not be asked: {}", e.getMessage());
      return Optional.empty();
    }
    if (reply.status() == 304 && etag.isPresent()) {
      return Optional.of(published(read, seen.headers(), seen.body(), etag, seen.mode()));
    }
    if (reply.status() == 200 && Replies.mayKeep(reply)) {
      boolean same = reply.body().cid().equals(seen.body().cid());
      if (!same) {
        shelf.sight.parts(read);
      }
      Outcome published =
          published(
              read,
              Replies.kept(reply.headers()),
              reply.body(),
              Optional.ofNullable(reply.headers().get("etag")),
              CacheMode.MISS);
      return same ? Optional.of(published) : Optional.empty();
    }
    if (!Replies.isTrouble(reply) && Replies.isRefusal(reply)) {
      hide(read);
    }
    return Optional.empty();
  }

  /// Asks as the public.
  ///
  /// @param alone whether whoever asks has nothing but this
  private Outcome anonymously(
      ApiRead read, Optional<CachedAnswer> base, ReadWish wish, boolean alone) {
    Credential nobody = Credential.anonymous();
    Optional<String> etag =
        base.flatMap(
            held -> held.etag().or(() -> shelf.ports.guess().of(read, nobody, held.body())));
    Upstream.Reply reply;
    try {
      reply = shelf.ask(read, nobody, etag, wish.deadline());
    } catch (GitHubException e) {
      if (!alone && e.reason() == GitHubException.Reason.LIMITED) {
        return Outcome.NOTHING; // the token's own eyes are left
      }
      throw e;
    }
    if (reply.status() == 304) {
      shelf.sight.saw(read);
      CachedAnswer held = base.orElseThrow(OwnReads::confirmedNothing);
      return sharedNow(read, shelf.confirm(Partition.PUBLIC, held, etag));
    }
    if (reply.status() == 200) {
      shelf.sight.saw(read);
      return sharedNow(read, shelf.keep(Partition.PUBLIC, read, reply));
    }
    if (Replies.isTrouble(reply)) {
      return alone
          ? shelf
              .stale(base, wish)
              .map(Outcome::everyone)
              .orElseGet(() -> Outcome.only(Partition.PUBLIC, Shelf.once(reply, shelf.now())))
          : Outcome.NOTHING;
    }
    if (Replies.isRefusal(reply)) {
      hide(read);
    }
    return Outcome.only(Partition.PUBLIC, Shelf.once(reply, shelf.now()));
  }

  private void hide(ApiRead read) {
    shelf.sight.refused(read);
    shelf.ports.fleet().get().gone(read);
    String subject = PublicSight.subject(read);
    shelf.store.removePublic(other -> PublicSight.subject(other).equals(subject));
  }

  private Outcome published(
      ApiRead read,
      Map<String, String> headers,
      ApiBody body,
      Optional<String> etag,
      CacheMode mode) {
    shelf.sight.saw(read);
    CachedAnswer answer =
        new CachedAnswer(
            new CacheKey(Partition.PUBLIC, read),
            headers,
            body,
            etag,
            shelf.now(),
            TrustRung.T2,
            Optional.empty());
    shelf.store.put(answer);
    return sharedNow(read, answer.answer(mode));
  }

  private Outcome sharedNow(ApiRead read, ApiAnswer answer) {
    shelf.shared(read, FreshnessRules.MOST).ifPresent(this::tell);
    return Outcome.everyone(answer);
  }

  private void tell(SharedAnswer answer) {
    try {
      shelf.ports.fleet().get().fetched(answer);
    } catch (RuntimeException e) {
      LOG.warn("the fleet could not be told of {}: {}", answer.read().path(), e.toString());
    }
  }
}
