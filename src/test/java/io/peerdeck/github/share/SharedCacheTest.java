package io.peerdeck.github.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.github.ApiAnswer;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.AskedModel;
import io.peerdeck.github.CacheMode;
import io.peerdeck.github.Credential;
import io.peerdeck.github.EtagGuess;
import io.peerdeck.github.FreshnessRules;
import io.peerdeck.github.GitHubModel;
import io.peerdeck.github.ReadWish;
import io.peerdeck.github.ResponseCache;
import io.peerdeck.github.SharedAnswer;
import io.peerdeck.github.TrustRung;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Anna and Bert, each with a token, a cache and a connection to the other, before a model of
/// GitHub. What crosses between them is written down in the clear.
@Timeout(180)
class SharedCacheTest {
  private static final String ANNAS = "ghp_annas";
  private static final String BERTS = "ghp_berts";

  private final AskedModel github = new AskedModel();
  private final GitHubModel model = github.model;
  private final Set<PeerId> members = ConcurrentHashMap.newKeySet();
  private final SharingPeer anna = new SharingPeer(members);
  private final SharingPeer bert = new SharingPeer(members);
  private ResponseCache annas = cache(anna, ANNAS);
  private ResponseCache berts = cache(bert, BERTS);

  @BeforeEach
  void connect() {
    anna.connect(bert);
  }

  @AfterEach
  void stop() {
    anna.close();
    bert.close();
    github.close();
  }

  private ResponseCache cache(SharingPeer peer, String token) {
    peer.wall = github.now::get;
    ResponseCache cache =
        ResponseCache.inMemory(
            new ResponseCache.Ports(
                github.client,
                github.partitions,
                peer.id(),
                () -> peer.share,
                () -> Credential.token(token),
                SharedEndpoints::shares,
                EtagGuess.OBSERVED,
                github.now::get),
            FreshnessRules.standard(),
            1 << 20);
    peer.source = cache;
    return cache;
  }

