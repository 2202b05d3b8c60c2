package io.peerdeck.multiformats;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Collects the fields of an [Ipld.Map] in any order. A key may be put once.
public final class IpldMapBuilder {
  /// Shorter keys first, keys of one length by their UTF-8 bytes (DAG-CBOR, "Map Keys").
  static final Comparator<String> KEY_ORDER = IpldMapBuilder::compareKeys;

  private final TreeMap<String, Ipld> fields = new TreeMap<>(KEY_ORDER);

  IpldMapBuilder() {}

  /// Any value. @throws MultiformatException if the key is there already.
  public IpldMapBuilder put(String key, Ipld value) {
    if (fields.putIfAbsent(key, value) != null) {
      throw new MultiformatException("field '" + key + "' is put twice");
    }
    return this;
  }

  /// Text.
  public IpldMapBuilder put(String key, String value) {
    return put(key, new Ipld.Text(value));
  }

  /// A whole number.
  public IpldMapBuilder put(String key, long value) {
    return put(key, new Ipld.Int(value));
  }

  /// A truth value.
  public IpldMapBuilder put(String key, boolean value) {
    return put(key, new Ipld.Bool(value));
  }

  /// A number with a fraction.
  public IpldMapBuilder put(String key, double value) {
    return put(key, new Ipld.Real(value));
  }

  /// Bytes, copied.
  public IpldMapBuilder put(String key, byte[] value) {
    return put(key, new Ipld.Bytes(value.clone()));
  }

  /// A link.
  public IpldMapBuilder put(String key, Cid value) {
    return put(key, new Ipld.Link(value));
  }

  /// A list.
  public IpldMapBuilder put(String key, Collection<? extends Ipld> value) {
    return put(key, Ipld.list(value));
  }

  /// Null.
  public IpldMapBuilder putNull(String key) {
    return put(key, new Ipld.Null());
  }

  /// A link, or null where there is none.
  public IpldMapBuilder putLinkOrNull(String key, Optional<Cid> value) {
    return put(key, value.<Ipld>map(Ipld.Link::new).orElse(new Ipld.Null()));
  }

  /// A map of text to text.
  public IpldMapBuilder putTexts(String key, Map<String, String> value) {
    IpldMapBuilder inner = new IpldMapBuilder();
    value.forEach(inner::put);
    return put(key, inner.build());
  }

  /// The map; the builder may go on.
  public Ipld.Map build() {
    return new Ipld.Map(Collections.unmodifiableMap(new LinkedHashMap<>(fields)));
  }

  private static int compareKeys(String a, String b) {
    if (isAscii(a) && isAscii(b)) {
      return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }
    byte[] left = a.getBytes(StandardCharsets.UTF_8);
    byte[] right = b.getBytes(StandardCharsets.UTF_8);
    return left.length != right.length
        ? Integer.compare(left.length, right.length)
        : Arrays.compareUnsigned(left, right);
  }

  private static boolean isAscii(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
