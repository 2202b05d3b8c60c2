package io.peerdeck.github.share;

import io.peerdeck.blob.PeerStreams;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.SharedAnswer;
import io.peerdeck.libp2p.FrameDeadline;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks one member one question, and believes nothing it cannot check: who signed it, that it is
/// the answer to this question, its age, and its name. The body is read only after the rest held.
final class AnswerAsking {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerAsking.class);

  private final PeerStreams streams;
  private final ShareLimits limits;
  private final InstantSource wall;
  private final LongSupplier nanos;

  AnswerAsking(PeerStreams streams, ShareLimits limits, InstantSource wall, LongSupplier nanos) {
    this.streams = streams;
    this.limits = limits;
    this.wall = wall;
    this.nanos = nanos;
  }

  /// @param inWords whether the member may be told the question itself
  /// @return empty if it has none that is young enough, or keeps it back
  /// @throws ProtocolBreach if it answers what no honest member does
  /// @throws Libp2pException if it cannot be reached, or is late
  Optional<SharedAnswer> ask(
      PeerId peer, ApiRead read, boolean inWords, Duration freshFor, Duration patience) {
    long due = nanos.getAsLong() + patience.toNanos();
    try (Stream opened = streams.open(peer, AnswerServer.PROTOCOL, patience)) {
      try {
        FrameDeadline stream = new FrameDeadline(opened, nanos);
        Duration left = Duration.ofNanos(due - nanos.getAsLong());
        stream.next(left);
        Question question =
            new Question(
                read.key(), freshFor, left, inWords ? Optional.of(read) : Optional.empty());
        new IpldFrames(stream, Question.MAX_BYTES).write(question.write());
        stream.closeWrite();
        return answer(peer, read, freshFor, stream);
      } catch (PeerdeckException e) {
        opened.reset();
        throw e;
      }
    }
  }

  /// Reads what came on a stream and checks it.
  Optional<SharedAnswer> answer(PeerId peer, ApiRead read, Duration freshFor, Stream stream) {
    Ipld.Map head =
        new IpldFrames(stream, AnswerServer.MAX_HEAD)
            .read()
            .orElseThrow(
                () -> new Libp2pException("peer " + peer + " ended the stream without an answer"));
    if (!ProtocolBreach.reading("an answer", () -> head.bool("found"))) {
      LOG.debug(
          "{} has nothing for {}: {}",
          peer,
          read.path(),
          ProtocolBreach.reading("a refusal", () -> head.text("reason")));
      return Optional.empty();
    }
    SignedAnswer signed = ProtocolBreach.reading("an answer", () -> SignedAnswer.open(head));
    if (!signed.fetcher().equals(peer)) {
      throw new ProtocolBreach("the peer speaks for " + signed.fetcher());
    }
    if (!signed.read().equals(read)) {
      throw new ProtocolBreach("the peer answers another question: " + signed.read().path());
    }
    if (!youngEnough(signed, freshFor)) {
      return Optional.empty();
    }
    byte[] body = body(stream, signed.size());
    SharedAnswer answer = ProtocolBreach.reading("a body", () -> signed.with(body));
    Instant now = wall.instant();
    return Optional.of(
        answer.fetched().isAfter(now)
            ? new SharedAnswer(read, answer.headers(), answer.body(), now, peer)
            : answer);
  }

  /// A wrong clock is no misconduct, but an answer from the future would stay fresh too long.
  private boolean youngEnough(SignedAnswer answer, Duration freshFor) {
    Instant now = wall.instant();
    if (answer.fetched().isAfter(now.plus(limits.skew()))) {
      LOG.debug("{} answers with a time ahead of this clock", answer.fetcher());
      return false;
    }
    return !answer.fetched().isBefore(now.minus(freshFor));
  }

  private static byte[] body(Stream stream, int size) {
    byte[] body;
    try {
      // Takes room only for what has come.
      body = stream.input().readNBytes(size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (body.length < size) {
      throw new Libp2pException(
          "%s ended after %d of %d bytes of a body"
              .formatted(stream.protocol(), body.length, size));
    }
    return body;
  }
}
