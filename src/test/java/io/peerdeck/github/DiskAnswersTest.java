package io.peerdeck.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers that are kept on disk.
class DiskAnswersTest {
  private static final Credential ALICE = Credential.token("alice-token");
  private static final long ROOM = 100_000;

  private final AskedModel github = new AskedModel();
  private final GitHubModel model = github.model;

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    github.close();
  }

  private ResponseCache open(long memory) {
    return github.cache(folder, memory, ROOM);
  }

  private static ApiAnswer read(ResponseCache cache, String target) {
    return cache.get(ApiRead.of(target), ALICE, ReadWish.usual());
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("bodies"))) {
      return files.count();
    }
  }

  @Test
  void whatIsKeptOutlivesTheProcessAndNamesNoToken() throws IOException {
    model.put("/repos/o/r", "{\"name\":\"r\"}");
    try (ResponseCache cache = open(1 << 20)) {
      read(cache, "/repos/o/r");
    }
    try (ResponseCache cache = open(1 << 20)) {
      ApiAnswer again = read(cache, "/repos/o/r");
      assertThat(again.mode()).isEqualTo(CacheMode.LOCAL_HIT);
      assertThat(again.headers()).containsKey("content-type");
      github.later(Duration.ofSeconds(301));
      assertThat(read(cache, "/repos/o/r").mode()).isEqualTo(CacheMode.REVALIDATED);
    }
    assertThat(model.spent("alice-token")).isEqualTo(1);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("alice-token");
      }
    }
  }

  @Test
  void whatWasUsedLongestAgoGoesWhenTheRoomIsFull() throws IOException {
    try (ResponseCache cache = open(1)) {
      for (int i = 0; i < 40; i++) {
        byte[] body = new byte[10_000];
        body[0] = (byte) i;
        model.put("/repos/o/r/contents/" + i, body);
        read(cache, "/repos/o/r/contents/" + i);
        github.later(Duration.ofSeconds(1));
        read(cache, "/repos/o/r/contents/0");
      }
      assertThat(files()).isLessThan(14);
      assertThat(read(cache, "/repos/o/r/contents/0").mode()).isEqualTo(CacheMode.LOCAL_HIT);
      assertThat(read(cache, "/repos/o/r/contents/39").mode()).isEqualTo(CacheMode.LOCAL_HIT);
      assertThat(read(cache, "/repos/o/r/contents/1").mode()).isEqualTo(CacheMode.MISS);
      cache.clear();
      assertThat(files()).isZero();
      assertThat(read(cache, "/repos/o/r/contents/39").mode()).isEqualTo(CacheMode.MISS);
    }
    github.later(Duration.ofSeconds(31L * 86_400));
    try (ResponseCache cache = open(1)) {
      assertThat(files()).isZero();
      assertThat(cache.kept(10)).isEmpty();
    }
  }

  @Test
  void aBodyThatIsNoLongerWhatItsNameSaysIsFetchedAnew() throws IOException {
    model.put("/repos/o/r", "{\"name\":\"r\"}");
    try (ResponseCache cache = open(1)) {
      read(cache, "/repos/o/r");
    }
    try (Stream<Path> files = Files.list(folder.resolve("bodies"))) {
      Files.writeString(files.findFirst().orElseThrow(), "{\"name\":\"x\"}");
    }
    try (ResponseCache cache = open(1)) {
      ApiAnswer again = read(cache, "/repos/o/r");
      assertThat(again.mode()).isEqualTo(CacheMode.MISS);
      assertThat(new String(again.body().bytes(), StandardCharsets.UTF_8)).contains("\"r\"");
      assertThat(read(cache, "/repos/o/r").mode()).isEqualTo(CacheMode.LOCAL_HIT);
    }
  }

  @Test
  void aDiskThatTakesNothingMoreCostsNoAnswer() throws IOException {
    model.put("/repos/o/r", "{\"name\":\"r\"}");
    try (ResponseCache cache = open(1 << 20)) {
      Files.delete(folder.resolve("bodies"));
      Files.writeString(folder.resolve("bodies"), "no room");
      assertThat(read(cache, "/repos/o/r").mode()).isEqualTo(CacheMode.MISS);
      assertThat(read(cache, "/repos/o/r").mode()).isEqualTo(CacheMode.LOCAL_HIT);
    }
  }
}
