package io.peerdeck.github;

import io.peerdeck.multiformats.Cid;

/// The raw bytes of an answer and their name.
public final class ApiBody {
  /// The longest body that is kept, in bytes; longer ones are passed through.
  public static final int MAX_BYTES = 8 * 1024 * 1024;

  private final byte[] bytes;
  private final Cid cid;

  private ApiBody(byte[] bytes) {
    this.bytes = bytes;
    this.cid = Cid.of(Cid.RAW, bytes);
  }

  /// @param bytes after transfer and content encoding are undone; nobody writes to them afterwards
  public static ApiBody of(byte[] bytes) {
    return new ApiBody(bytes);
  }

  /// The bytes; not a copy, not to be written to.
  public byte[] bytes() {
    return bytes;
  }

  /// Their name.
  public Cid cid() {
    return cid;
  }
}
