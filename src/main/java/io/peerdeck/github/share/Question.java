package io.peerdeck.github.share;

import io.peerdeck.github.ApiRead;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.Multihash;
import java.time.Duration;
import java.util.Optional;

/// What one member asks another: a map `{v: 1, key: bytes, fresh: int, wait: int, target?, accept?,
/// version?: text}`, times in milliseconds. Without the words of the question only who holds the
/// answer can give it.
///
/// @param key [ApiRead#key()]
/// @param freshFor how old an answer may be
/// @param patience how long the asker waits
/// @param read the question itself, where the other may ask GitHub
record Question(Multihash key, Duration freshFor, Duration patience, Optional<ApiRead> read) {
  /// The longest frame, in bytes.
  static final int MAX_BYTES = 8 * 1024;

  private static final int MAX_KEY = 40;

  /// @throws MultiformatException if that is no question
  static Question read(Ipld.Map map) {
    map.integer("v", 1, 1);
    byte[] key = map.bytes("key");
    if (key.length > MAX_KEY) {
      throw new MultiformatException("a key of " + key.length + " bytes");
    }
    Multihash hash = Multihash.decode(key);
    Optional<ApiRead> read =
        map.has("target") ? Optional.of(SignedAnswer.question(map)) : Optional.empty();
    if (hash.code() != Multihash.SHA2_256 || (read.isPresent() && !read.get().key().equals(hash))) {
      throw new MultiformatException("the key is not the one of the question");
    }
    return new Question(
        hash,
        Duration.ofMillis(map.integer("fresh", 0, Integer.MAX_VALUE)),
        Duration.ofMillis(map.integer("wait", 0, Integer.MAX_VALUE)),
        read);
  }

  Ipld.Map write() {
    IpldMapBuilder map =
        Ipld.map()
            .put("v", 1)
            .put("key", key.bytes())
            .put("fresh", Math.min(freshFor.toMillis(), Integer.MAX_VALUE))
            .put("wait", Math.min(patience.toMillis(), Integer.MAX_VALUE));
    read.ifPresent(
        asked ->
            map.put("target", asked.target())
                .put("accept", asked.accept())
                .put("version", asked.apiVersion()));
    return map.build();
  }
}
