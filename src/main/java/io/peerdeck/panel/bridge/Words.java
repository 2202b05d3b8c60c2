package io.peerdeck.panel.bridge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers, times and ids as people read them: short, with units, relative where that says more.
public final class Words {
  private static final Texts TEXTS = Texts.of("common");
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final String[] BYTE_UNITS = {"B", "KB", "MB", "GB", "TB"};

  private Words() {}

  /// `bafy…k7qw`: enough to recognise, never enough to confuse.
  public static String shortId(String id) {
    return id.length() <= 12 ? id : id.substring(0, 4) + "…" + id.substring(id.length() - 5);
  }

  public static String ago(Instant when, InstantSource time) {
    long seconds = Duration.between(when, time.instant()).toSeconds();
    if (seconds < 5) {
      return TEXTS.get("ago.now");
    }
    if (seconds < 60) {
      return TEXTS.get("ago.seconds", seconds);
    }
    if (seconds < 3600) {
      return TEXTS.get("ago.minutes", seconds / 60);
    }
    return seconds < 86_400
        ? TEXTS.get("ago.hours", seconds / 3600)
        : TEXTS.get("ago.days", seconds / 86_400);
  }

  /// How long until something, by the minute; how long ago, once it was.
  public static String until(Instant when, InstantSource time) {
    long minutes = Duration.between(time.instant(), when).toMinutes();
    if (minutes < 1) {
      return ago(when, time);
    }
    if (minutes < 60) {
      return TEXTS.get("in.minutes", minutes);
    }
    return minutes < 48 * 60
        ? TEXTS.get("in.hours", minutes / 60)
        : TEXTS.get("in.days", minutes / (24 * 60));
  }

  public static String absolute(Instant when) {
    return DAY_AND_TIME.format(when);
  }

  public static String timeOfDay(Instant when) {
    return TIME.format(when);
  }

  /// `480 ms`, `12.3 s`, `2 m 11 s`, `3 h 05 m`.
  public static String duration(long millis) {
    if (millis < 1000) {
      return TEXTS.get("duration.millis", millis);
    }
    long seconds = millis / 1000;
    if (seconds < 60) {
      long tenths = Math.round(millis / 100.0);
      return TEXTS.get("duration.seconds", tenths / 10 + "." + tenths % 10);
    }
    if (seconds < 3600) {
      return TEXTS.get("duration.minutes", seconds / 60, twoDigits(seconds % 60));
    }
    return TEXTS.get("duration.hours", seconds / 3600, twoDigits(seconds / 60 % 60));
  }

  // Not by a format, which takes as long as laying the cell out that says it.
  private static String twoDigits(long number) {
    return (number < 10 ? "0" : "") + number;
  }

  /// A round trip: `0.4 ms`, `12 ms`.
  public static String roundTrip(Duration rtt) {
    double millis = rtt.toNanos() / 1e6;
    return TEXTS.get(
        "duration.roundTrip", String.format(Locale.ROOT, millis < 10 ? "%.1f" : "%.0f", millis));
  }

  public static String bytes(long bytes) {
    int unit = unit(bytes);
    return bytes(bytes, unit) + " " + BYTE_UNITS[unit];
  }

  /// The same without its unit, in that of another number: `13.0` of `61.0 MB`.
  public static String bytesAs(long bytes, long other) {
    return bytes(bytes, unit(other));
  }

  private static int unit(long bytes) {
    int unit = 0;
    for (double value = bytes; value >= 1024 && unit < BYTE_UNITS.length - 1; value /= 1024) {
      unit++;
    }
    return unit;
  }

  private static String bytes(long bytes, int unit) {
    double value = bytes / Math.pow(1024, unit);
    return String.format(Locale.ENGLISH, unit == 0 || value >= 100 ? "%.0f" : "%.1f", value);
  }

  /// A reason that more words follow: with a full stop. Its first letter stays, which may be a
  /// name's.
  public static String sentence(String reason) {
    String stripped = reason.strip();
    return stripped.isEmpty() || ".!?…".indexOf(stripped.charAt(stripped.length() - 1)) >= 0
        ? stripped
        : stripped + ".";
  }

  public static String number(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  public static String percent(double share) {
    return String.format(
        Locale.ENGLISH, share > 0 && share < 0.1 ? "%.1f %%" : "%.0f %%", share * 100);
  }
}
