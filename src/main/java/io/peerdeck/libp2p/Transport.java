package io.peerdeck.libp2p;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// TCP by Netty: the event loops, listening and dialing.
final class Transport implements AutoCloseable {
  private static final int LOOPS = 2;
  // Large reads hold several Noise messages; only the one cut by the end of a read is copied.
  private static final AdaptiveRecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(1024, 16 * 1024, 256 * 1024);
  private static final WriteBufferWaterMark WRITES =
      new WriteBufferWaterMark(128 * 1024, 512 * 1024);

  private final EventLoopGroup group;
  private final LimitMeter sendQueue;

  Transport(LimitMeter sendQueue) {
    this.sendQueue = sendQueue;
    this.group =
        new MultiThreadIoEventLoopGroup(
            LOOPS, new DefaultThreadFactory("libp2p", true), NioIoHandler.newFactory());
  }

  /// Listens until the returned channel is closed.
  ///
  /// @param accepted gets each inbound socket, on its event loop
  Channel listen(InetSocketAddress address, Consumer<SecureChannel> accepted) {
    ServerBootstrap server =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, READS)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITES)
            .childHandler(initializer(accepted));
    ChannelFuture bound = server.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new Libp2pException(
          "cannot listen on %s: %s".formatted(address, bound.cause().getMessage()), bound.cause());
    }
    return bound.channel();
  }

  /// Connects a socket.
  ///
  /// @throws Libp2pException if nobody answers in time
  SecureChannel dial(InetSocketAddress address, Duration timeout) throws InterruptedException {
    SecureChannel channel = new SecureChannel(sendQueue, connected -> {});
    ChannelFuture connected =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.RECVBUF_ALLOCATOR, READS)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITES)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.max(1, timeout.toMillis()))
            .handler(channel)
            .connect(address)
            .await();
    if (!connected.isSuccess()) {
      throw new Libp2pException(String.valueOf(connected.cause().getMessage()), connected.cause());
    }
    return channel;
  }

  private ChannelInitializer<SocketChannel> initializer(Consumer<SecureChannel> accepted) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel socket) {
        socket.pipeline().addLast(new SecureChannel(sendQueue, accepted));
      }
    };
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