  private ApiRead ownedBy(SharingPeer owner, String repository) {
    return IntStream.range(1, 1000)
        .mapToObj(page -> ApiRead.of("/repos/o/" + repository + "/actions/runs?page=" + page))
        .filter(
            read -> Rendezvous.owner(read.key(), members).filter(owner.id()::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static ApiAnswer usual(ResponseCache cache, ApiRead read) {
    return cache.get(read, Credential.anonymous(), ReadWish.usual());
  }

  private static ApiAnswer by(ResponseCache cache, ApiRead read, String token) {
    return cache.get(read, Credential.token(token), ReadWish.usual());
  }

  private static String text(ApiAnswer answer) {
    return new String(answer.body().bytes(), StandardCharsets.UTF_8);
  }

  private String crossed() {
    return anna.tap.captured() + bert.tap.captured();
  }

  private String crossedSince(List<Integer> before) {
    String since =
        anna.tap.captured().substring(before.getFirst())
            + bert.tap.captured().substring(before.getLast());
    return since.replaceAll("[^ -~]+", " ");
  }

  private List<Integer> soFar() {
    return List.of(anna.tap.captured().length(), bert.tap.captured().length());
  }

  private void nothingPrivateCrossed(String... secrets) {
    assertThat(crossed()).doesNotContain(ANNAS, BERTS);
    for (String secret : secrets) {
      assertThat(crossed()).doesNotContain(secret);
    }
  }

  private void later(Duration time) {
    github.later(time);
  }

  @Test
  void oneAsksGitHubForBothAndTheOtherConfirmsForNothingWhatDecides() {
    ApiRead read = ownedBy(bert, "r");
    model.put(read.target(), "{\"total_count\":1}");
    assertThat(usual(berts, read).mode()).isEqualTo(CacheMode.MISS);
    ApiAnswer answer = usual(annas, read);
    assertThat(answer.mode()).isEqualTo(CacheMode.PEER_HIT);
    assertThat(answer.rung()).isEqualTo(TrustRung.T1);
    assertThat(model.calls(read.target(), 200)).isOne();
    int spent = model.spent(ANNAS);
    ApiAnswer sure = annas.get(read, Credential.anonymous(), ReadWish.usual().own());
    assertThat(sure.rung()).isEqualTo(TrustRung.T2);
    assertThat(model.spent(ANNAS)).isEqualTo(spent);
    assertThat(model.calls(read.target(), 200)).isOne();

    later(Duration.ofSeconds(61));
    model.put(read.target(), "{\"total_count\":2}");
    assertThat(text(usual(annas, read))).contains("2");
    assertThat(usual(berts, read).mode()).isEqualTo(CacheMode.LOCAL_HIT);
    assertThat(model.calls(read.target(), 200)).isEqualTo(2);
    assertThat(model.spent(ANNAS)).isEqualTo(spent);
    nothingPrivateCrossed();
  }

  @Test
  void aRepositoryThatIsPrivateThenPublicThenPrivateAgainIsSharedOnlyWhileItIsPublic() {
    ApiRead read = ownedBy(bert, "hidden-plan");
    seenByTokens(read, "{\"private\":1}");
    assertThat(text(by(annas, read, ANNAS))).contains("private");
    assertThat(text(by(berts, read, BERTS))).contains("private");
    nothingPrivateCrossed("hidden-plan", "private");
    assertThat(bert.share.holders(read)).isEmpty();

    later(Duration.ofMinutes(11));
    model.put(read.target(), "{\"open\":2}");
    seenByTokens(read, "{\"open\":2}");
    assertThat(text(usual(annas, read))).contains("open");
    await().until(() -> bert.share.holders(read).equals(List.of(anna.id())));
    assertThat(usual(berts, read).mode()).isEqualTo(CacheMode.PEER_HIT);
    assertThat(crossed()).contains("{\"open\":2}");

    later(Duration.ofSeconds(61));
    model.hide(read.target());
    seenByTokens(read, "{\"private\":3}");
    assertThat(text(by(annas, read, ANNAS))).contains("private");
    assertThat(text(by(berts, read, BERTS))).contains("private");
    assertThat(usual(berts, read).status()).isEqualTo(404);
    assertThat(berts.kept(10)).noneMatch(kept -> kept.partition().isPublic());
    nothingPrivateCrossed("private");
    List<Integer> before = soFar();
    later(Duration.ofSeconds(61));
    by(annas, read, ANNAS);
    assertThat(crossedSince(before)).doesNotContain("hidden-plan");
  }

  @Test
  void ofARepositoryThatTurnedPrivateUnchangedNothingCrossesAfterAQuarterOfAnHour() {
    ApiRead read = ownedBy(anna, "closing");
    String open = "{\"total_count\":17}";
    model.put(read.target(), open);
    by(annas, read, ANNAS);
    assertThat(by(berts, read, BERTS).mode()).isEqualTo(CacheMode.PEER_HIT);
    assertThat(crossed()).contains(open, "closing");
    model.hide(read.target());
    seenByTokens(read, open);
    for (int minute = 0; minute < 17; minute++) {
      bothReadAMinuteLater(read, open);
    }
    List<Integer> before = soFar();
    for (int minute = 0; minute < 45; minute++) {
      bothReadAMinuteLater(read, open);
    }
    assertThat(crossedSince(before)).doesNotContain("closing", open);
    assertThat(bert.share.ask(read, Duration.ofDays(1), Duration.ofSeconds(5))).isEmpty();
    assertThat(crossedSince(before)).contains("not held").doesNotContain("closing", open);
    assertThat(bert.share.holders(read)).isEmpty();

    seenByTokens(read, "{\"a secret\":1}");
    bothReadAMinuteLater(read, "{\"a secret\":1}");
    nothingPrivateCrossed("a secret");
  }

  private void bothReadAMinuteLater(ApiRead read, String body) {
    later(Duration.ofSeconds(61));
    assertThat(text(by(annas, read, ANNAS))).isEqualTo(body);
    assertThat(text(by(berts, read, BERTS))).isEqualTo(body);
  }

  @Test
  void whatChangedInPrivateCrossesNeitherUnaskedNorAsked() {
    ApiRead read = ownedBy(anna, "closing");
    model.put(read.target(), "{\"open\":1}");
    by(annas, read, ANNAS);
    assertThat(by(berts, read, BERTS).mode()).isEqualTo(CacheMode.PEER_HIT);
    model.hide(read.target());
    seenByTokens(read, "{\"a secret\":1}");
    for (int minute = 0; minute < 30; minute++) {
      bothReadAMinuteLater(read, "{\"a secret\":1}");
      assertThat(bert.share.ask(read, Duration.ofMinutes(1), Duration.ofSeconds(5))).isEmpty();
    }
    nothingPrivateCrossed("a secret");
  }

  private void seenByTokens(ApiRead read, String body) {
    model.putFor(ANNAS, read.target(), body);
    model.putFor(BERTS, read.target(), body);
  }

  @Test
  void aBodyThatDependsOnTheViewerStaysWithTheViewer() {
    ApiRead read = ownedBy(anna, "r");
    model.put(read.target(), "{\"viewer\":\"nobody\"}");
    model.putFor(ANNAS, read.target(), "{\"viewer\":\"anna\"}");
    assertThat(text(by(annas, read, ANNAS))).contains("anna");
    assertThat(text(usual(berts, read))).contains("nobody");
    assertThat(text(by(annas, read, ANNAS))).contains("anna");
    nothingPrivateCrossed("\"anna\"");
  }

  @Test
  void whatADishonestMemberSignsIsBelievedOnlyAsItsWordAndNeverDecides() {
    ApiRead read = ownedBy(bert, "r");
    model.put(read.target(), "{\"total_count\":1}");
    SharedAnswer lie = bert.answer(read, "{\"total_count\":99}", github.now.get());
    Ipld.Map head = SignedAnswer.seal(lie, bert.key).toBuilder().put("found", true).build();
    bert.dishonest =
        stream -> {
          new IpldFrames(stream, 1 << 20).read();
          new IpldFrames(stream, 1 << 20).write(head);
          stream.write(lie.body().bytes());
        };
    ApiAnswer believed = usual(annas, read);
    assertThat(believed.rung()).isEqualTo(TrustRung.T1);
    assertThat(text(believed)).contains("99");
    ApiAnswer sure = annas.get(read, Credential.anonymous(), ReadWish.usual().own());
    assertThat(sure.rung()).isEqualTo(TrustRung.T2);
    assertThat(text(sure)).isEqualTo("{\"total_count\":1}");
    assertThat(text(usual(annas, read))).isEqualTo("{\"total_count\":1}");
  }

  @Test
  void anOwnerThatIsTooSlowIsNotWaitedFor() {
    ApiRead read = ownedBy(bert, "r");
    model.put(read.target(), "{\"total_count\":1}");
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    bert.dishonest =
        stream -> {
          asked.countDown();
          released.await();
        };
    try {
      ReadWish hasty = ReadWish.usual().before(Duration.ofSeconds(3));
      ApiAnswer answer = annas.get(read, Credential.anonymous(), hasty);
      assertThat(asked.getCount()).isZero();
      assertThat(answer.mode()).isEqualTo(CacheMode.MISS);
      assertThat(answer.rung()).isEqualTo(TrustRung.T2);
      assertThat(anna.misconduct).isEmpty();
    } finally {
      released.countDown();
    }
  }
}
