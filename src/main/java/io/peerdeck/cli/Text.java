package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Values as people read them.
final class Text {
  private static final int SHORT = 8;

  private Text() {}

  /// The end of an id: CIDs and PeerIds all begin alike. Commands take it back.
  static String shortId(String id) {
    return id.length() <= SHORT ? id : id.substring(id.length() - SHORT);
  }

  static String join(JsonNode texts) {
    List<String> parts = new ArrayList<>();
    texts.forEach(text -> parts.add(text.asText()));
    return String.join(", ", parts);
  }

  static String names(JsonNode peers) {
    List<String> parts = new ArrayList<>();
    peers.forEach(peer -> parts.add(peer.path("name").asText()));
    return String.join(", ", parts);
  }

  static String ago(JsonNode instant, Instant now) {
    long seconds = Math.max(0, Duration.between(Instant.parse(instant.asText()), now).toSeconds());
    if (seconds < 60) {
      return seconds + " s ago";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min ago";
    }
    return seconds < 172_800 ? seconds / 3600 + " h ago" : seconds / 86_400 + " d ago";
  }

  static String count(long count, String one, String more) {
    return count + " " + (count == 1 ? one : more);
  }

  static String bytes(long count) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double value = count;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? count + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  static String millis(long millis) {
    return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
