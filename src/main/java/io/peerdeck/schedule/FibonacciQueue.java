package io.peerdeck.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jheaps.AddressableHeap;
import org.jheaps.tree.FibonacciHeap;

/// A Fibonacci heap that finds its items again: each item is in it at most once.
///
/// @param <K> what it is ordered by, smallest first
/// @param <V> the items, by value equality
final class FibonacciQueue<K extends Comparable<K>, V> {
  private final FibonacciHeap<K, V> heap = new FibonacciHeap<>();
  private final Map<V, AddressableHeap.Handle<K, V>> handles = new HashMap<>();

  /// Adds an item; false if it is in the queue already, which then stays where it was.
  boolean insert(K key, V item) {
    if (handles.containsKey(item)) {
      return false;
    }
    handles.put(item, heap.insert(key, item));
    return true;
  }

  Optional<V> findMin() {
    return heap.isEmpty() ? Optional.empty() : Optional.of(heap.findMin().getValue());
  }

  Optional<V> extractMin() {
    if (heap.isEmpty()) {
      return Optional.empty();
    }
    V item = heap.deleteMin().getValue();
    handles.remove(item);
    return Optional.of(item);
  }

  /// Moves an item forward. Throws [ScheduleException] if it is absent or the key is larger.
  void decreaseKey(V item, K key) {
    AddressableHeap.Handle<K, V> handle = handles.get(item);
    if (handle == null) {
      throw new ScheduleException(item + " is not in the queue");
    }
    if (handle.getKey().compareTo(key) < 0) {
      throw new ScheduleException(
          "the key of "
              + item
              + " can only become smaller, not "
              + key
              + " after "
              + handle.getKey());
    }
    handle.decreaseKey(key);
  }

  /// Moves an item either way; the heap cannot increase a key, so the item leaves and comes back.
  /// False if it is absent.
  boolean changeKey(V item, K key) {
    AddressableHeap.Handle<K, V> handle = handles.get(item);
    if (handle == null) {
      return false;
    }
    int order = key.compareTo(handle.getKey());
    if (order < 0) {
      handle.decreaseKey(key);
    } else if (order > 0) {
      handle.delete();
      handles.put(item, heap.insert(key, item));
    }
    return true;
  }

  Optional<K> keyOf(V item) {
    return Optional.ofNullable(handles.get(item)).map(AddressableHeap.Handle::getKey);
  }

  boolean remove(V item) {
    AddressableHeap.Handle<K, V> handle = handles.remove(item);
    if (handle == null) {
      return false;
    }
    handle.delete();
    return true;
  }

  /// All items, in no order; a copy, so that keys may change meanwhile.
  List<V> items() {
    return List.copyOf(handles.keySet());
  }

  int size() {
    return handles.size();
  }
}
