package io.peerdeck.libp2p;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection's streams by `/yamux/1.0.0`. Frames are taken apart on the event loop; a data
/// frame's bytes go to their stream as they arrive, never collected first. Whoever breaks the
/// protocol or a limit is told and cut off.
final class YamuxSession {
  private static final Logger LOG = LoggerFactory.getLogger(YamuxSession.class);

  private final boolean dialer;
  private final SecureChannel channel;
  private final SendQueue sends;
  private final Limits limits;
  private final LongSupplier nanos;
  private final Consumer<YamuxStream> inbound;
  private final Runnable ended;

  private final ConcurrentHashMap<Integer, YamuxStream> streams = new ConcurrentHashMap<>();
  private final Semaphore outboundRoom;
  private final Semaphore unacknowledged;
  private final AtomicInteger inboundOpen = new AtomicInteger();
  private final AtomicInteger inboundUnacknowledged = new AtomicInteger();
  private final ReceiveBudget budget;
  private final AtomicInteger nextId;
  private final YamuxKeepalive keepalive;
  private volatile @Nullable String goodbye;

  // The event loop's.
  private final RateLimit streamRate;
  private final RateLimit resetRate;
  private final ByteBuf header = Unpooled.buffer(YamuxFrame.HEADER, YamuxFrame.HEADER);
  private @Nullable YamuxFrame frame;
  private @Nullable YamuxStream target;
  private long bodyLeft;
  private int highestRemote;
  private boolean failed;

  /// @param inbound gets each stream the peer opens, on the event loop
  /// @param ended is run once, when no stream can come or go any more
  YamuxSession(
      boolean dialer,
      SecureChannel channel,
      Limits limits,
      LongSupplier nanos,
      Consumer<YamuxStream> inbound,
      Runnable ended) {
    this.dialer = dialer;
    this.channel = channel;
    this.sends = channel.sends();
    this.limits = limits;
    this.nanos = nanos;
    this.inbound = inbound;
    this.ended = ended;
    this.budget = new ReceiveBudget(limits);
    this.outboundRoom = new Semaphore(limits.outboundStreams());
    this.unacknowledged = new Semaphore(limits.unacknowledgedStreams());
    this.nextId = new AtomicInteger(dialer ? 1 : 2);
    this.streamRate = new RateLimit(limits.streamsPerSecond(), nanos);
    this.resetRate = new RateLimit(limits.resetsPerSecond(), nanos);
    this.keepalive = new YamuxKeepalive(this, limits, nanos);
  }

  SendQueue sends() {
    return sends;
  }

  long now() {
    return nanos.getAsLong();
  }

  long roundTripNanos() {
    return keepalive.roundTripNanos();
  }

  int streams() {
    return streams.size();
  }

  boolean isOpen() {
    return goodbye == null;
  }

  /// Starts pinging; on the event loop.
  void start() {
    Duration tick =
        limits.keepalive().compareTo(limits.closeLinger()) < 0
            ? limits.keepalive()
            : limits.closeLinger();
    long millis = Math.max(10, tick.toMillis() / 4);
    keepalive.ping();
    var task =
        channel
            .channel()
            .eventLoop()
            .scheduleAtFixedRate(this::tick, millis, millis, TimeUnit.MILLISECONDS);
    channel.channel().closeFuture().addListener(closed -> task.cancel(false));
  }

  private void tick() {
    if (!keepalive.tick()) {
      channel.fail(new Libp2pException("the peer did not answer a keepalive"));
      return;
    }
    long now = now();
    for (YamuxStream stream : streams.values()) {
      if (stream.lingers(now, limits.closeLinger().toNanos())) {
        stream.reset();
      }
    }
  }

