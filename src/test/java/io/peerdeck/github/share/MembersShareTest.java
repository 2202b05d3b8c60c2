package io.peerdeck.github.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.github.ApiBody;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.SharedAnswer;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Anna asks Bert over real connections; Bert is honest, or not.
@Timeout(180)
class MembersShareTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String BODY = "{\"total_count\":1}";

  private final Set<PeerId> members = ConcurrentHashMap.newKeySet();
  private SharingPeer anna;
  private SharingPeer bert;
  private ApiRead read = ApiRead.of("/");

  @BeforeEach
  void connect() {
    anna = new SharingPeer(members);
    bert = new SharingPeer(members);
    anna.connect(bert);
    read = ownedBy(bert);
  }

  private void gossiping() {
    String name = FreshTopic.name(SharingPeer.FLEET);
    await()
        .until(
            () ->
                List.of(anna, bert).stream()
                    .allMatch(
                        peer ->
                            Optional.ofNullable(peer.gossip.metrics().topics().get(name))
                                .filter(topic -> topic.mesh() >= 1)
                                .isPresent()));
  }

  @AfterEach
  void close() {
    anna.close();
    bert.close();
  }

  private ApiRead ownedBy(SharingPeer owner) {
    return IntStream.range(0, 1000)
        .mapToObj(i -> ApiRead.of("/repos/o/r" + i + "/actions/runs"))
        .filter(
            question ->
                Rendezvous.owner(question.key(), members).filter(owner.id()::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private Optional<SharedAnswer> asked() {
    return anna.share.ask(read, MINUTE, PATIENCE);
  }

  @Test
  void theOwnerIsOneAndTheSameForAllAndGivesWhatItHolds() {
    assertThat(anna.share.owner(read)).contains(bert.id());
    assertThat(bert.share.owner(read)).isEmpty();
    SharedAnswer answer = bert.holds(read, BODY);
    assertThat(asked())
        .get()
        .satisfies(
            got -> {
              assertThat(got.read()).isEqualTo(read);
              assertThat(got.body().bytes()).isEqualTo(answer.body().bytes());
              assertThat(got.fetcher()).isEqualTo(bert.id());
              assertThat(got.headers()).containsEntry("content-type", "application/json");
            });
    assertThat(bert.fetches).isEmpty();
  }

  @Test
  void anOwnerAsksGitHubForAnotherOnlyAboutARepositoryThatIsKnownToBePublic() {
    bert.gitHub.set(asked -> Optional.of(bert.answer(asked, BODY, Instant.now())));
    assertThat(asked()).isEmpty();
    assertThat(anna.tap.captured()).doesNotContain(read.path());
    assertThat(bert.fetches).isEmpty();

    anna.share.fetched(anna.answer(read, "[]", Instant.now().minus(Duration.ofHours(1))));
    assertThat(asked()).get().extracting(SharedAnswer::fetcher).isEqualTo(bert.id());
    assertThat(bert.fetches).containsExactly(read);

    anna.share.gone(read);
    bert.fetches.clear();
    assertThat(asked()).isEmpty();
    assertThat(bert.fetches).isEmpty();
  }

  @Test
  void whoToldThatItHoldsAnAnswerIsAskedAlthoughAnotherOwnsIt() {
    gossiping();
    read = ownedBy(anna);
    assertThat(asked()).isEmpty();
    bert.holds(read, BODY);
    await().until(() -> anna.share.holders(read).equals(List.of(bert.id())));
    assertThat(asked()).isPresent();
    assertThat(anna.share.ask(read, Duration.ZERO, PATIENCE)).isEmpty();
  }

  @Test
  void whatIsNotOnTheListOrNotBertsOwnIsKeptBackEvenIfTheSourceGivesIt() {
    ApiRead runners = ApiRead.of("/repos/o/r/actions/runners");
    bert.holds(runners, "{\"runners\":[\"secret\"]}");
    assertThat(anna.share.ask(runners, MINUTE, PATIENCE)).isEmpty();
    assertThat(raw(new Question(runners.key(), MINUTE, PATIENCE, Optional.of(runners)), bert))
        .contains("not held")
        .doesNotContain("secret");
    SharedAnswer carls =
        new SharedAnswer(read, Map.of(), ApiBody.of("secret".getBytes()), Instant.now(), anna.id());
    bert.held.put(read, carls);
    bert.share.fetched(bert.answer(read, BODY, Instant.now()));
    assertThat(raw(new Question(read.key(), MINUTE, PATIENCE, Optional.of(read)), bert))
        .contains("not held")
        .doesNotContain("secret");
  }

  private String raw(Question question, SharingPeer of) {
    try (Stream stream = anna.host.newStream(of.id(), AnswerServer.PROTOCOL, PATIENCE)) {
      new IpldFrames(stream, Question.MAX_BYTES).write(question.write());
      stream.closeWrite();
      return new String(stream.input().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new Libp2pException("no answer", e);
    }
  }

  @Test
  void aFalseBodyIsRefusedAndHeldAgainstWhoSentIt() {
    bertSends(bert.answer(read, BODY, Instant.now()), bert.key, "{\"total_count\":2}".getBytes());
    assertThat(asked()).isEmpty();
    assertThat(anna.misconduct).singleElement().asString().contains("a body");
  }

  @Test
  void aReplayedOldAnswerIsNotTaken() {
    SharedAnswer old = bert.answer(read, BODY, Instant.now().minus(Duration.ofMinutes(2)));
    bertSends(old, bert.key, old.body().bytes());
    assertThat(asked()).isEmpty();
    assertThat(anna.share.ask(read, Duration.ofMinutes(5), PATIENCE)).isPresent();
  }

  @Test
  void anAnswerFromTheFutureIsNotTakenAndOneOfAClockThatIsALittleAheadIsTakenAsOfNow() {
    SharedAnswer future = bert.answer(read, BODY, Instant.now().plus(Duration.ofHours(1)));
    bertSends(future, bert.key, future.body().bytes());
    assertThat(asked()).isEmpty();
    SharedAnswer ahead = bert.answer(read, BODY, Instant.now().plusSeconds(20));
    bertSends(ahead, bert.key, ahead.body().bytes());
    assertThat(asked()).get().matches(got -> !got.fetched().isAfter(Instant.now()));
    gossiping();
    bert.share.fetched(future);
    bert.share.fetched(bert.answer(ownedBy(anna), BODY, Instant.now()));
    await().until(() -> !anna.share.holders(ownedBy(anna)).isEmpty());
    assertThat(anna.share.holders(read)).isEmpty();
  }

  @Test
  void anAnswerToAnotherQuestionIsRefusedAndHeldAgainstWhoSentIt() {
    SharedAnswer other = bert.answer(ApiRead.of("/repos/o/other"), BODY, Instant.now());
    bertSends(other, bert.key, other.body().bytes());
    assertThat(asked()).isEmpty();
    assertThat(anna.misconduct).singleElement().asString().contains("another question");
  }

  @Test
  void anAnswerThatSomeoneElseSignedOrNobodyIsRefused() {
    SharedAnswer annas = anna.answer(read, BODY, Instant.now());
    bertSends(annas, anna.key, annas.body().bytes());
    assertThat(asked()).isEmpty();
    bertSends(annas, bert.key, annas.body().bytes());
    assertThat(asked()).isEmpty();
    assertThat(anna.misconduct)
        .satisfiesExactly(
            what -> assertThat(what).contains("speaks for"),
            what -> assertThat(what).contains("signature"));
  }

  @Test
  void aBombIsNeverInflatedAndALongBodyNeverAllocated() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[4 << 20]);
    }
    SharedAnswer bomb =
        new SharedAnswer(
            read,
            Map.of("content-type", "application/json"),
            ApiBody.of(packed.toByteArray()),
            Instant.now(),
            bert.id());
    bertSends(bomb, bert.key, packed.toByteArray());
    assertThat(asked()).get().matches(got -> got.body().bytes().length == packed.size());

    Ipld.Map sealed = SignedAnswer.seal(bomb, bert.key);
    bert.dishonest =
        stream -> {
          new IpldFrames(stream, 1 << 20).read();
          Ipld.Map statement =
              without(DagCbor.decodeMap(sealed.bytes("answer")), "size")
                  .put("size", ApiBody.MAX_BYTES + 1L)
                  .build();
          byte[] block = DagCbor.encode(statement);
          ByteArrayOutputStream signed = new ByteArrayOutputStream();
          signed.writeBytes(SignedAnswer.DOMAIN);
          signed.writeBytes(block);
          new IpldFrames(stream, 1 << 20)
              .write(
                  Ipld.map()
                      .put("found", true)
                      .put("answer", block)
                      .put("sig", bert.key.sign(signed.toByteArray()))
                      .build());
        };
    assertThat(asked()).isEmpty();
    assertThat(anna.misconduct).singleElement().asString().contains("size");
  }

  private static IpldMapBuilder without(Ipld.Map map, String key) {
    IpldMapBuilder rest = Ipld.map();
    map.fields()
        .forEach(
            (name, value) -> {
              if (!name.equals(key)) {
                rest.put(name, value);
              }
            });
    return rest;
  }

  @Test
  void whoDoesNotAnswerCostsThePatienceOfTwoReadsAndIsThenLeftAloneForAWhile() {
    bert.dishonest = stream -> new IpldFrames(stream, 1 << 20).read();
    assertThat(asked()).isEmpty();
    assertThat(anna.share.owner(read)).contains(bert.id());
    assertThat(asked()).isEmpty();
    assertThat(anna.share.owner(read)).isEmpty();
  }

  @Test
  void aFloodOfWordsPushesOutNobodyElsesAndIsHeldAgainstItsAuthor() {
    try (SharingPeer carl = new SharingPeer(members)) {
      carl.connect(anna);
      carl.connect(bert);
      gossiping();
      long now = System.nanoTime();
      anna.nanos = () -> now;
      bert.share.fetched(bert.answer(read, BODY, Instant.now()));
      await().until(() -> anna.share.holders(read).contains(bert.id()));
      String name = FreshTopic.name(SharingPeer.FLEET);
      await().until(() -> carl.gossip.metrics().topics().get(name).mesh() == 2);
      for (int message = 0; message < 120; message++) {
        List<FreshWords.Word> words = new ArrayList<>();
        for (int i = 0; i < FreshWords.MOST; i++) {
          words.add(
              new FreshWords.Word(
                  ApiRead.of("/repos/x/y/issues/" + message + i).key(),
                  ApiBody.of(new byte[0]).cid(),
                  Instant.now()));
        }
        carl.gossip.publish(name, FreshWords.write(words));
      }
      await().until(() -> !anna.misconduct.isEmpty());
      assertThat(anna.misconduct.getFirst()).contains("more fresh answers");
      assertThat(anna.share.holders(read)).contains(bert.id());
      assertThat(anna.share.told()).isLessThanOrEqualTo(ShareLimits.standard().keysPerAuthor() + 2);
    }
  }

  private void bertSends(SharedAnswer answer, KeyPair signer, byte[] body) {
    Ipld.Map head = SignedAnswer.seal(answer, signer).toBuilder().put("found", true).build();
    bert.dishonest =
        stream -> {
          new IpldFrames(stream, 1 << 20).read();
          new IpldFrames(stream, 1 << 20).write(head);
          stream.write(body);
        };
  }
}
