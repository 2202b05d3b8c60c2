package io.peerdeck.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// Answers in memory, by weight.
final class MemoryAnswers implements AnswerStore {
  private final Cache<CacheKey, CachedAnswer> answers;

  /// @param most bytes
  /// @param evicted hears of each answer that had to go for want of room
  MemoryAnswers(long most, Runnable evicted) {
    answers =
        Caffeine.newBuilder()
            .maximumWeight(most)
            .weigher((CacheKey key, CachedAnswer answer) -> answer.weight())
            .executor(Runnable::run)
            .removalListener(
                (key, answer, cause) -> {
                  if (cause == RemovalCause.SIZE) {
                    evicted.run();
                  }
                })
            .build();
  }

  @Override
  public Optional<CachedAnswer> find(CacheKey key) {
    return Optional.ofNullable(answers.getIfPresent(key));
  }

  @Override
  public void put(CachedAnswer answer) {
    answers.put(answer.key(), answer);
  }

  @Override
  public void remove(CacheKey key) {
    answers.invalidate(key);
  }

  @Override
  public void removePublic(Predicate<ApiRead> which) {
    answers.asMap().keySet().removeIf(key -> key.partition().isPublic() && which.test(key.read()));
  }

  @Override
  public void clear() {
    answers.invalidateAll();
  }

  @Override
  public List<CachedAnswer> newest(int limit) {
    return answers
        .policy()
        .eviction()
        .map(eviction -> List.copyOf(eviction.hottest(limit).values()))
        .orElse(List.of());
  }

  @Override
  public long size() {
    answers.cleanUp();
    return answers
        .policy()
        .eviction()
        .map(e -> e.weightedSize())
        .orElse(OptionalLong.empty())
        .orElse(0);
  }
}
