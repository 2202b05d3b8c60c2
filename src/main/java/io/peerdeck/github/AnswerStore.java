package io.peerdeck.github;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Where answers are kept.
interface AnswerStore {
  Optional<CachedAnswer> find(CacheKey key);

  /// Keeps an answer in place of an earlier one.
  void put(CachedAnswer answer);

  void remove(CacheKey key);

  /// Drops all of everybody's eyes that a question is asked of.
  void removePublic(Predicate<ApiRead> which);

  void clear();

  /// What is kept nearest, what it would drop last first.
  List<CachedAnswer> newest(int limit);

  /// Why not all is kept that should be, in a sentence; empty for nothing.
  default String trouble() {
    return "";
  }

  /// Bytes kept nearest.
  long size();
}
