package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What this node says of itself: signed anew when it changes, and before it runs out.
public final class OwnAnnouncement implements Supplier<PeerAnnouncement> {
  /// How long what is said holds.
  public static final Duration TTL = Duration.ofMinutes(30);

  private final KeyPair key;
  private final Supplier<List<Multiaddr>> addresses;
  private final Supplier<Set<String>> labels;
  private final Supplier<Map<String, String>> metadata;
  private final InstantSource wall;
  // Guarded by this.
  private @Nullable PeerAnnouncement last;
  private Instant signedAt = Instant.EPOCH;

  /// @param addresses where this node can be dialled now
  /// @param labels what it can do now
  /// @param metadata what else it says
  /// @param wall numbers announcements: later ones are higher, also over restarts
  public OwnAnnouncement(
      KeyPair key,
      Supplier<List<Multiaddr>> addresses,
      Supplier<Set<String>> labels,
      Supplier<Map<String, String>> metadata,
      InstantSource wall) {
    this.key = key;
    this.addresses = addresses;
    this.labels = labels;
    this.metadata = metadata;
    this.wall = wall;
  }

  @Override
  public synchronized PeerAnnouncement get() {
    List<Multiaddr> where =
        addresses.get().stream()
            .map(address -> address.withPeer(key.peerId()))
            .distinct()
            .limit(PeerAnnouncement.MAX_ADDRESSES)
            .toList();
    Set<String> can =
        labels.get().stream()
            .filter(OwnAnnouncement::fits)
            .sorted()
            .limit(PeerStatement.MAX_LABELS)
            .collect(Collectors.toSet());
    Map<String, String> more = new TreeMap<>(metadata.get());
    more.values().removeIf(text -> !fits(text));
    Instant now = wall.instant();
    if (last != null
        && last.addresses().equals(where)
        && last.statement().labels().equals(can)
        && last.statement().metadata().equals(more)
        && now.isBefore(signedAt.plus(TTL.dividedBy(3)))
        && !now.isBefore(signedAt)) {
      return last;
    }
    boolean open =
        !where.isEmpty() && where.stream().allMatch(a -> AddressScope.of(a) == AddressScope.PUBLIC);
    long seq = Math.max(last == null ? 0 : last.seq() + 1, now.toEpochMilli());
    PeerAnnouncement fresh =
        PeerAnnouncement.sign(
            key,
            where,
            new PeerStatement(
                key.peerId(), seq, TTL, open ? Reach.PUBLIC : Reach.LOCAL, can, more));
    last = fresh;
    signedAt = now;
    return fresh;
  }

  private static boolean fits(String text) {
    return !text.isBlank()
        && text.length() <= PeerStatement.MAX_TEXT
        && text.chars().noneMatch(c -> c < ' ');
  }
}
