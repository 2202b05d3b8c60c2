package io.peerdeck.libp2p.gossip;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/// Records with some of their values changed.
final class Limited {
  private Limited() {}

  /// The standard limits but for those named.
  static GossipLimits limits(Map<String, Object> changed) {
    return with(GossipLimits.standard(), changed);
  }

  /// A record but for the values named.
  @SuppressWarnings("unchecked")
  static <R extends Record> R with(R record, Map<String, Object> changed) {
    try {
      RecordComponent[] components = record.getClass().getRecordComponents();
      Object[] values = new Object[components.length];
      int found = 0;
      for (int i = 0; i < values.length; i++) {
        String name = components[i].getName();
        values[i] =
            changed.containsKey(name)
                ? changed.get(name)
                : components[i].getAccessor().invoke(record);
        found += changed.containsKey(name) ? 1 : 0;
      }
      if (found != changed.size()) {
        throw new IllegalArgumentException(record.getClass() + " lacks one of " + changed.keySet());
      }
      for (Constructor<?> constructor : record.getClass().getDeclaredConstructors()) {
        if (constructor.getParameterCount() == values.length) {
          return (R) constructor.newInstance(values);
        }
      }
      throw new IllegalStateException("no constructor");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
