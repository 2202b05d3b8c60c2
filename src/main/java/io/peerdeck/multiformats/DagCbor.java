package io.peerdeck.multiformats;

/// The strict binary form of [Ipld]: one value has one encoding, and only that one is read back.
///
/// Refused on reading: integers not in their shortest form or beyond 64 bits with sign, indefinite
/// lengths, keys that are not text, unsorted or repeated keys, tags other than 42, floats of other
/// than 64 bits, NaN and infinities, simple values other than false, true and null, text that is
/// not UTF-8, lengths beyond the input, nesting beyond the limit, and bytes after the value.
///
/// @see <a href="https://ipld.io/specs/codecs/dag-cbor/spec/">DAG-CBOR</a>
public final class DagCbor {
  /// Deepest nesting read unless told otherwise; also the deepest nesting written.
  public static final int MAX_DEPTH = 64;

  private DagCbor() {}

  /// The block of a value.
  ///
  /// @param value nested at most [#MAX_DEPTH] deep
  /// @throws MultiformatException if nested deeper, or if text holds half a surrogate pair
  public static byte[] encode(Ipld value) {
    DagCborWriter out = new DagCborWriter();
    out.write(value, MAX_DEPTH);
    return out.bytes();
  }

  /// The value of a block.
  ///
  /// @param block all of it
  /// @throws MultiformatException if it is not the canonical encoding of a value
  public static Ipld decode(byte[] block) {
    return decode(block, MAX_DEPTH);
  }

  /// The value of a block.
  ///
  /// @param block all of it
  /// @param maxDepth deepest nesting of lists and maps, at most 64
  /// @throws MultiformatException if it is not the canonical encoding of a value
  public static Ipld decode(byte[] block, int maxDepth) {
    DagCborReader in = new DagCborReader(block);
    Ipld value = in.read(Math.min(maxDepth, MAX_DEPTH));
    in.end();
    return value;
  }

  /// The map of a block.
  ///
  /// @param block all of it
  /// @throws MultiformatException if it is not the canonical encoding of a map
  public static Ipld.Map decodeMap(byte[] block) {
    return Fields.cast(Ipld.Map.class, decode(block), "the block");
  }
}
