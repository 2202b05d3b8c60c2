package io.peerdeck.libp2p;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One socket on its way from plain bytes to encrypted frames to a Yamux session. A virtual thread
/// leads it through the first two by [#input()] and [#output()]; the session takes over with
/// [#multiplex].
final class SecureChannel extends ChannelInboundHandlerAdapter {
  private final LimitMeter sendQueue;
  private final Consumer<SecureChannel> active;
  private final BytePipe pipe = new BytePipe(this::readMore, this::send);
  // The leading thread's: what it wrote since it last waited, which goes out as one piece.
  private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
  private volatile @Nullable ChannelHandlerContext context;
  private volatile @Nullable SendQueue sends;

  // The event loop's.
  private @Nullable FrameReader frames;
  private @Nullable YamuxSession session;
  private @Nullable Throwable end;

  /// @param sendQueue meters the bytes at which writers wait
  /// @param active is told, on the event loop, when the socket is connected
  SecureChannel(LimitMeter sendQueue, Consumer<SecureChannel> active) {
    this.sendQueue = sendQueue;
    this.active = active;
  }

  Channel channel() {
    return context().channel();
  }

  /// Plain bytes received; decrypted ones after [#secure].
  InputStream input() {
    return pipe;
  }

  /// All reads of the handshake together may take this long.
  void deadline(Duration time) {
    pipe.deadline(time);
  }

  /// Sends bytes as they are, encrypted after [#secure], as soon as [#input()] has to wait for an
  /// answer or the next stage begins.
  OutputStream output() {
    return unsent;
  }

  private void send() {
    if (unsent.size() == 0) {
      return;
    }
    byte[] bytes = unsent.toByteArray();
    unsent.reset();
    SendQueue queue = sends;
    if (queue == null) {
      channel().writeAndFlush(Unpooled.wrappedBuffer(bytes));
    } else {
      queue.putControl(queue.allocate(bytes.length).writeBytes(bytes));
    }
  }

  /// From here on everything is encrypted. Does not wait: the event loop does one after the other.
  void secure(NoiseHandshake.Keys keys) {
    send();
    SendQueue queue = new SendQueue(context(), keys.send(), sendQueue);
    sends = queue;
    onLoop(
        () -> {
          if (end != null) {
            queue.close();
            return;
          }
          frames = new FrameReader(keys.receive(), context().alloc());
          feedAgain();
        });
  }

  /// Where the session's frames go; after [#secure].
  SendQueue sends() {
    SendQueue queue = sends;
    if (queue == null) {
      throw new IllegalStateException("not secured yet");
    }
    return queue;
  }

  /// Hands all bytes from here on to a session made around [#sends()]. Does not wait either; a
  /// connection that has ended meanwhile fails the session.
  void multiplex(YamuxSession made) {
    send();
    onLoop(
        () -> {
          session = made;
          if (end != null) {
            made.fail(end);
            return;
          }
          made.start();
          feedAgain();
          channel().config().setAutoRead(true);
        });
  }

  /// What the pipe still holds belongs to the next stage.
  private void feedAgain() {
    int count = pipe.size();
    for (int i = 0; i < count; i++) {
      ByteBuf chunk = pipe.poll();
      if (chunk != null && session != null) {
        try {
          session.receive(chunk);
        } finally {
          chunk.release();
        }
      } else if (chunk != null) {
        channelRead(context(), chunk);
      }
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelActive(ChannelHandlerContext ready) {
    ready.read();
    active.accept(this);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ready) {
    if (session == null && pipe.wantsMore()) {
      ready.read();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ignored, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (frames == null) {
      pipe.offer(in);
      return;
    }
    try {
      if (end == null) {
        frames.feed(in, this::plain);
      }
    } finally {
      in.release();
    }
  }

  private void plain(ByteBuf text) {
    if (session == null) {
      pipe.offer(text.copy());
    } else {
      session.receive(text);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ignored) {
    SendQueue queue = sends;
    if (queue != null && channel().isWritable()) {
      queue.drain();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
    if (session != null && end == null) {
      session.sayGoodbye(cause);
    }
    finish(cause);
    channel().close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ignored) {
    finish(new Libp2pException("the connection ended"));
  }

  /// Cuts the connection for this reason, from any thread.
  void fail(Throwable reason) {
    context().executor().execute(() -> exceptionCaught(context(), reason));
  }

  private void finish(Throwable reason) {
    if (end != null) {
      return;
    }
    end = reason;
    pipe.end(reason);
    if (session != null) {
      session.fail(reason);
    }
    release();
  }

  private void release() {
    if (frames != null) {
      frames.close();
    }
    SendQueue queue = sends;
    if (queue != null) {
      queue.close();
    }
  }

  /// Ends the socket, for a handshake that failed.
  void abort() {
    pipe.close();
    channel().close();
  }

  private void readMore() {
    channel().read();
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext current = context;
    if (current == null) {
      throw new IllegalStateException("the socket is not open");
    }
    return current;
  }

  private void onLoop(Runnable task) {
    context()
        .executor()
        .execute(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                exceptionCaught(context(), e);
              }
            });
  }
}
