package io.peerdeck.libp2p;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Something that holds resources within limits: the host, a peer, a connection, a protocol, a
/// stream. What is taken in a scope is taken in all wider ones too, or in none.
final class ResourceScope implements AutoCloseable {
  private static final long CLOSED = Long.MIN_VALUE / 2;

  private final String name;
  private final Map<Resource, LimitMeter> limits;
  private final List<ResourceScope> path;
  private final AtomicLongArray used = new AtomicLongArray(Resource.COUNT);
  private final Map<LimitMeter, LongSupplier> followed = new HashMap<>();

  /// @param name for messages: "the connection with …"
  /// @param limits what is bounded here; everything else is only counted
  /// @param wider the scopes around this one, which stay open longer
  ResourceScope(String name, Map<Resource, LimitMeter> limits, ResourceScope... wider) {
    this.name = name;
    this.limits = limits;
    Set<ResourceScope> all = new LinkedHashSet<>();
    for (ResourceScope around : wider) {
      all.addAll(around.path);
    }
    List<ResourceScope> self = new ArrayList<>(all.size() + 1);
    self.add(this);
    self.addAll(all);
    this.path = List.copyOf(self);
  }

  /// Lets the meters ask how much is held here, until [#close()].
  ResourceScope followed() {
    limits.forEach(
        (resource, meter) -> {
          LongSupplier current = () -> used(resource);
          followed.put(meter, current);
          meter.follow(current);
        });
    return this;
  }

  /// The most of it there may be here, wider scopes aside.
  long bound(Resource resource) {
    LimitMeter meter = limits.get(resource);
    return meter == null ? Long.MAX_VALUE : meter.bound();
  }

  /// How much is held here now.
  long used(Resource resource) {
    long now = used.get(resource.ordinal());
    return isClosed(now) ? 0 : now;
  }

  /// Takes from here up, or nothing.
  ///
  /// @throws LimitException naming the limit that is reached
  void take(Resource resource, long amount) {
    ResourceScope full = refusing(resource, amount);
    if (full != null) {
      throw full.refusal(resource, amount);
    }
  }

  /// Takes from here up, or nothing; whether it did.
  boolean tryTake(Resource resource, long amount) {
    return refusing(resource, amount) == null;
  }

  private @Nullable ResourceScope refusing(Resource resource, long amount) {
    for (int i = 0; i < path.size(); i++) {
      if (!path.get(i).own(resource, amount)) {
        for (Resource kind = resource; kind != null; kind = kind.wider()) {
          undo(i, kind, amount);
        }
        return path.get(i);
      }
    }
    return null;
  }

  private boolean own(Resource resource, long amount) {
    long now = used.addAndGet(resource.ordinal(), amount);
    LimitMeter meter = limits.get(resource);
    if (isClosed(now) || (meter != null && now > meter.bound())) {
      used.addAndGet(resource.ordinal(), -amount);
      if (meter != null) {
        meter.refuse();
      }
      return false;
    }
    Resource wider = resource.wider();
    if (wider != null && !own(wider, amount)) {
      if (isClosed(used.addAndGet(resource.ordinal(), -amount))) {
        giveUp(1, resource, -amount);
      }
      return false;
    }
    if (meter != null) {
      meter.seen(now);
    }
    return true;
  }

  /// Gives back what was taken here. After [#close()] everything is back already.
  void give(Resource resource, long amount) {
    for (Resource kind = resource; kind != null; kind = kind.wider()) {
      giveUp(0, kind, amount);
    }
  }

  /// Gives back from a place of the path up, as far as the scopes are open: one that is closed gave
  /// back for those above it.
  private void giveUp(int from, Resource kind, long amount) {
    for (int i = from; i < path.size(); i++) {
      if (isClosed(path.get(i).used.addAndGet(kind.ordinal(), -amount))) {
        return;
      }
    }
  }

  private static boolean isClosed(long used) {
    return used < CLOSED / 2;
  }

  /// Gives back what the first `taken` scopes of the path took. One that was closed meanwhile gave
  /// back for all above it, those included that had not taken yet.
  private void undo(int taken, Resource kind, long amount) {
    for (int i = 0; i < taken; i++) {
      if (isClosed(path.get(i).used.addAndGet(kind.ordinal(), -amount))) {
        giveUp(taken, kind, -amount);
        return;
      }
    }
  }

  /// Names the limit that is exceeded; or, when what stood in the way is gone again, the nearest.
  private Libp2pException refusal(Resource resource, long amount) {
    Resource reached = null;
    for (Resource kind = resource; kind != null; kind = kind.wider()) {
      LimitMeter meter = limits.get(kind);
      if (meter != null && (reached == null || used(kind) + amount > meter.bound())) {
        reached = kind;
      }
    }
    if (reached == null || isClosed(used.get(resource.ordinal()))) {
      return new Libp2pException(name + " is ending");
    }
    LimitMeter meter = Objects.requireNonNull(limits.get(reached));
    return new LimitException(
        meter.limit(),
        "%s has %d %s, and `%s` allows %d"
            .formatted(
                name,
                Math.max(used(reached), meter.bound() - amount + 1),
                meter.limit().unit(),
                meter.limit().key(),
                meter.bound()));
  }

  /// Gives everything back that is still held; nothing can be taken here any more.
  @Override
  public void close() {
    followed.forEach(LimitMeter::forget);
    for (Resource resource : Resource.values()) {
      long rest = used.getAndSet(resource.ordinal(), CLOSED);
      if (!isClosed(rest) && rest != 0) {
        giveUp(1, resource, rest);
      }
    }
  }
}
