package io.peerdeck.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Unmodifiable copies that keep the order of the file, which `Map.copyOf` does not.
final class Ordered {
  private Ordered() {}

  static <K, V> Map<K, V> copyOf(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /// Of which `Map.of` keeps no order.
  @SafeVarargs
  static <V> Map<String, V> of(Map.Entry<String, ? extends V>... members) {
    Map<String, V> map = new LinkedHashMap<>();
    for (Map.Entry<String, ? extends V> member : members) {
      map.put(member.getKey(), member.getValue());
    }
    return Collections.unmodifiableMap(map);
  }

  static <T> Set<T> copyOf(Set<T> set) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(set));
  }
}
