package io.peerdeck.multiformats;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/// A value of the IPLD data model: what a DAG-CBOR block holds. Immutable, compared by value.
///
/// @see <a href="https://ipld.io/docs/data-model/kinds/">IPLD kinds</a>
public sealed interface Ipld {
  /// Nothing, on purpose.
  record Null() implements Ipld {}

  /// True or false.
  ///
  /// @param value which
  record Bool(boolean value) implements Ipld {}

  /// A whole number of 64 bits with sign.
  ///
  /// @param value the number
  record Int(long value) implements Ipld {}

  /// A number with a fraction.
  ///
  /// @param value finite
  record Real(double value) implements Ipld {
    /// @throws MultiformatException for NaN and the infinities, which DAG-CBOR forbids
    public Real {
      if (!Double.isFinite(value)) {
        throw new MultiformatException(value + " cannot be stored; numbers are finite");
      }
    }
  }

  /// Unicode text.
  ///
  /// @param value the text
  record Text(String value) implements Ipld {}

  /// Bytes.
  ///
  /// @param value the bytes; not copied, so nobody writes to them afterwards
  @SuppressWarnings("ArrayRecordComponent") // compared by content below
  record Bytes(byte[] value) implements Ipld {
    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "Bytes[" + value.length + "]";
    }
  }

  /// The name of another block.
  ///
  /// @param cid the name
  record Link(Cid cid) implements Ipld {}

  /// Values in order.
  ///
  /// @param items the values
  record List(java.util.List<Ipld> items) implements Ipld {
    /// Copies the list.
    public List {
      items = java.util.List.copyOf(items);
    }

    /// All items as text.
    ///
    /// @throws MultiformatException if one is not text
    public java.util.List<String> texts() {
      return each(Text.class, Text::value);
    }

    /// All items as links.
    ///
    /// @throws MultiformatException if one is not a link
    public java.util.List<Cid> links() {
      return each(Link.class, Link::cid);
    }

    /// All items as maps.
    ///
    /// @throws MultiformatException if one is not a map
    public java.util.List<Map> maps() {
      return each(Map.class, Function.identity());
    }

    /// All items as whole numbers.
    ///
    /// @throws MultiformatException if one is not a whole number
    public java.util.List<Long> integers() {
      return each(Int.class, Int::value);
    }

    /// How many items there are.
    public int size() {
      return items.size();
    }

    private <K extends Ipld, T> java.util.List<T> each(Class<K> kind, Function<K, T> value) {
      return items.stream()
          .map(item -> value.apply(Fields.cast(kind, item, "a list item")))
          .toList();
    }
  }

  /// Values by text key, kept in DAG-CBOR order (shorter keys first, then by bytes).
  ///
  /// The getters name the field in their messages; the `opt` forms take absent and null as empty,
  /// and still refuse a value of another kind.
  final class Map implements Ipld {
    private final java.util.Map<String, Ipld> fields;

    Map(java.util.Map<String, Ipld> sorted) {
      this.fields = sorted;
    }

    /// The keys in order.
    public java.util.Set<String> keys() {
      return fields.keySet();
    }

    /// The fields in order, unmodifiable.
    public java.util.Map<String, Ipld> fields() {
      return fields;
    }

    /// How many fields there are.
    public int size() {
      return fields.size();
    }

    /// Whether a key is there, null or not.
    ///
    /// @param key which
    public boolean has(String key) {
      return fields.containsKey(key);
    }

    /// The value of a key, null or not; empty if the key is absent.
    ///
    /// @param key which
    public Optional<Ipld> get(String key) {
      return Optional.ofNullable(fields.get(key));
    }

    /// A text field. @throws MultiformatException if absent or another kind.
    public String text(String key) {
      return need(key, Text.class).value();
    }

    /// A whole number. @throws MultiformatException if absent or another kind.
    public long integer(String key) {
      return need(key, Int.class).value();
    }

    /// A whole number within bounds, both included. @throws MultiformatException if absent, another
    /// kind or outside.
    public int integer(String key, int least, int most) {
      return Fields.within(key, integer(key), least, most);
    }

    /// A truth value. @throws MultiformatException if absent or another kind.
    public boolean bool(String key) {
      return need(key, Bool.class).value();
    }

    /// A number, whole or not. @throws MultiformatException if absent or another kind.
    public double real(String key) {
      return fields.get(key) instanceof Int(long value) ? value : need(key, Real.class).value();
    }

    /// A bytes field, a copy. @throws MultiformatException if absent or another kind.
    public byte[] bytes(String key) {
      return need(key, Bytes.class).value().clone();
    }

    /// A link. @throws MultiformatException if absent or another kind.
    public Cid link(String key) {
      return need(key, Link.class).cid();
    }

    /// A list. @throws MultiformatException if absent or another kind.
    public List list(String key) {
      return need(key, List.class);
    }

    /// A map. @throws MultiformatException if absent or another kind.
    public Map map(String key) {
      return need(key, Map.class);
    }

    /// A text field that may be absent or null.
    public Optional<String> optText(String key) {
      return maybe(key, Text.class).map(Text::value);
    }

    /// A whole number that may be absent or null.
    public Optional<Long> optInteger(String key) {
      return maybe(key, Int.class).map(Int::value);
    }

    /// A truth value that may be absent or null.
    public Optional<Boolean> optBool(String key) {
      return maybe(key, Bool.class).map(Bool::value);
    }

    /// Bytes that may be absent or null.
    public Optional<byte[]> optBytes(String key) {
      return maybe(key, Bytes.class).map(bytes -> bytes.value().clone());
    }

    /// A link that may be absent or null.
    public Optional<Cid> optLink(String key) {
      return maybe(key, Link.class).map(Link::cid);
    }

    /// A list that may be absent or null.
    public Optional<List> optList(String key) {
      return maybe(key, List.class);
    }

    /// A map that may be absent or null.
    public Optional<Map> optMap(String key) {
      return maybe(key, Map.class);
    }

    /// A builder that starts with these fields.
    public IpldMapBuilder toBuilder() {
      IpldMapBuilder builder = Ipld.map();
      fields.forEach(builder::put);
      return builder;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Map that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
      return fields.hashCode();
    }

    @Override
    public String toString() {
      return toJson();
    }

    private <T extends Ipld> T need(String key, Class<T> kind) {
      return Fields.need(fields, key, kind);
    }

    private <T extends Ipld> Optional<T> maybe(String key, Class<T> kind) {
      return Fields.maybe(fields, key, kind);
    }
  }

  /// Starts a map.
  static IpldMapBuilder map() {
    return new IpldMapBuilder();
  }

  /// A list of texts.
  ///
  /// @param texts the items
  static List texts(java.util.Collection<String> texts) {
    return new List(texts.stream().<Ipld>map(Text::new).toList());
  }

  /// A list of links.
  ///
  /// @param cids the items
  static List links(java.util.Collection<Cid> cids) {
    return new List(cids.stream().<Ipld>map(Link::new).toList());
  }

  /// A list of maps or other values.
  ///
  /// @param items the items
  static List list(java.util.Collection<? extends Ipld> items) {
    return new List(java.util.List.copyOf(items));
  }

  /// DAG-JSON text, for people.
  default String toJson() {
    return DagJson.text(this);
  }
}
