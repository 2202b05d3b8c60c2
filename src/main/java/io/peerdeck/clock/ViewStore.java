package io.peerdeck.clock;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Membership views by id, each stored once however many entries share it.
///
/// `intern` is called under the ledger's lock; looking up from anywhere.
final class ViewStore {
  private final EntryTable table;
  private final Cache<Integer, View> views =
      Caffeine.newBuilder().maximumSize(20_000).executor(Runnable::run).build();
  private final Map<Integer, View> unsaved = new ConcurrentHashMap<>();
  private final Map<ByteBuffer, Integer> unsavedByDigest = new ConcurrentHashMap<>();
  private int lastId;

  ViewStore(EntryTable table) {
    this.table = table;
    this.lastId = table.first("SELECT max(id) FROM clock_view", r -> r.getInt(1)).orElse(0);
  }

  View view(int id) {
    if (id == View.EMPTY.id()) {
      return View.EMPTY;
    }
    View fresh = unsaved.get(id);
    return fresh != null ? fresh : views.get(id, this::stored);
  }

  /// What a batch brought is on disk now.
  void saved(Batch batch) {
    for (View view : batch.views) {
      views.put(view.id(), view);
      unsaved.remove(view.id());
      unsavedByDigest.remove(ByteBuffer.wrap(view.digest()));
    }
  }

  /// The id of a view with one more entry, which is later in order than all of `base`.
  int intern(int base, long row, Batch batch) {
    View candidate = View.after(lastId + 1, base, row);
    byte[] digest = candidate.digest();
    ByteBuffer key = ByteBuffer.wrap(digest);
    Integer fresh = unsavedByDigest.get(key);
    if (fresh != null) {
      return fresh;
    }
    Optional<Integer> stored =
        table.first(
            "SELECT id FROM clock_view WHERE digest = ?", r -> r.getInt(1), (Object) digest);
    if (stored.isPresent()) {
      return stored.get();
    }
    lastId = candidate.id();
    unsaved.put(candidate.id(), candidate);
    unsavedByDigest.put(key, candidate.id());
    batch.views.add(candidate);
    return candidate.id();
  }

  private View stored(int id) {
    byte[] bytes =
        table
            .first("SELECT entries FROM clock_view WHERE id = ?", r -> r.getBytes(1), id)
            .orElseThrow(
                () ->
                    new ClockException("membership view " + id + " is not in the clock's tables"));
    return View.decode(id, bytes);
  }
}
