package io.peerdeck.node;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Settings by the names that the cache of GitHub's answers had in the environment before it was
/// Peerdeck's. They hold before the folder's.
final class EarlierNames {
  private static final Path SHOWN = Path.of("environment");

  private final Map<String, String> texts = new LinkedHashMap<>();

  private EarlierNames() {}

  /// @throws NodeException naming the variable that is wrong
  static EarlierNames of(Environment environment) {
    Map<String, String> set = environment.values();
    EarlierNames names = new EarlierNames();
    names.put(set, "CACHE_LISTEN_PORT", "listen", port -> "/ip4/0.0.0.0/tcp/" + port.strip());
    names.put(set, "CACHE_BOOTSTRAP_PEERS", "bootstrap", text -> text);
    names.put(
        set,
        "CACHE_ENABLE_P2P",
        GitHubCacheSettings.SHARE,
        text ->
            switch (text.strip()) {
              case "1" -> "on";
              case "0" -> "off";
              default -> text.strip();
            });
    names.put(set, "CACHE_DEFAULT_TTL", GitHubCacheSettings.TTL, String::strip);
    names.put(set, "CACHE_DIR", GitHubCacheSettings.FOLDER, String::strip);
    return names;
  }

  private void put(
      Map<String, String> set, String variable, String key, UnaryOperator<String> text) {
    String value = set.getOrDefault(variable, "");
    if (value.isBlank()) {
      return;
    }
    try {
      FolderSettings.parse(SHOWN, line(key, text.apply(value)));
    } catch (NodeException e) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          variable + " in the environment cannot be used: " + e.getMessage(),
          e);
    }
    texts.put(key, text.apply(value));
  }

  private static String line(String key, String text) {
    boolean list = key.equals("listen") || key.equals("bootstrap");
    return key
        + ": "
        + (list
            ? SettingsText.list(
                Arrays.stream(text.split("[,\\s]+")).filter(item -> !item.isEmpty()).toList())
            : SettingsText.scalar(text))
        + "\n";
  }

  /// The text a setting has here; empty if it has none.
  Optional<String> text(String key) {
    return Optional.ofNullable(texts.get(key));
  }

  /// The folder's settings with these before them.
  FolderSettings over(FolderSettings folder) {
    StringBuilder yaml = new StringBuilder();
    texts.forEach((key, text) -> yaml.append(line(key, text)));
    FolderSettings set = FolderSettings.parse(SHOWN, yaml.toString());
    GitHubCacheSettings own = folder.github().cache();
    GitHubCacheSettings here = set.github().cache();
    return new FolderSettings(
        folder.name(),
        folder.network(),
        texts.containsKey("listen") ? set.listen() : folder.listen(),
        folder.join(),
        texts.containsKey("bootstrap") ? set.bootstrap() : folder.bootstrap(),
        folder.mdns(),
        folder.peersFile(),
        folder.trust(),
        folder.slots(),
        folder.labels(),
        folder.sandbox(),
        folder.log(),
        folder.jobs(),
        folder
            .github()
            .withCache(
                new GitHubCacheSettings(
                    own.on(),
                    own.port(),
                    texts.containsKey(GitHubCacheSettings.SHARE) ? here.share() : own.share(),
                    own.rules(),
                    texts.containsKey(GitHubCacheSettings.TTL) ? here.ttl() : own.ttl(),
                    here.folder().or(own::folder),
                    own.megabytes(),
                    own.guess())),
        folder.mcp());
  }
}
