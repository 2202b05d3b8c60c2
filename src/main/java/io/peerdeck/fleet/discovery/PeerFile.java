package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that remembers for a week where peers were seen, over restarts and longer than what they
/// signed holds; [PeerFileText] says how. People may read it, and write into it while the node
/// runs.
public final class PeerFile implements DiscoverySource {
  /// Its name.
  public static final String NAME = "file";

  private static final Logger LOG = LoggerFactory.getLogger(PeerFile.class);
  private static final int MOST_ASIDE = 100;
  // The registry need not hear each time that a peer it knows was seen again.
  private static final Duration NEWS = Duration.ofHours(6);

  private final Path file;
  private final PeerFileText text = new PeerFileText();
  private final InstantSource wall;
  // Guarded by this.
  private @Nullable Ear ear;
  private byte[] last = {};
  private final Map<PeerId, PeerInfo> kept = new LinkedHashMap<>();

  /// @param file made when there is something to keep
  /// @param wall for `last_cleanup`, and for what is too old to keep
  public PeerFile(Path file, InstantSource wall) {
    this.file = file;
    this.wall = wall;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Terms terms() {
    return new Terms(Reach.LOCAL, false, false, PeerFileText.MOST_PEERS);
  }

  @Override
  public synchronized void start(Ear registry) {
    ear = registry;
  }

  /// The peers of the file when somebody wrote it since it was read last; else none.
  @Override
  public synchronized List<Sighting> find() {
    byte[] bytes;
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      long size = Files.size(file);
      if (size > PeerFileText.MAX_BYTES) {
        throw aside("it has %d bytes; at most %d".formatted(size, PeerFileText.MAX_BYTES), false);
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DiscoveryException("the file of peers " + file + " cannot be read: " + e, e);
    }
    if (Arrays.equals(bytes, last)) {
      return List.of();
    }
    PeerFileText.Read read;
    try {
      read = text.read(bytes, wall.instant());
    } catch (MultiformatException unreadable) {
      throw aside(String.valueOf(unreadable.getMessage()), false);
    }
    last = bytes;
    read.peers().forEach(this::keep);
    if (read.refused() > 0) {
      if (ear != null) {
        ear.heard(read.peers());
      }
      throw aside("%d of its peers; %s".formatted(read.refused(), read.why()), true);
    }
    return read.peers();
  }

  private void keep(Sighting one) {
    Instant first = one.firstSeen().or(one::seen).orElseGet(wall::instant);
    kept.putIfAbsent(
        one.peer(),
        new PeerInfo(
            one.peer(),
            one.addresses(),
            Set.of(),
            first,
            one.seen(),
            List.of(NAME),
            Duration.ZERO,
            Map.of(),
            one.signed()));
  }

  /// What cannot be used is kept for who wants to know what happened to it.
  ///
  /// @param copied whether the rest of the file goes on being used
  private DiscoveryException aside(String why, boolean copied) {
    String told = "the file of peers " + file + " cannot be used: " + why;
    try {
      for (int number = 1; number <= MOST_ASIDE; number++) {
        Path place = file.resolveSibling(file.getFileName() + ".unreadable-" + number);
        if (!Files.exists(place)) {
          if (copied) {
            Files.copy(file, place);
          } else {
            Files.move(file, place);
          }
          LOG.warn("{}; it is kept as {}", told, place);
          return new DiscoveryException(told + "; it is kept as " + place);
        }
      }
    } catch (IOException e) {
      return new DiscoveryException(told + ", nor put aside: " + e, e);
    }
    return new DiscoveryException(told + "; too many of its kind are kept beside it already");
  }

  @Override
  public Registration register(PeerAnnouncement self) {
    return new Registration.ReadOnly();
  }

  /// Writes what is known now or was within the week.
  @Override
  public synchronized int cleanup(List<PeerInfo> known) {
    Instant now = wall.instant();
    List<Sighting> news = new ArrayList<>();
    for (PeerInfo peer : known) {
      @Nullable PeerInfo before = kept.put(peer.peer(), peer);
      Instant seen = lastSign(peer);
      if (before == null || lastSign(before).plus(NEWS).isBefore(seen)) {
        news.add(sighting(peer));
      }
    }
    int size = kept.size();
    kept.values().removeIf(peer -> lastSign(peer).plus(PeerFileText.KEPT).isBefore(now));
    List<PeerInfo> freshest = new ArrayList<>(kept.values());
    if (freshest.size() > PeerFileText.MOST_PEERS) {
      freshest.sort(Comparator.comparing(PeerFile::lastSign).reversed());
      freshest.subList(PeerFileText.MOST_PEERS, freshest.size()).clear();
      kept.keySet().retainAll(freshest.stream().map(PeerInfo::peer).toList());
    }
    if (!freshest.isEmpty() || Files.exists(file)) {
      byte[] bytes = text.write(freshest, now);
      try {
        replace(bytes);
      } catch (IOException e) {
        throw new DiscoveryException("the file of peers " + file + " cannot be written: " + e, e);
      }
      last = bytes;
    }
    if (ear != null && !news.isEmpty()) {
      ear.heard(news);
    }
    return size - freshest.size();
  }

  private static Instant lastSign(PeerInfo peer) {
    return peer.lastSeen().orElse(peer.firstSeen());
  }

  /// Where it is, for a week; what it signed holds no longer than it says.
  private static Sighting sighting(PeerInfo peer) {
    return new Sighting(
        peer.peer(),
        peer.addresses(),
        Optional.of(peer.firstSeen()),
        peer.lastSeen(),
        Optional.of(PeerFileText.KEPT),
        Optional.empty(),
        Optional.empty());
  }

  private void replace(byte[] bytes) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        out.write(left);
      }
      out.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      LOG.debug("this system does not sync folders: {}", e.getMessage());
    }
  }

  @Override
  public void close() {}
}
