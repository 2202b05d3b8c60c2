package io.peerdeck.github;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// Where this node's own token is: the environment, then a file, then what `gh auth login` left.
/// Read each time it is asked, so that a token renewed elsewhere is taken up; kept nowhere.
///
/// @param environment the process's variables
/// @param file a file with the token alone in it, where one is set
/// @param home the user's home
/// @param host whose token: `github.com`
public record TokenSource(
    Map<String, String> environment, Optional<Path> file, Path home, String host) {
  private static final int MAX_FILE = 64 * 1024;
  private static final String GITHUB = "github.com";
  private static final List<String> OF_GITHUB = List.of("GH_TOKEN", "GITHUB_TOKEN");
  private static final Set<PosixFilePermission> OWNERS =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final List<String> OF_OTHERS =
      List.of("GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN");

  /// A token and where it was found.
  ///
  /// @param place `GH_TOKEN`, `file`, `gh`: never the token
  /// @param warning what is wrong with the place, and what to do; empty for nothing
  public record Found(Credential credential, String place, String warning) {}

  /// The token; empty where there is none.
  ///
  /// @throws GitHubException if the place that names one holds none that can be used
  public Optional<Found> find() {
    for (String variable : host.equals(GITHUB) ? OF_GITHUB : OF_OTHERS) {
      String value = environment.getOrDefault(variable, "").strip();
      if (!value.isEmpty()) {
        return Optional.of(new Found(Credential.token(value), variable, ""));
      }
    }
    if (file.isPresent()) {
      Credential credential = Credential.token(text(file.get()).strip());
      return Optional.of(new Found(credential, "file", warning(file.get())));
    }
    Path hosts = configuration().resolve("hosts.yml");
    return Files.isRegularFile(hosts)
        ? login(hosts).map(token -> new Found(Credential.token(token), "gh", warning(hosts)))
        : Optional.empty();
  }

  private Path configuration() {
    String own = environment.getOrDefault("GH_CONFIG_DIR", "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String windows = environment.getOrDefault("AppData", "");
    String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
    return !xdg.isEmpty()
        ? Path.of(xdg, "gh")
        : !windows.isEmpty() ? Path.of(windows, "GitHub CLI") : home.resolve(".config/gh");
  }

  private Optional<String> login(Path hosts) {
    Object root;
    try {
      LoaderOptions options = new LoaderOptions();
      options.setMaxAliasesForCollections(0);
      root = new Yaml(new SafeConstructor(options)).load(text(hosts));
    } catch (YAMLException e) {
      // its message shows the line, which may hold the token
      throw new GitHubException("gh's " + hosts + " is not YAML: log in again with gh auth login");
    }
    return root instanceof Map<?, ?> all
            && all.get(host) instanceof Map<?, ?> entry
            && entry.get("oauth_token") instanceof String token
        ? Optional.of(token.strip())
        : Optional.empty(); // gh keeps it in the system's keyring
  }

  /// A file may be a mounted secret whose mode nobody here chose, so it is taken all the same.
  private static String warning(Path file) {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return "";
    }
    try {
      boolean closed = OWNERS.containsAll(Files.getPosixFilePermissions(file));
      return closed ? "" : "others on this machine may read or write it: chmod 600 " + file;
    } catch (IOException e) {
      throw new GitHubException(
          "who may read the token's file " + file + " cannot be told: " + e.getMessage(), e);
    }
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new GitHubException(file + " is too large to hold a token");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new GitHubException("the token's file " + file + " cannot be read: " + e.getMessage());
    }
  }
}
