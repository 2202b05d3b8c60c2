package io.peerdeck.multiformats;

/// Base58 with Bitcoin's alphabet and no prefix, as peer ids and version 0 CIDs are written.
public final class Base58 {
  private static final RadixText BASE58 =
      new RadixText("base58", "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");

  private Base58() {}

  /// The text of some bytes.
  ///
  /// @param bytes at most 1 KiB
  public static String encode(byte[] bytes) {
    return BASE58.encode(bytes);
  }

  /// The bytes of a text.
  ///
  /// @param text at most 1,400 characters
  /// @throws MultiformatException if a character is outside the alphabet or the text is too long
  public static byte[] decode(String text) {
    return BASE58.decode(text);
  }
}
