package io.peerdeck.github.share;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.Multihash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a member tells the fleet it holds fresh: a message `{v: 1, fresh: [{key: bytes, body: link,
/// at: int}]}`, at most [#MOST], as DAG-CBOR; times in Unix milliseconds. Hashes only, no ETags: it
/// says nothing to who does not know the question.
final class FreshWords {
  /// Items of one message.
  static final int MOST = 64;

  private static final int MAX_BYTES = 8 * 1024;
  private static final int KEY_BYTES = 34;
  private static final long LAST_MILLIS = 253_402_300_799_999L;

  /// One of them.
  ///
  /// @param key of the question
  /// @param body the name of the answer's body
  /// @param at when GitHub gave or confirmed it
  record Word(Multihash key, Cid body, Instant at) {}

  private FreshWords() {}

  static byte[] write(List<Word> words) {
    return DagCbor.encode(
        Ipld.map()
            .put("v", 1)
            .put(
                "fresh",
                words.stream()
                    .map(
                        word ->
                            Ipld.map()
                                .put("key", word.key().bytes())
                                .put("body", word.body())
                                .put("at", word.at().toEpochMilli())
                                .build())
                    .toList())
            .build());
  }

  /// @throws MultiformatException if that is no such message
  static List<Word> read(byte[] data) {
    if (data.length > MAX_BYTES) {
      throw new MultiformatException("words of " + data.length + " bytes");
    }
    Ipld.Map map = DagCbor.decodeMap(data);
    map.integer("v", 1, 1);
    Ipld.List items = map.list("fresh");
    if (items.size() < 1 || items.size() > MOST) {
      throw new MultiformatException("a message tells of " + items.size() + " answers");
    }
    List<Word> words = new ArrayList<>();
    for (Ipld.Map item : items.maps()) {
      byte[] key = item.bytes("key");
      Cid body = item.link("body");
      long at = item.integer("at");
      if (key.length != KEY_BYTES || body.codec() != Cid.RAW || at < 0 || at > LAST_MILLIS) {
        throw new MultiformatException("a message tells of an answer that can be none");
      }
      Multihash hash = Multihash.decode(key);
      if (hash.code() != Multihash.SHA2_256) {
        throw new MultiformatException("a key of another hash");
      }
      words.add(new Word(hash, body, Instant.ofEpochMilli(at)));
    }
    return words;
  }
}
