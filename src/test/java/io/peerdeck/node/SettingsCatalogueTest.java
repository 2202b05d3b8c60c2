package io.peerdeck.node;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Everything that `config.yaml` takes can be set by a person, who is told at once what a key does
/// not take. The keys are those of the code that reads the file.
final class SettingsCatalogueTest {
  private static final String PEER = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";

  /// What a key of text or a list may take.
  private static final List<String> TEXTS =
      List.of(
          "/ip4/127.0.0.1/tcp/7",
          "/ip4/127.0.0.1/tcp/7/p2p/" + PEER,
          PEER,
          "/repos/*/*/pulls/** 120",
          "submit_p2p_workflow",
          "https://github.example.org/api/v3",
          "90m",
          "/srv/some/folder",
          "owner/name");

  /// Keys any text is right for.
  private static final Set<String> FREE = Set.of("name", "labels");

  /// What holds from the next start on, and why not at once.
  private static final Map<String, String> AT_THE_NEXT_START =
      Map.ofEntries(
          entry("network", "connections and jobs on their way would be cut"),
          entry("listen", "connections and jobs on their way would be cut"),
          entry("join", "says how a node without a fleet starts"),
          entry("bootstrap", "is asked when the node starts to look for peers"),
          entry("mdns", "its sockets are opened at the start"),
          entry("peers-file", "is open while the node runs"),
          entry("sandbox", "jobs that run would lose or gain rights half-way"),
          entry("tool-folders", "jobs that run would lose or gain programs half-way"),
          entry("github", "its store and its server are opened at the start"),
          entry("github-port", "tools hold the address they were given"),
          entry("github-share", "its protocol is offered when peers connect"),
          entry("github-freshness", "the store is opened with its rules"),
          entry("github-ttl", "the store is opened with its rules"),
          entry("github-folder", "the store is open while the node runs"),
          entry("github-megabytes", "the store is opened with its bound"),
          entry("github-etags", "the store is opened with its rules"),
          entry("github-api", "what is kept is of the one server"),
          entry("github-token-file", "tokens are read and named at the start"),
          entry("github-registry", "is looked up and written by what starts with the node"),
          entry("github-registry-role", "is looked up and written by what starts with the node"),
          entry("github-registry-publish", "is looked up and written by what starts with the node"),
          entry("github-watch", "the watch begins with the node"),
          entry("github-watch-private", "the watch begins with the node"));

  @Test
  void everyKeyTheFileTakesIsASetting() {
    assertThat(FolderSettings.KEYS).doesNotHaveDuplicates().hasSizeGreaterThan(30);
    assertThat(SettingsCatalogue.ALL.stream().map(Setting::key))
        .containsExactlyInAnyOrderElementsOf(FolderSettings.KEYS);
    assertThat(SettingsCatalogue.ALL).allSatisfy(s -> assertThat(s.description()).endsWith("."));
  }

  @Test
  void whatAKeyIsSetToIsWhatItsSettingSays() {
    assertThat(FolderSettings.KEYS)
        .allSatisfy(
            key -> {
              Setting setting = SettingsCatalogue.find(key);
              assertThat(candidates(setting).anyMatch(text -> changes(setting, text)))
                  .as("`" + key + "` is read from the file and shown")
                  .isTrue();
            });
  }

  @Test
  void aKeyTellsWhatItDoesNotTake() {
    assertThat(FolderSettings.KEYS)
        .filteredOn(key -> !FREE.contains(key))
        .allSatisfy(
            key ->
                assertThat(
                        Stream.of("\u0000", "no such thing: 1", "/", "-1")
                            .map(text -> SettingsDesk.problem(SettingsCatalogue.find(key), text))
                            .anyMatch(java.util.Optional::isPresent))
                    .as(key)
                    .isTrue());
  }

  @Test
  void whatDoesNotHoldAtOnceHasAReason() {
    assertThat(
            SettingsCatalogue.ALL.stream()
                .filter(setting -> !setting.isLive())
                .map(Setting::key)
                .collect(toSet()))
        .isEqualTo(AT_THE_NEXT_START.keySet());
  }

  private static Stream<String> candidates(Setting setting) {
    return switch (setting.type()) {
      case CHOICE -> setting.choices().stream();
      case NUMBER ->
          setting.range().stream()
              .flatMap(range -> Stream.of(range.least(), range.most()))
              .map(String::valueOf);
      case TEXT, LIST -> TEXTS.stream();
    };
  }

  /// Whether a file that sets this alone is read, and the setting says it.
  private static boolean changes(Setting setting, String text) {
    if (SettingsDesk.problem(setting, text).isPresent()) {
      return false;
    }
    String file = setting.key() + ": " + setting.yaml(text).orElseThrow();
    String said = setting.text(FolderSettings.parse(Path.of("config.yaml"), file));
    return said.equals(text) && !said.equals(setting.text(FolderSettings.defaults()));
  }
}
