package io.peerdeck.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiReadTest {
  @Test
  void twoSpellingsOfOneQuestionHaveOneKey() {
    ApiRead one = ApiRead.of("/repos/o/r/actions/runs?status=queued&per_page=100");
    ApiRead other =
        new ApiRead(
            "/repos/o/r/actions/runs?per_page=100&&status=queued",
            "Application/vnd.GitHub+json ",
            ApiRead.VERSION);
    assertThat(other).isEqualTo(one);
    assertThat(other.key()).isEqualTo(one.key());
    assertThat(one.path()).isEqualTo("/repos/o/r/actions/runs");
    assertThat(ApiRead.of("/a?q=%c3%a9")).isEqualTo(ApiRead.of("/a?q=%C3%A9"));
  }

  @Test
  void anotherMediaTypeOrVersionIsAnotherQuestion() {
    ApiRead plain = ApiRead.of("/repos/o/r");
    assertThat(new ApiRead("/repos/o/r", "application/vnd.github.raw+json", ApiRead.VERSION).key())
        .isNotEqualTo(plain.key());
    assertThat(new ApiRead("/repos/o/r", ApiRead.JSON, "").key()).isNotEqualTo(plain.key());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "repos/o/r",
        "//evil.example/x",
        "https://api.github.com/user",
        "/repos/../user",
        "/repos/%2e%2E/user",
        "/repos/o%2fr",
        "/a b",
        "/a#b",
        "/a?q=%zz",
        "/a\\b",
        "/a\r\nHost: x"
      })
  void whatIsNoPathIsRefused(String target) {
    assertThatThrownBy(() -> ApiRead.of(target)).isInstanceOf(GitHubException.class);
  }

  @Test
  void aTokenInTheAddressIsRefusedAndNotRepeated() {
    assertThatThrownBy(() -> ApiRead.of("/user?access_token=gho_secret"))
        .isInstanceOf(GitHubException.class)
        .hasMessageContaining("Authorization")
        .hasMessageNotContaining("gho_secret");
  }

  @Test
  void aCredentialIsNeverPrinted() {
    assertThat(Credential.token("gho_secret").toString()).doesNotContain("gho_secret");
    assertThatThrownBy(() -> Credential.token("gho secret")).hasMessageNotContaining("gho secret");
  }
}
