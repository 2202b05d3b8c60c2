package io.peerdeck.libp2p;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection's streams by `/yamux/1.0.0`. A data frame's bytes go to their stream as they
/// arrive. Whoever breaks the protocol or a limit is told and cut off.
final class YamuxSession implements YamuxReader.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(YamuxSession.class);

  private final SecureChannel channel;
  private final SendQueue sends;
  private final ConnectionScope scope;
  private final Limits limits;
  private final LongSupplier nanos;
  private final Consumer<YamuxStream> inbound;
  private final Runnable ended;

  private final StreamOpener opener;
  private final StreamAcceptor acceptor;
  private final StreamTable streams;
  private final YamuxKeepalive keepalive;
  private final SessionMeters meters;
  private volatile @Nullable String goodbye;

  // The event loop's.
  private final YamuxReader reader = new YamuxReader(this);
  private final RateLimit resetRate;
  private @Nullable YamuxStream target;
  private boolean failed;

  /// @param inbound gets each stream the peer opens, on the event loop
  /// @param ended is run once, when no stream can come or go any more
  YamuxSession(
      boolean dialer,
      SecureChannel channel,
      ConnectionScope scope,
      Limits limits,
      LongSupplier nanos,
      Consumer<YamuxStream> inbound,
      Runnable ended) {
    this.channel = channel;
    this.sends = channel.sends();
    this.scope = scope;
    this.limits = limits;
    this.nanos = nanos;
    this.inbound = inbound;
    this.ended = ended;
    this.opener = new StreamOpener(scope, limits, dialer ? 1 : 2);
    this.acceptor = new StreamAcceptor(scope, nanos);
    this.streams = new StreamTable(dialer, opener, acceptor);
    this.resetRate = new RateLimit(scope.meter(Limit.RESETS_PER_SECOND), nanos);
    this.keepalive = new YamuxKeepalive(this, scope, limits, nanos);
    this.meters = new SessionMeters(scope);
  }

  SendQueue sends() {
    return sends;
  }

  long now() {
    return nanos.getAsLong();
  }

  /// The last round trip; while there was none, 0, and one is measured.
  long roundTripNanos() {
    long last = keepalive.roundTripNanos();
    if (last == 0) {
      onLoop(keepalive::measure);
    }
    return last;
  }

  int streams() {
    return streams.size();
  }

  boolean isOpen() {
    return goodbye == null;
  }

  /// Runs something on the event loop, at once if this is it.
  void onLoop(Runnable task) {
    if (channel.channel().eventLoop().inEventLoop()) {
      task.run();
    } else {
      channel.channel().eventLoop().execute(task);
    }
  }

  /// Starts to watch over the connection; on the event loop.
  void start() {
    long every = TimeUnit.MILLISECONDS.toNanos(YamuxKeepalive.tickMillis(limits));
    // All connections at the same moments: while they are idle, one waking does for all.
    long first = every - Math.floorMod(now(), every);
    meters.follow(opener, acceptor, keepalive, resetRate, sends, streams.all());
    var task =
        channel
            .channel()
            .eventLoop()
            .scheduleAtFixedRate(this::tick, first, every, TimeUnit.NANOSECONDS);
    channel.channel().closeFuture().addListener(closed -> task.cancel(false));
  }

  private void tick() {
    if (!keepalive.tick()) {
      channel.fail(new Libp2pException("the peer did not answer a keepalive"));
      return;
    }
    long now = now();
    for (YamuxStream stream : streams.all()) {
      long lingers = stream.lingersFor(now);
      if (lingers > limits.closeLinger().toNanos()) {
        meters.of(Limit.CLOSE_LINGER).lasted(lingers);
        meters.of(Limit.CLOSE_LINGER).refuse();
        stream.reset();
      }
    }
  }

  /// Opens a stream; nothing is sent until it is written to.
  ///
  /// @throws Libp2pException if the session is ending or no room came free in time
  YamuxStream open(Duration timeout) throws InterruptedException {
    int id = opener.open(timeout);
    YamuxStream stream = new YamuxStream(this, id, YamuxFrame.SYN, scope.stream());
    streams.put(stream);
    String why = id < 0 ? "the connection has used up its stream numbers" : goodbye;
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
    reader.feed(in);
  }

  @Override
  public void begin(YamuxFrame next) {
    target = null;
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
    YamuxStream stream = next.has(YamuxFrame.SYN) ? accept(next) : streams.find(next.id());
    if (stream != null) {
      if (next.has(YamuxFrame.ACK) && stream.acknowledge()) {
        opener.acknowledged();
      }
      boolean data = next.type() == YamuxFrame.DATA;
      if (data ? !stream.claimReceive(next.length()) : !stream.grant(next.length())) {
        meters.of(Limit.STREAM_WINDOW).refuse();
        throw new Libp2pException(
            "the peer sent past its window on a stream of " + stream.protocol());
      }
    }
    if (next.length() == 0 && next.flags() == 0 && !resetRate.take()) {
      throw new Libp2pException("the peer sends too many empty frames");
    }
    target = stream;
  }

  @Override
  public void body(ByteBuf piece) {
    YamuxStream stream = target;
    if (stream != null && !stream.accept(piece)) {
      stream.reset();
      target = null;
    }
  }

  @Override
  public void end(YamuxFrame done) {
    YamuxStream stream = target;
    target = null;
    if (done.type() != YamuxFrame.DATA && done.type() != YamuxFrame.WINDOW) {
      return;
    }
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

  private @Nullable YamuxStream accept(YamuxFrame syn) {
    streams.checkNew(syn.id());
    ResourceScope room = acceptor.room(syn.id());
    if (room == null) {
      control(YamuxFrame.WINDOW, YamuxFrame.RST, syn.id(), 0);
      return null;
    }
    YamuxStream stream = new YamuxStream(this, syn.id(), YamuxFrame.ACK, room);
    streams.put(stream);
    inbound.accept(stream);
    return stream;
  }

  /// The stream needs no more frames.
  void remove(YamuxStream stream) {
    if (!streams.remove(stream)) {
      return;
    }
    stream.released();
    if (streams.isOurs(stream.id())) {
      opener.closed();
      if (stream.acknowledge()) {
        opener.acknowledged();
      }
    }
    closeWhenIdle();
  }

  private void closeWhenIdle() {
    if (goodbye != null && streams.size() == 0) {
      channel.channel().close();
    }
  }

  /// An inbound stream's ACK is on its way, or never will be.
  void acknowledged() {
    acceptor.acknowledged();
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
    meters.close();
    streams.all().forEach(stream -> stream.end(reason, false, false));
    ended.run();
  }
}
