package io.peerdeck.github.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerdeck.fleet.discovery.AddressScope;
import io.peerdeck.fleet.discovery.Sighting;
import io.peerdeck.github.TrustRung;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The layout before this one: an issue called `p2p-peer-registry` with one comment for each
/// runner, `<!-- p2p-peer-registry:RUNNER -->` before JSON that nobody signed. It is read and
/// never written; only comments of those who work on the repository count, and only as addresses
/// that may be tried.
final class OlderRegistry {
  private static final String TITLE = "p2p-peer-registry";
  private static final String MARK = "<!-- " + TITLE + ":";
  private static final String FENCE = "```";
  private static final Duration TTL = Duration.ofMinutes(30);
  private static final int MAX_BODY = 8 * 1024;
  private static final int MAX_PEERS = 50;
  private static final int MAX_PAGES = 10;
  private static final Duration SEARCH = Duration.ofHours(1);

  private final IssueDesk desk;
  private final ObjectMapper json = new ObjectMapper();
  private OptionalInt known = OptionalInt.empty();
  private Instant searched = Instant.EPOCH;

  OlderRegistry(IssueDesk desk) {
    this.desk = desk;
  }

  /// The peers of the last half hour that anybody can dial.
  synchronized List<Sighting> find(Instant now) {
    if (!now.isBefore(searched.plus(SEARCH))) {
      known = issue();
      searched = now;
    }
    List<Sighting> found = new ArrayList<>();
    for (int page = 1; known.isPresent() && page <= MAX_PAGES; page++) {
      List<IssueComment> comments = desk.comments(known.getAsInt(), page);
      for (IssueComment comment : comments) {
        if (comment.trusted() && found.size() < MAX_PEERS) {
          sighting(comment.body(), now).ifPresent(found::add);
        }
      }
      if (comments.size() < IssueDesk.PAGE) {
        break;
      }
    }
    return found;
  }

  /// Nothing but its title tells it from the other issues, those touched last coming first; so the
  /// search is long where it is not there.
  private OptionalInt issue() {
    for (int page = 1; page <= MAX_PAGES; page++) {
      IssueDesk.Listing listing = desk.open("", page, TrustRung.T1);
      OptionalInt issue =
          listing.issues().stream()
              .filter(one -> one.title().equals(TITLE))
              .mapToInt(Issue::number)
              .min();
      if (issue.isPresent() || !listing.more()) {
        return issue;
      }
    }
    return OptionalInt.empty();
  }

  private Optional<Sighting> sighting(String body, Instant now) {
    String text = body.strip();
    int start = text.indexOf(FENCE + "json");
    int end = text.lastIndexOf(FENCE);
    if (text.length() > MAX_BODY || !text.startsWith(MARK) || start < 0 || end <= start) {
      return Optional.empty();
    }
    try {
      JsonNode one = json.readTree(text.substring(start + FENCE.length() + "json".length(), end));
      PeerId peer = PeerId.parse(one.path("peer_id").asText());
      Multiaddr address = Multiaddr.parse(one.path("multiaddr").asText());
      Instant seen = OffsetDateTime.parse(one.path("last_seen").asText()).toInstant();
      boolean old = seen.plus(TTL).isBefore(now) || seen.isAfter(now.plus(RegistryReading.SKEW));
      if (old || AddressScope.of(address) != AddressScope.PUBLIC) {
        return Optional.empty();
      }
      return Optional.of(
          new Sighting(
              peer,
              List.of(address),
              Optional.empty(),
              Optional.of(seen),
              Optional.of(TTL),
              Optional.empty(),
              Optional.empty()));
    } catch (JsonProcessingException | MultiformatException | DateTimeException e) {
      return Optional.empty(); // a person's comment, or another machine's; not ours to judge
    }
  }
}
