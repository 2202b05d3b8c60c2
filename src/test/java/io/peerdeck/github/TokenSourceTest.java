package io.peerdeck.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Where a node's own token is looked for.
class TokenSourceTest {
  private static final String TOKEN = "gho_0123456789abcdef";

  @TempDir private Path home;
  private final Map<String, String> environment = new HashMap<>();

  private TokenSource source(Optional<Path> file) {
    return new TokenSource(environment, file, home, "github.com");
  }

  private static String authorization(TokenSource.Found found) {
    return found.credential().authorization().orElseThrow();
  }

  private static Path written(Path file, String text, String mode) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
    return file;
  }

  private static String login(String host, String token) {
    return """
    %s:
        user: someone
        oauth_token: %s
        git_protocol: https
    """
        .formatted(host, token);
  }

  @Test
  void theEnvironmentComesFirstThenTheFileThenTheLoginOfGh() throws IOException {
    assertThat(source(Optional.empty()).find()).isEmpty();
    written(home.resolve(".config/gh/hosts.yml"), login("github.com", TOKEN), "rw-------");
    TokenSource.Found gh = source(Optional.empty()).find().orElseThrow();
    assertThat(gh.place()).isEqualTo("gh");
    assertThat(authorization(gh)).endsWith(TOKEN);
    Optional<Path> file = Optional.of(written(home.resolve("token"), "of_file\n", "rw-------"));
    assertThat(source(file).find().orElseThrow().place()).isEqualTo("file");
    assertThat(authorization(source(file).find().orElseThrow())).endsWith(" of_file");
    environment.put("GITHUB_TOKEN", "of_actions");
    assertThat(source(file).find().orElseThrow().place()).isEqualTo("GITHUB_TOKEN");
    environment.put("GH_TOKEN", "of_gh");
    assertThat(authorization(source(file).find().orElseThrow())).endsWith(" of_gh");
    environment.put("GH_ENTERPRISE_TOKEN", "of_another_server");
    TokenSource other = new TokenSource(environment, file, home, "github.example.org");
    assertThat(other.find().orElseThrow().place()).isEqualTo("GH_ENTERPRISE_TOKEN");
  }

  @Test
  void aLoginIsTakenFromWhereGhWasToldToKeepItAndForTheHostAlone() throws IOException {
    written(home.resolve("xdg/gh/hosts.yml"), login("github.com", "of_xdg"), "rw-------");
    environment.put("XDG_CONFIG_HOME", home.resolve("xdg").toString());
    assertThat(authorization(source(Optional.empty()).find().orElseThrow())).endsWith("of_xdg");
    Path own = home.resolve("own/hosts.yml");
    written(own, login("github.example.org", TOKEN), "rw-------");
    environment.put("GH_CONFIG_DIR", home.resolve("own").toString());
    assertThat(source(Optional.empty()).find()).as("another host's").isEmpty();
    written(own, "github.com:\n    user: someone\n", "rw-------");
    assertThat(source(Optional.empty()).find()).as("it is in the keyring").isEmpty();
    written(own, "github.com: [" + TOKEN + "\n", "rw-------");
    assertThatThrownBy(() -> source(Optional.empty()).find())
        .isInstanceOf(GitHubException.class)
        .hasMessageContaining("gh auth login")
        .hasMessageNotContaining(TOKEN)
        .hasNoCause();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFileThatOthersMayReadIsToldOf() throws IOException {
    Path file = written(home.resolve("token"), TOKEN, "rw-------");
    assertThat(source(Optional.of(file)).find().orElseThrow().warning()).isEmpty();
    for (String wide : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
      written(file, TOKEN, wide);
      TokenSource.Found found = source(Optional.of(file)).find().orElseThrow();
      assertThat(found.warning()).contains("chmod 600 " + file).doesNotContain(TOKEN);
      assertThat(found.place()).isEqualTo("file");
    }
    Path hosts = home.resolve(".config/gh/hosts.yml");
    written(hosts, login("github.com", TOKEN), "rw-r--r--");
    assertThat(source(Optional.empty()).find().orElseThrow().warning()).contains(hosts.toString());
  }

  @Test
  void whatIsNoTokenIsRefusedWithoutShowingIt() throws IOException {
    Path file = written(home.resolve("token"), "two " + TOKEN, "rw-------");
    assertThatThrownBy(() -> source(Optional.of(file)).find())
        .isInstanceOf(GitHubException.class)
        .hasMessageNotContaining(TOKEN);
    written(file, "x".repeat(70_000), "rw-------");
    assertThatThrownBy(() -> source(Optional.of(file)).find()).hasMessageContaining("too large");
    Path none = home.resolve("none");
    assertThatThrownBy(() -> source(Optional.of(none)).find())
        .isInstanceOf(GitHubException.class)
        .hasMessageContaining(none.toString());
  }
}
