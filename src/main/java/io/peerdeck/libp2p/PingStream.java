package io.peerdeck.libp2p;

import java.io.EOFException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures round trips on one connection again and again over one stream of `/ipfs/ping/1.0.0`,
/// which a peer may keep open for as long as it likes. A stream that failed is replaced, since the
/// peer may have ended it meanwhile; what fails then, has failed. One thread measures at a time.
public final class PingStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PingStream.class);

  private final Connection connection;
  private final SecureRandom random;
  private final LongSupplier nanos;
  // Guarded by this.
  private @Nullable Stream stream;
  private boolean closed;

  PingStream(Connection connection, SecureRandom random, LongSupplier nanos) {
    this.connection = connection;
    this.random = random;
    this.nanos = nanos;
  }

  /// What is measured.
  public Connection connection() {
    return connection;
  }

  /// Measures once.
  ///
  /// @param timeout of the answer, and of opening a stream where that is necessary
  /// @throws Libp2pException if there is no answer in time, or a wrong one
  public Duration ping(Duration timeout) {
    Optional<Stream> kept = take();
    if (kept.isPresent()) {
      try {
        return ping(kept.get(), timeout);
      } catch (Libp2pException failed) {
        if (!ended(failed)) {
          throw failed;
        }
        LOG.debug("{} ended a ping stream; opening another", connection.remotePeer());
      }
    }
    return ping(connection.newStream(PingService.ID, timeout), timeout);
  }

  private Duration ping(Stream open, Duration timeout) {
    boolean answered = false;
    try {
      open.deadline(timeout);
      Duration trip = PingService.once(open, random, nanos);
      answered = true;
      return trip;
    } catch (IOException e) {
      throw new Libp2pException("%s did not answer a ping".formatted(connection.remotePeer()), e);
    } finally {
      if (answered) {
        keep(open);
      } else {
        open.reset();
      }
    }
  }

  private static boolean ended(Libp2pException failed) {
    return failed instanceof StreamResetException || failed.getCause() instanceof EOFException;
  }

  private synchronized Optional<Stream> take() {
    Optional<Stream> kept = Optional.ofNullable(stream);
    stream = null;
    return kept;
  }

  private void keep(Stream open) {
    synchronized (this) {
      if (!closed) {
        stream = open;
        return;
      }
    }
    open.close();
  }

  /// Ends the stream, if one is open, or once its answer is here.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    take().ifPresent(Stream::close);
  }
}
