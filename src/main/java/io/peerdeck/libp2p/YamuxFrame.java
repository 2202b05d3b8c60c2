package io.peerdeck.libp2p;

import io.netty.buffer.ByteBuf;

/// Yamux's 12-byte frame header: version, type, flags, stream id, and a length that means bytes of
/// data, window credit, a ping's number or a goodbye's code.
///
/// @param type one of the four types
/// @param flags any combination of the four flags
/// @param id the stream; 0 for the session itself
/// @param length an unsigned 32-bit number
record YamuxFrame(int type, int flags, int id, long length) {
  static final int HEADER = 12;

  static final int DATA = 0;
  static final int WINDOW = 1;
  static final int PING = 2;
  static final int GO_AWAY = 3;

  static final int SYN = 1;
  static final int ACK = 2;
  static final int FIN = 4;
  static final int RST = 8;

  static final int NORMAL = 0;
  static final int PROTOCOL_ERROR = 1;

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /// Reads a header of 12 bytes.
  ///
  /// @throws Libp2pException if version or type are unknown
  static YamuxFrame read(ByteBuf in) {
    int version = in.readUnsignedByte();
    int type = in.readUnsignedByte();
    if (version != 0 || type > GO_AWAY) {
      throw new Libp2pException("a Yamux frame of version %d, type %d".formatted(version, type));
    }
    return new YamuxFrame(type, in.readUnsignedShort(), in.readInt(), in.readUnsignedInt());
  }

  /// Puts a header into `out`.
  static ByteBuf write(ByteBuf out, int type, int flags, int id, int length) {
    return out.writeByte(0).writeByte(type).writeShort(flags).writeInt(id).writeInt(length);
  }
}
