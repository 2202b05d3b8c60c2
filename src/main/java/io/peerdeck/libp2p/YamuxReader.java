package io.peerdeck.libp2p;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// Takes Yamux frames apart as their bytes arrive, however they are cut; a body is handed on in
/// pieces and never collected.
final class YamuxReader {
  /// Who hears of frames.
  interface Sink {
    /// A header is complete.
    void begin(YamuxFrame frame);

    /// Bytes of the frame that began last; to be retained by whoever keeps them.
    void body(ByteBuf piece);

    /// The frame's body, if it has one, is complete.
    void end(YamuxFrame frame);
  }

  private final Sink sink;
  private final ByteBuf header = Unpooled.buffer(YamuxFrame.HEADER, YamuxFrame.HEADER);
  private @Nullable YamuxFrame frame;
  private long bodyLeft;

  YamuxReader(Sink sink) {
    this.sink = sink;
  }

  /// @throws Libp2pException if a header is none
  void feed(ByteBuf in) {
    while (in.isReadable()) {
      if (frame != null) {
        readBody(in, frame);
      } else if (header.writerIndex() == 0 && in.readableBytes() >= YamuxFrame.HEADER) {
        begin(YamuxFrame.read(in));
      } else {
        header.writeBytes(in, Math.min(in.readableBytes(), header.writableBytes()));
        if (!header.isWritable()) {
          YamuxFrame next = YamuxFrame.read(header);
          header.clear();
          begin(next);
        }
      }
    }
  }

  private void begin(YamuxFrame next) {
    sink.begin(next);
    if (next.type() == YamuxFrame.DATA && next.length() > 0) {
      frame = next;
      bodyLeft = next.length();
    } else {
      sink.end(next);
    }
  }

  private void readBody(ByteBuf in, YamuxFrame current) {
    int n = (int) Math.min(bodyLeft, in.readableBytes());
    bodyLeft -= n;
    sink.body(in.readSlice(n));
    if (bodyLeft == 0) {
      frame = null;
      sink.end(current);
    }
  }
}
