package io.peerdeck.libp2p;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Scopes by key, each for as long as somebody holds it.
final class ScopeMap<K> {
  private record Held(ResourceScope scope, int holders) {}

  private final Function<K, ResourceScope> make;
  private final Map<K, Held> scopes = new ConcurrentHashMap<>();

  ScopeMap(Function<K, ResourceScope> make) {
    this.make = make;
  }

  /// The scope of this key; every hold wants one [#release].
  ResourceScope hold(K key) {
    return scopes
        .compute(
            key,
            (same, held) ->
                held == null
                    ? new Held(make.apply(same), 1)
                    : new Held(held.scope(), held.holders() + 1))
        .scope();
  }

  void release(K key) {
    scopes.computeIfPresent(
        key,
        (same, held) -> {
          if (held.holders() > 1) {
            return new Held(held.scope(), held.holders() - 1);
          }
          held.scope().close();
          return null;
        });
  }

  int size() {
    return scopes.size();
  }
}
