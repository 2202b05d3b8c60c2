package io.peerdeck.node;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import java.util.List;

/// A cache that a job saved.
///
/// @param key as the workflow names it
/// @param version of the paths it was made of
/// @param root a folder
/// @param at Unix milliseconds, by the clock of the peer that saved it
record JobCache(String key, String version, Cid root, long bytes, long at) {
  private static final int MAX_TEXT = 1024;

  Ipld.Map toIpld() {
    return Ipld.map()
        .put("key", key)
        .put("version", version)
        .put("root", root)
        .put("bytes", bytes)
        .put("at", at)
        .build();
  }

  static List<JobCache> read(Ipld.List list, int most) {
    return list.maps().stream().limit(most).map(JobCache::read).toList();
  }

  private static JobCache read(Ipld.Map map) {
    return new JobCache(
        bounded(map.text("key")),
        bounded(map.text("version")),
        map.link("root"),
        Math.max(0, map.integer("bytes")),
        map.integer("at"));
  }

  /// A text as others may send it.
  static String bounded(String text) {
    if (text.length() > MAX_TEXT) {
      throw new MultiformatException(
          "a cache's key or version has more than " + MAX_TEXT + " characters");
    }
    return text;
  }
}
