package io.peerdeck.blob;

import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.Varint;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The UnixFS message in a DAG-PB node's data.
///
/// @param type what the node is
/// @param data a small file's bytes, or a symbolic link's target
/// @param fileSize bytes of the whole file below
/// @param blockSizes bytes of the file below each link
/// @param mode POSIX permission bits; 0 if not told (UnixFS 1.5)
/// @see <a href="https://specs.ipfs.tech/unixfs/">UnixFS</a>
record UnixFsNode(Type type, byte[] data, long fileSize, List<Long> blockSizes, int mode) {
  /// Kinds by their number.
  enum Type {
    RAW,
    DIRECTORY,
    FILE,
    METADATA,
    SYMLINK,
    HAMT_SHARD
  }

  static final UnixFsNode DIRECTORY = new UnixFsNode(Type.DIRECTORY, new byte[0], 0, List.of(), 0);

  static UnixFsNode file(List<Long> blockSizes, int mode) {
    return new UnixFsNode(
        Type.FILE,
        new byte[0],
        blockSizes.stream().mapToLong(Long::longValue).sum(),
        blockSizes,
        mode);
  }

  static UnixFsNode inline(byte[] content, int mode) {
    return new UnixFsNode(Type.FILE, content, content.length, List.of(), mode);
  }

  static UnixFsNode symlink(byte[] target) {
    return new UnixFsNode(Type.SYMLINK, target, 0, List.of(), 0);
  }

  byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    number(out, 0x08, type.ordinal());
    if (data.length > 0) {
      number(out, 0x12, data.length);
      out.writeBytes(data);
    }
    if (type == Type.FILE) {
      number(out, 0x18, fileSize);
      blockSizes.forEach(size -> number(out, 0x20, size));
    }
    if (mode != 0) {
      number(out, 0x38, mode);
    }
    return out.toByteArray();
  }

  static UnixFsNode decode(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message);
    int type = -1;
    byte[] data = new byte[0];
    long fileSize = 0;
    List<Long> blockSizes = new ArrayList<>();
    int mode = 0;
    while (in.hasRemaining()) {
      long tag = Varint.read(in);
      switch ((int) Math.min(tag, 0xff)) {
        case 0x08 -> type = (int) Math.min(Varint.read(in), 0xff);
        case 0x12 -> data = take(in);
        case 0x18 -> fileSize = Varint.read(in);
        case 0x20 -> blockSizes.add(Varint.read(in));
        case 0x28, 0x30 -> Varint.read(in); // hash function and fan-out of sharded folders
        case 0x38 -> mode = (int) (Varint.read(in) & 07777);
        case 0x42 -> take(in); // modification time
        default -> throw new MultiformatException("UnixFS: unknown field tag " + tag);
      }
    }
    if (type < 0 || type >= Type.values().length) {
      throw new MultiformatException("UnixFS: node without a known type");
    }
    return new UnixFsNode(Type.values()[type], data, fileSize, List.copyOf(blockSizes), mode);
  }

  private static byte[] take(ByteBuffer in) {
    long length = Varint.read(in);
    if (length > in.remaining()) {
      throw new MultiformatException("UnixFS: a field is cut off");
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private static void number(ByteArrayOutputStream out, int tag, long value) {
    out.write(tag);
    out.writeBytes(Varint.encode(value));
  }
}