  /// Opens a stream; nothing is sent until it is written to.
  ///
  /// @throws Libp2pException if the session is ending or no room came free in time
  YamuxStream open(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    if (!outboundRoom.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new Libp2pException("%d streams are open already".formatted(limits.outboundStreams()));
    }
    if (!unacknowledged.tryAcquire(
        Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
      outboundRoom.release();
      throw new Libp2pException("the peer acknowledges no streams");
    }
    YamuxStream stream = new YamuxStream(this, nextId.getAndAdd(2), YamuxFrame.SYN);
    streams.put(stream.id(), stream);
    String why = stream.id() < 0 ? "the connection has used up its stream numbers" : goodbye;
    if (why != null) {
      remove(stream);
      throw new Libp2pException(why);
    }
    return stream;
  }

  /// Takes decrypted bytes apart; on the event loop.
  ///
  /// @throws Libp2pException if the peer broke the protocol or a limit
  void receive(ByteBuf in) {
    keepalive.heard();
    while (in.isReadable()) {
      if (bodyLeft > 0) {
        readBody(in);
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

  private void readBody(ByteBuf in) {
    int n = (int) Math.min(bodyLeft, in.readableBytes());
    bodyLeft -= n;
    YamuxStream stream = target;
    if (stream == null) {
      in.skipBytes(n);
    } else if (!stream.accept(in.readSlice(n))) {
      stream.reset();
      target = null;
    }
    if (bodyLeft == 0 && frame != null) {
      finish(frame, target);
    }
  }

  private void begin(YamuxFrame next) {
    switch (next.type()) {
      case YamuxFrame.PING -> keepalive.received(next);
      case YamuxFrame.GO_AWAY -> {
        goodbye = "the peer is ending the connection (code %d)".formatted(next.length());
        closeWhenIdle();
      }
      default -> beginStream(next);
    }
  }

  private void beginStream(YamuxFrame next) {
    YamuxStream stream = next.has(YamuxFrame.SYN) ? accept(next) : find(next);
    boolean data = next.type() == YamuxFrame.DATA;
    if (stream != null) {
      if (next.has(YamuxFrame.ACK) && stream.acknowledge()) {
        unacknowledged.release();
      }
      if (data ? !stream.claimReceive(next.length()) : !stream.grant(next.length())) {
        throw new Libp2pException(
            "the peer sent past its window on a stream of " + stream.protocol());
      }
    }
    if (next.length() == 0 && next.flags() == 0 && !resetRate.take()) {
      throw new Libp2pException("the peer sends too many empty frames");
    }
    if (data && next.length() > 0) {
      frame = next;
      target = stream;
      bodyLeft = next.length();
    } else {
      finish(next, stream);
    }
  }

  private void finish(YamuxFrame done, @Nullable YamuxStream stream) {
    frame = null;
    target = null;
    if (done.has(YamuxFrame.RST)) {
      if (!resetRate.take()) {
        throw new Libp2pException("the peer resets too many streams");
      }
      if (stream != null) {
        stream.end("the peer reset the stream of " + stream.protocol(), true, false);
      }
    } else if (done.has(YamuxFrame.FIN) && stream != null) {
      stream.remoteFinish();
    }
  }

  private @Nullable YamuxStream find(YamuxFrame next) {
    YamuxStream stream = streams.get(next.id());
    if (stream == null) {
      boolean ours = isOurs(next.id());
      if (next.id() <= 0 || next.id() > (ours ? nextId.get() : highestRemote)) {
        throw new Libp2pException(
            "the peer used stream %d, which nobody opened".formatted(next.id()));
      }
    }
    return stream; // null: closed here while this was on its way
  }

  private @Nullable YamuxStream accept(YamuxFrame syn) {
    if (syn.id() <= 0 || isOurs(syn.id()) || streams.containsKey(syn.id())) {
      throw new Libp2pException("the peer cannot open stream %d".formatted(syn.id()));
    }
    if (!streamRate.take()) {
      throw new Libp2pException("the peer opens too many streams a second");
    }
    highestRemote = Math.max(highestRemote, syn.id());
    if (inboundOpen.get() >= limits.inboundStreams()
        || inboundUnacknowledged.get() >= limits.unacknowledgedStreams()) {
      control(YamuxFrame.WINDOW, YamuxFrame.RST, syn.id(), 0);
      return null;
    }
    YamuxStream stream = new YamuxStream(this, syn.id(), YamuxFrame.ACK);
    streams.put(stream.id(), stream);
    inboundOpen.incrementAndGet();
    inboundUnacknowledged.incrementAndGet();
    inbound.accept(stream);
    return stream;
  }

  private boolean isOurs(int id) {
    return (id % 2 == 1) == dialer;
  }

  /// The stream needs no more frames.
  void remove(YamuxStream stream) {
    if (!streams.remove(stream.id(), stream)) {
      return;
    }
    stream.released();
    if (isOurs(stream.id())) {
      outboundRoom.release();
      if (stream.acknowledge()) {
        unacknowledged.release();
      }
    } else {
      inboundOpen.decrementAndGet();
    }
    closeWhenIdle();
  }

  private void closeWhenIdle() {
    if (goodbye != null && streams.isEmpty()) {
      channel.channel().close();
    }
  }

  /// An inbound stream's ACK is on its way, or never will be.
  void acknowledged() {
    inboundUnacknowledged.decrementAndGet();
  }

  /// Sends a frame without data.
  void control(int type, int flags, int id, int length) {
    try {
      sends.putControl(
          YamuxFrame.write(sends.allocate(YamuxFrame.HEADER), type, flags, id, length));
    } catch (Libp2pException e) {
      channel.fail(e);
    }
  }

  ReceiveBudget budget() {
    return budget;
  }

  /// Tells the peer that it broke the protocol; on the event loop.
  void sayGoodbye(Throwable cause) {
    LOG.debug("cutting a connection: {}", cause.toString());
    control(YamuxFrame.GO_AWAY, 0, 0, YamuxFrame.PROTOCOL_ERROR);
    sends.drain();
  }

  /// Ends the session in good order.
  void close() {
    goodbye = "the connection was closed here";
    control(YamuxFrame.GO_AWAY, 0, 0, YamuxFrame.NORMAL);
    channel.channel().eventLoop().execute(() -> channel.channel().close());
  }

  /// The connection is gone: all streams end. On the event loop.
  void fail(Throwable cause) {
    if (failed) {
      return;
    }
    failed = true;
    String reason = goodbye != null ? goodbye : String.valueOf(cause.getMessage());
    goodbye = reason;
    streams.values().forEach(stream -> stream.end(reason, false, false));
    ended.run();
  }
}
