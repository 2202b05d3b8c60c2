package io.peerdeck.github.share;

import static io.peerdeck.fuzz.FuzzTarget.refusing;
import static io.peerdeck.fuzz.FuzzTarget.same;

import io.peerdeck.fuzz.BytesStream;
import io.peerdeck.fuzz.FuzzConnection;
import io.peerdeck.fuzz.FuzzTarget;
import io.peerdeck.github.ApiBody;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.SharedAnswer;
import io.peerdeck.github.SharedSource;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The decoders of what members share of GitHub's answers.
public final class ShareTargets {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final ApiRead READ = ApiRead.of("/repos/o/r/actions/runs?status=queued");
  private static final PeerId PEER = FuzzConnection.KEY.peerId();
  private static final SharedAnswer ANSWER =
      new SharedAnswer(
          READ,
          Map.of("content-type", "application/json; charset=utf-8"),
          ApiBody.of("{\"total_count\":0}".getBytes(StandardCharsets.UTF_8)),
          NOW,
          PEER);
  private static final AnswerAsking ASKING =
      new AnswerAsking(
          (peer, protocol, timeout) -> FuzzConnection.SILENT.newStream(protocol, timeout),
          ShareLimits.standard(),
          () -> NOW,
          () -> 0);

  private ShareTargets() {}

  /// All of them.
  public static List<FuzzTarget> all() {
    Ipld.Map sealed = SignedAnswer.seal(ANSWER, FuzzConnection.KEY);
    return List.of(
        refusing(
            "github-question",
            Libp2pException.class,
            ShareTargets::question,
            frame(
                new Question(
                        READ.key(), Duration.ofMinutes(1), Duration.ofSeconds(1), Optional.of(READ))
                    .write())),
        refusing(
            "github-answer",
            Libp2pException.class,
            input -> answer(FuzzConnection.stream(input)),
            frames(sealed.toBuilder().put("found", true).build(), ANSWER.body().bytes()),
            frame(Ipld.map().put("found", false).put("reason", "not held").build())),
        refusing(
            "github-statement",
            MultiformatException.class,
            input -> {
              SignedAnswer read = SignedAnswer.read(input);
              same(new ApiRead(read.read().target(), read.read().accept(), ""), plain(read), "it");
              if (!SignedAnswer.HEADERS.containsAll(read.headers().keySet())) {
                throw new AssertionError("another header was taken: " + read.headers());
              }
            },
            sealed.bytes("answer")),
        refusing(
            "github-fresh",
            MultiformatException.class,
            input -> same(FreshWords.write(FreshWords.read(input)), input, "the words"),
            FreshWords.write(List.of(new FreshWords.Word(READ.key(), ANSWER.body().cid(), NOW)))));
  }

  private static ApiRead plain(SignedAnswer read) {
    return new ApiRead(read.read().target(), read.read().accept(), "");
  }

  private static void question(byte[] input) {
    new AnswerServer(
            FuzzConnection.KEY,
            SharedSource.NONE,
            key -> Optional.empty(),
            ShareLimits.standard(),
            () -> 0)
        .handle(FuzzConnection.stream(input));
  }

  private static void answer(Stream stream) {
    ASKING
        .answer(PEER, READ, Duration.ofMinutes(1), stream)
        .ifPresent(
            answer -> {
              same(answer.read(), READ, "the question");
              same(answer.body().cid(), ANSWER.body().cid(), "the body");
              same(answer.fetched(), NOW, "the time");
            });
  }

  private static byte[] frame(Ipld.Map map) {
    return frames(map, new byte[0]);
  }

  private static byte[] frames(Ipld.Map map, byte[] body) {
    BytesStream stream = FuzzConnection.stream(new byte[0]);
    new IpldFrames(stream, 1 << 20).write(map);
    stream.write(body);
    return stream.written();
  }
}
