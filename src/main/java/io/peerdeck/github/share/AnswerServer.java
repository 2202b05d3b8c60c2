package io.peerdeck.github.share;

import io.peerdeck.github.ApiRead;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.SharedAnswer;
import io.peerdeck.github.SharedSource;
import io.peerdeck.libp2p.FrameDeadline;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multihash;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers `/peerdeck/github-cache/1.0.0`: one stream per question. A [Question] in a frame is
/// answered by `{found: true, answer: bytes, sig: bytes}`, as [SignedAnswer] has it, and the raw
/// body after it; or by `{found: false, reason: text}`.
///
/// Only what this node signs for itself is given, and GitHub is asked for another only within that
/// one's allowance.
public final class AnswerServer implements ProtocolBinding {
  /// The protocol's id.
  public static final String PROTOCOL = "/peerdeck/github-cache/1.0.0";

  /// The longest frame that is no question, in bytes.
  static final int MAX_HEAD = SignedAnswer.MAX_BYTES + 1024;

  private static final Logger LOG = LoggerFactory.getLogger(AnswerServer.class);
  private static final double SECONDS_PER_HOUR = 3600;

  private final KeyPair key;
  private final SharedSource source;
  private final Function<Multihash, Optional<ApiRead>> questions;
  private final ShareLimits limits;
  private final LongSupplier nanos;
  private final TokenBuckets asks;
  private final TokenBuckets fetches;
  private final OpenQuestions open;

  /// @param key this node's, to sign answers with
  /// @param source what is given
  /// @param questions those this node has answers to, by their keys
  /// @param limits all bounds
  /// @param nanos a monotonic clock in nanoseconds
  public AnswerServer(
      KeyPair key,
      SharedSource source,
      Function<Multihash, Optional<ApiRead>> questions,
      ShareLimits limits,
      LongSupplier nanos) {
    this.key = key;
    this.source = source;
    this.questions = questions;
    this.limits = limits;
    this.nanos = nanos;
    this.asks = new TokenBuckets(limits.asksPerSecond(), limits.asksAtOnce(), nanos);
    this.fetches =
        new TokenBuckets(limits.fetchesPerHour() / SECONDS_PER_HOUR, limits.fetchesAtOnce(), nanos);
    this.open = new OpenQuestions(limits.openPerPeer(), limits.open());
  }

  private sealed interface Outcome {
    record Found(SharedAnswer answer) implements Outcome {}

    record Refused(String reason) implements Outcome {}
  }

  @Override
  public List<String> protocols() {
    return List.of(PROTOCOL);
  }

  @Override
  public void handle(Stream opened) {
    FrameDeadline stream = new FrameDeadline(opened, nanos);
    stream.next(limits.frame());
    Optional<Ipld.Map> frame = new IpldFrames(stream, Question.MAX_BYTES).read();
    if (frame.isEmpty()) {
      return;
    }
    Question question = ProtocolBreach.reading("a question", () -> Question.read(frame.get()));
    Outcome outcome = outcome(opened.connection().remotePeer(), question);
    stream.next(limits.frame());
    IpldFrames answers = new IpldFrames(stream, MAX_HEAD);
    switch (outcome) {
      case Outcome.Found(SharedAnswer answer) -> {
        answers.write(SignedAnswer.seal(answer, key).toBuilder().put("found", true).build());
        stream.write(answer.body().bytes());
      }
      case Outcome.Refused(String reason) ->
          answers.write(Ipld.map().put("found", false).put("reason", reason).build());
    }
    stream.closeWrite();
  }

  private Outcome outcome(PeerId peer, Question question) {
    if (!asks.take(peer, 1)) {
      return new Outcome.Refused("too many questions; ask again in a second");
    }
    if (!open.begin(peer)) {
      return new Outcome.Refused("too many questions at once");
    }
    try {
      return look(peer, question);
    } catch (GitHubException e) {
      LOG.debug("nothing for {}: {}", peer, e.getMessage());
      return new Outcome.Refused("GitHub could not be asked");
    } finally {
      open.end(peer);
    }
  }

  private Outcome look(PeerId peer, Question question) {
    Optional<SharedAnswer> held =
        question
            .read()
            .or(() -> questions.apply(question.key()))
            .flatMap(read -> source.shared(read, question.freshFor()));
    if (held.isPresent()) {
      return given(question, held.get());
    }
    if (question.read().isEmpty()) {
      return new Outcome.Refused("not held");
    }
    if (!SharedEndpoints.shares(question.read().get())) {
      return new Outcome.Refused("this endpoint is not shared here");
    }
    if (!fetches.take(peer, 1)) {
      return new Outcome.Refused("too many requests to GitHub on behalf of one member");
    }
    Duration patience =
        question.patience().compareTo(limits.longestWait()) < 0
            ? question.patience()
            : limits.longestWait();
    return source
        .forFleet(question.read().get(), question.freshFor(), patience)
        .map(answer -> given(question, answer))
        .orElseGet(() -> new Outcome.Refused("not to be had"));
  }

  /// The last look at what leaves: whatever the source says, it is what was asked for, of an
  /// endpoint on the list, and from GitHub to this node.
  private Outcome given(Question question, SharedAnswer answer) {
    if (!answer.read().key().equals(question.key())
        || !SharedEndpoints.shares(answer.read())
        || !answer.fetcher().equals(key.peerId())) {
      LOG.warn("an answer that is not for sharing was kept back: {}", answer.read().path());
      return new Outcome.Refused("not held");
    }
    return new Outcome.Found(answer);
  }
}
