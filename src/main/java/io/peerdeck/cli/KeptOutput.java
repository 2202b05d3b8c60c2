package io.peerdeck.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a command printed on both its outputs, in the order it came, as it is kept in a file: a
/// mark, the time, pieces, and SHA-256 over all of it, so that half a file is none.
///
/// @param at when it ended
/// @param pieces what it printed
record KeptOutput(Instant at, List<Piece> pieces) {
  /// Nothing is kept longer.
  static final Duration MAX_AGE = Duration.ofDays(7);

  /// Longer output is not kept, in bytes.
  static final int MAX_BYTES = 8 << 20;

  private static final int MARK = 0x50444b31; // PDK1
  private static final int SUM = 32;
  private static final int HEAD = 3 * Integer.BYTES;

  /// Some bytes of one output.
  record Piece(boolean error, byte[] bytes) {}

  KeptOutput {
    pieces = List.copyOf(pieces);
  }

  void print(OutputStream out, OutputStream err) throws IOException {
    for (Piece piece : pieces) {
      (piece.error() ? err : out).write(piece.bytes());
    }
    out.flush();
    err.flush();
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataOutputStream data = new DataOutputStream(out)) {
      data.writeInt(MARK);
      data.writeLong(at.toEpochMilli());
      for (Piece piece : pieces) {
        data.writeBoolean(piece.error());
        data.writeInt(piece.bytes().length);
        data.write(piece.bytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.writeBytes(sum(out.toByteArray()));
    return out.toByteArray();
  }

  /// Reads a file back; empty if it is no whole one.
  static Optional<KeptOutput> of(byte[] file) {
    if (file.length < HEAD + SUM) {
      return Optional.empty();
    }
    byte[] text = Arrays.copyOf(file, file.length - SUM);
    byte[] sum = Arrays.copyOfRange(file, file.length - SUM, file.length);
    if (!MessageDigest.isEqual(sum, sum(text))) {
      return Optional.empty();
    }
    try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(text))) {
      if (data.readInt() != MARK) {
        return Optional.empty();
      }
      Instant at = Instant.ofEpochMilli(data.readLong());
      List<Piece> pieces = new ArrayList<>();
      while (data.available() > 0) {
        boolean error = data.readBoolean();
        int length = data.readInt();
        if (length < 0 || length > data.available()) {
          return Optional.empty();
        }
        pieces.add(new Piece(error, data.readNBytes(length)));
      }
      return Optional.of(new KeptOutput(at, pieces));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static byte[] sum(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
