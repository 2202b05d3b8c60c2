package io.peerdeck.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/// How candidates are ordered for a task: a field of the submission, so that all peers use one.
public enum RankingStrategy {
  /// Hamming distance over bits between C and SHA-256(candidate ‖ C), ties by XOR distance. The
  /// salt gives every task its own order of peers, so no peer is near to more tasks than another.
  HAMMING("hamming") {
    @Override
    <P> List<Placed<P>> rank(byte[] combined, List<Candidate<P>> candidates) {
      List<Spot<P>> spots = new ArrayList<>(candidates.size());
      for (Candidate<P> candidate : candidates) {
        byte[] xor = Sha256.of(candidate.bytes(), combined);
        int distance = 0;
        for (int i = 0; i < xor.length; i++) {
          xor[i] ^= combined[i];
          distance += Integer.bitCount(xor[i] & 0xff);
        }
        spots.add(new Spot<>(new Placed<>(candidate.peer(), distance), xor));
      }
      spots.sort(
          Comparator.comparingInt((Spot<P> spot) -> spot.placed.distance())
              .thenComparing(spot -> spot.xor, Arrays::compareUnsigned));
      return spots.stream().map(spot -> spot.placed).toList();
    }
  },

  /// The earlier system's rule: differing hex digits between C and SHA-256(peer text); the first of
  /// equals in text order wins. Permanently unfair to some peers; kept for fleets that moved here.
  HAMMING_HEX("hamming-hex") {
    @Override
    <P> List<Placed<P>> rank(byte[] combined, List<Candidate<P>> candidates) {
      String target = HexFormat.of().formatHex(combined);
      List<Placed<P>> placed = new ArrayList<>(candidates.size());
      candidates.stream()
          .sorted(Comparator.comparing(Candidate::text))
          .forEach(
              peer ->
                  placed.add(
                      new Placed<>(peer.peer(), hexDistance(target, Sha256.hex(peer.text())))));
      placed.sort(Comparator.comparingInt(Placed::distance));
      return List.copyOf(placed);
    }
  };

  private final String text;

  RankingStrategy(String text) {
    this.text = text;
  }

  /// The spelling in submissions: `hamming` or `hamming-hex`.
  public String text() {
    return text;
  }

  /// Reads [#text].
  ///
  /// @throws ScheduleException naming the choices
  public static RankingStrategy parse(String text) {
    for (RankingStrategy strategy : values()) {
      if (strategy.text.equals(text)) {
        return strategy;
      }
    }
    throw new ScheduleException(
        "`" + text + "` is no ranking strategy; `hamming` and `hamming-hex` are.");
  }

  /// The candidates, nearest first.
  ///
  /// @param combined C, 32 bytes
  abstract <P> List<Placed<P>> rank(byte[] combined, List<Candidate<P>> candidates);

  /// The earlier systems' owner of a task: the first in list order of those nearest to
  /// SHA-256(head:task hash) by differing hex digits.
  ///
  /// @param peers in their order, at least one
  static Placed<String> earlierOwner(String head, String taskHash, List<String> peers) {
    if (peers.isEmpty()) {
      throw new ScheduleException("there is no owner without peers");
    }
    String target = Sha256.hex(head + ":" + taskHash);
    return peers.stream()
        .map(peer -> new Placed<>(peer, hexDistance(target, Sha256.hex(peer))))
        .reduce((best, next) -> next.distance() < best.distance() ? next : best)
        .orElseThrow();
  }

  /// How many characters differ, the shorter text padded with `0` on its right.
  static int hexDistance(String a, String b) {
    int[] left = a.codePoints().toArray();
    int[] right = b.codePoints().toArray();
    int distance = 0;
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int x = i < left.length ? left[i] : '0';
      int y = i < right.length ? right[i] : '0';
      if (x != y) {
        distance++;
      }
    }
    return distance;
  }

  /// Someone who could run a task.
  ///
  /// @param bytes what the salted rule hashes
  /// @param text what the earlier rule hashes and orders by
  @SuppressWarnings("ArrayRecordComponent") // only passed on, never compared
  record Candidate<P>(P peer, byte[] bytes, String text) {}

  /// A candidate and its distance.
  record Placed<P>(P peer, int distance) {}

  private record Spot<P>(Placed<P> placed, byte[] xor) {}
}
