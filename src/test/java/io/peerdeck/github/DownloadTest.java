package io.peerdeck.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What is too large to be kept.
class DownloadTest {
  private static final URI GITHUB = URI.create("https://api.github.com");

  @Test
  void gitHubsAnswerLeadsToGitHubOnly() {
    for (String place :
        new String[] {
          "https://codeload.github.com/o/r/legacy.tar.gz/sha?token=AAA",
          "https://api.github.com/elsewhere",
          "/elsewhere"
        }) {
      assertThat(Download.place(GITHUB, place).getScheme()).isEqualTo("https");
    }
    assertThat(Download.place(URI.create("https://git.example/api/v3"), "/_codeload/o/r"))
        .isEqualTo(URI.create("https://git.example/_codeload/o/r"));
    for (String place :
        new String[] {
          "http://codeload.github.com/o/r",
          "https://codeload.github.com.evil.example/o/r",
          "https://me@codeload.github.com/o/r",
          "https://169.254.169.254/latest",
          "file:///etc/passwd",
          "https://co deload",
          "//evil.example/o/r"
        }) {
      assertThatThrownBy(() -> Download.place(GITHUB, place))
          .isInstanceOf(GitHubException.class)
          .hasMessageContaining("not GitHub's");
    }
  }

  @Test
  void itComesAsItIsAndGivesItsPlaceAmongTheCallsBack() throws Exception {
    try (AskedModel github = new AskedModel()) {
      byte[] large = new byte[ApiBody.MAX_BYTES + 1];
      github.model.put("/repos/o/r/tarball/1", large);
      OwnDoor door = new OwnDoor(github.cache(), github.client, () -> Credential.token("own"));
      for (int i = 0; i < RateLimits.AT_ONCE; i++) {
        assertThatThrownBy(() -> door.download("/repos/o/r/none", Duration.ofSeconds(5)))
            .hasMessageContaining("404");
      }
      try (InputStream in = door.download("/repos/o/r/tarball/1", Duration.ofSeconds(30))) {
        assertThat(in.readAllBytes()).isEqualTo(large);
      }
      assertThat(github.model.calls()).hasSize(RateLimits.AT_ONCE + 1);
    }
  }
}
