package io.peerdeck.node;

import io.peerdeck.fleet.MemberChange;
import io.peerdeck.github.FreshnessRules;
import io.peerdeck.github.registry.RegistryRole;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What can be set about this node: shown, checked, written to `config.yaml`, and applied.
final class SettingsDesk {
  private static final Path SHOWN = Path.of("config.yaml");
  private static final String RESTART = "restart";

  private final NodeRooms rooms;
  private final List<Setting> all =
      List.of(
          new Setting(
              "name",
              "text",
              "What people call this machine.",
              "live",
              settings -> List.of(settings.name())),
          new Setting(
              "network",
              "choice",
              "Whether the node listens and dials; off keeps it alone.",
              RESTART,
              settings -> List.of(settings.network() ? "on" : "off")),
          new Setting(
              "listen",
              "list",
              "The addresses to listen on; port 0 takes any free port.",
              RESTART,
              FolderSettings::listen),
          new Setting(
              "join",
              "text",
              "A member of the fleet to join at the start, an address ending in /p2p/PEER_ID.",
              RESTART,
              settings -> settings.join().stream().toList()),
          new Setting(
              "bootstrap",
              "list",
              "Addresses of peers to start looking from, each ending in /p2p/PEER_ID.",
              RESTART,
              FolderSettings::bootstrap),
          new Setting(
              "mdns",
              "choice",
              "Whether the local network is told of this node and asked for others.",
              RESTART,
              settings -> List.of(settings.mdns() ? "on" : "off")),
          new Setting(
              "peers-file",
              "text",
              "Where peers are remembered, in the data folder unless it is a whole path.",
              RESTART,
              settings -> List.of(settings.peersFile().orElse("peers.json"))),
          new Setting(
              "trust",
              "list",
              "Peers whose jobs run on this machine, besides its own; taking one out does not end"
                  + " trust given before.",
              "live",
              FolderSettings::trust),
          new Setting(
              "slots",
              "number",
              "Jobs run at once; 0 runs none.",
              "live",
              settings -> List.of(Integer.toString(settings.slots()))),
          new Setting(
              "labels",
              "list",
              "Labels a job may ask for in runs-on, besides those of the operating system.",
              "live",
              FolderSettings::labels),
          new Setting(
              "sandbox",
              "choice",
              "Whether jobs run in a sandbox where bubblewrap is installed; off runs them with this"
                  + " user's rights, of submitters trusted for that only.",
              RESTART,
              settings -> List.of(settings.sandbox() ? "on" : "off")),
          new Setting(
              JobSettings.QUEUE_TIMEOUT,
              "text",
              "How long a job submitted here may wait for a peer, such as 90s, 30m, 24h or 7d; its"
                  + " submission may say otherwise.",
              "live",
              settings -> List.of(RunBounds.words(settings.jobs().queueTimeout()))),
          new Setting(
              JobSettings.ATTEMPTS,
              "number",
              "How often a job submitted here is tried when its peers are lost; its submission may"
                  + " say otherwise.",
              "live",
              settings -> List.of(Integer.toString(settings.jobs().attempts()))),
          new Setting(
              GitHubCacheSettings.ON,
              "choice",
              "Whether GitHub's answers are kept, shared with the fleet, and given to tools on"
                  + " loopback, where reads cost one call for all.",
              RESTART,
              settings -> List.of(settings.github().cache().on() ? "on" : "off")),
          new Setting(
              GitHubCacheSettings.PORT,
              "number",
              "The port of GitHub's API on loopback, for tools; 0 takes any free one.",
              RESTART,
              settings -> List.of(Integer.toString(settings.github().cache().port()))),
          new Setting(
              GitHubCacheSettings.SHARE,
              "choice",
              "Whether members ask each other for GitHub's public answers.",
              RESTART,
              settings -> List.of(settings.github().cache().share() ? "on" : "off")),
          new Setting(
              GitHubCacheSettings.RULES,
              "list",
              "How long GitHub's answers are taken as they are, each a path and seconds:"
                  + " /repos/*/*/pulls/** 120.",
              RESTART,
              settings -> settings.github().cache().rules()),
          new Setting(
              GitHubCacheSettings.TTL,
              "number",
              "The same in seconds for what neither these nor the defaults name.",
              RESTART,
              settings -> List.of(Long.toString(settings.github().cache().ttl().toSeconds()))),
          new Setting(
              GitHubCacheSettings.FOLDER,
              "text",
              "Where GitHub's answers are kept, in the data folder unless it is a whole path.",
              RESTART,
              settings -> List.of(settings.github().cache().folder().orElse("github"))),
          new Setting(
              GitHubCacheSettings.MEGABYTES,
              "number",
              "How much of GitHub's answers is kept on disk, in megabytes.",
              RESTART,
              settings -> List.of(Integer.toString(settings.github().cache().megabytes()))),
          new Setting(
              GitHubCacheSettings.GUESS,
              "choice",
              "Whether ETags are foretold, so that a member's answer is confirmed for nothing.",
              RESTART,
              settings -> List.of(settings.github().cache().guess() ? "on" : "off")),
          new Setting(
              GitHubSettings.API,
              "text",
              "Where GitHub's API is; a server of one's own has it at https://HOST/api/v3.",
              RESTART,
              settings -> List.of(settings.github().api().toString())),
          new Setting(
              GitHubSettings.TOKEN_FILE,
              "text",
              "A file with this node's GitHub token alone in it; GH_TOKEN, GITHUB_TOKEN and gh's"
                  + " login are asked besides.",
              RESTART,
              settings -> settings.github().tokenFile().stream().toList()),
          new Setting(
              GitHubSettings.REGISTRY,
              "text",
              "A repository whose issues name peers, owner/name; empty asks none.",
              RESTART,
              settings -> settings.github().registry().stream().map(Object::toString).toList()),
          new Setting(
              GitHubSettings.ROLE,
              "choice",
              "Whether and as what this node keeps an issue of its own there; a reader has none.",
              RESTART,
              settings -> List.of(settings.github().role().text())),
          new Setting(
              GitHubSettings.PUBLISH,
              "choice",
              "Whether this node's addresses may stand in a public repository, where everybody can"
                  + " read them: not if they are those of a home.",
              RESTART,
              settings -> List.of(settings.github().publish() ? "on" : "off")),
          new Setting(
              GitHubSettings.WATCH,
              "list",
              "Repositories whose queued workflow runs are submitted to the fleet where their file"
                  + " is tagged; empty watches none.",
              RESTART,
              settings -> settings.github().watch().stream().map(Object::toString).toList()),
          new Setting(
              JobSettings.TOOL_FOLDERS,
              "list",
              "Folders with tools that jobs may read besides the system's, such as ~/.nvm, ~/.pyenv"
                  + " or ~/.local/bin; everything in them can be read by jobs.",
              RESTART,
              settings -> settings.jobs().toolFolders()),
          new Setting(
              JobSettings.CACHE_GIB,
              "number",
              "GiB that the caches of actions/cache may take here; the oldest give way.",
              "live",
              settings -> List.of(Integer.toString(settings.jobs().cacheGib()))),
          new Setting(
              JobSettings.CACHE_DAYS,
              "number",
              "Days that a cache of actions/cache stays here.",
              "live",
              settings -> List.of(Integer.toString(settings.jobs().cacheDays()))),
          new Setting(
              JobSettings.KEEP_DAYS,
              "number",
              "Days that workspaces, logs and artifacts stay here once their run has ended.",
              "live",
              settings -> List.of(Integer.toString(settings.jobs().keepDays()))),
          new Setting(
              "log",
              "choice",
              "How much the node says of itself in its log.",
              "live",
              settings -> List.of(settings.log().orElse("info"))));

  SettingsDesk(NodeRooms rooms) {
    this.rooms = rooms;
    read().log().ifPresent(NodeLog::level);
  }

  private record Setting(
      String key,
      String type,
      String description,
      String applied,
      Function<FolderSettings, List<String>> value) {
    String text(FolderSettings settings) {
      return String.join(", ", value.apply(settings));
    }

    List<String> choices() {
      return switch (key) {
        case "network",
            "mdns",
            "sandbox",
            GitHubSettings.PUBLISH,
            GitHubCacheSettings.ON,
            GitHubCacheSettings.SHARE,
            GitHubCacheSettings.GUESS ->
            List.of("on", "off");
        case GitHubSettings.ROLE -> RegistryRole.texts();
        case "log" -> FolderSettings.LOG_LEVELS;
        default -> List.of();
      };
    }

    /// The bounds of a number.
    Optional<int[]> range() {
      return switch (key) {
        case "slots" -> Optional.of(new int[] {0, FolderSettings.MAX_SLOTS});
        case JobSettings.ATTEMPTS -> Optional.of(new int[] {1, RunBounds.MOST_ATTEMPTS});
        case GitHubCacheSettings.PORT -> Optional.of(new int[] {0, GitHubCacheSettings.MOST_PORT});
        case GitHubCacheSettings.TTL ->
            Optional.of(new int[] {0, (int) FreshnessRules.MOST.toSeconds()});
        case GitHubCacheSettings.MEGABYTES ->
            Optional.of(
                new int[] {
                  GitHubCacheSettings.LEAST_MEGABYTES, GitHubCacheSettings.MOST_MEGABYTES
                });
        case JobSettings.CACHE_GIB -> Optional.of(new int[] {0, JobSettings.MOST_GIB});
        case JobSettings.CACHE_DAYS, JobSettings.KEEP_DAYS ->
            Optional.of(new int[] {1, JobSettings.MOST_DAYS});
        default -> Optional.empty();
      };
    }

    /// The text as YAML; empty for the default.
    Optional<String> yaml(String text) {
      if (text.isBlank()) {
        return Optional.empty();
      }
      return Optional.of(
          type.equals("list") ? SettingsText.list(items(text)) : SettingsText.scalar(text.strip()));
    }
  }

  private static List<String> items(String text) {
    return Arrays.stream(text.split("[,\n]")).map(String::strip).filter(t -> !t.isEmpty()).toList();
  }

  private FolderSettings read() {
    return FolderSettings.read(rooms.folder.settings());
  }

  private String file() {
    try {
      return Files.readString(rooms.folder.settings());
    } catch (IOException e) {
      throw failed("cannot be read", e);
    }
  }

  List<SettingView> all() {
    FolderSettings settings = read();
    Set<String> written = FolderSettings.keys(rooms.folder.settings(), file()).keySet();
    return all.stream().map(setting -> view(setting, settings, written)).toList();
  }

  private SettingView view(Setting setting, FolderSettings settings, Set<String> written) {
    Optional<String> started = startedWith(setting.key());
    return new SettingView(
        setting.key(),
        started.orElseGet(() -> setting.text(settings)),
        setting.text(FolderSettings.defaults()),
        setting.type(),
        setting.choices(),
        setting.range().map(range -> range[0]),
        setting.range().map(range -> range[1]),
        setting.description(),
        setting.applied(),
        started.isPresent() ? "start" : written.contains(setting.key()) ? "file" : "default");
  }

  /// What the program was started with instead of the folder's setting.
  private Optional<String> startedWith(String key) {
    NodeConfig config = rooms.config;
    return switch (key) {
      case "name" -> config.name();
      case "network" -> config.network() ? Optional.empty() : Optional.of("off");
      case "sandbox" -> config.sandbox() ? Optional.empty() : Optional.of("off");
      case "listen" ->
          Optional.of(config.listen())
              .filter(l -> !l.isEmpty())
              .map(SettingsDesk::text)
              .or(() -> EarlierNames.of(config.environment()).text(key));
      case "join" -> config.join();
      case "slots" -> config.slots().map(slots -> Integer.toString(slots));
      default -> EarlierNames.of(config.environment()).text(key); // those of trust are besides
    };
  }

  private static String text(List<String> items) {
    return String.join(", ", items);
  }

  Optional<String> check(String key, String text) {
    return problem(find(key), text);
  }

  private static Optional<String> problem(Setting setting, String text) {
    Optional<String> yaml = setting.yaml(text);
    try {
      yaml.ifPresent(value -> FolderSettings.parse(SHOWN, setting.key() + ": " + value));
      return Optional.empty();
    } catch (NodeException e) {
      String message = String.valueOf(e.getMessage()).replaceFirst("^" + SHOWN + ":\\d+: ", "");
      return Optional.of(Character.toUpperCase(message.charAt(0)) + message.substring(1));
    }
  }

  synchronized SettingView change(String key, String text) {
    Setting setting = find(key);
    problem(setting, text)
        .ifPresent(
            why -> {
              throw new NodeException(NodeException.Reason.INVALID, why);
            });
    String changed = SettingsText.with(file(), key, setting.yaml(text));
    FolderSettings.parse(rooms.folder.settings(), changed);
    write(changed);
    apply(key, read());
    rooms.changes.add(new Change.Status());
    return all().stream().filter(view -> view.key().equals(key)).findFirst().orElseThrow();
  }

  private Setting find(String key) {
    return all.stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new NodeException(
                    NodeException.Reason.NOT_FOUND,
                    "There is no setting `"
                        + key
                        + "`: "
                        + String.join(", ", all.stream().map(Setting::key).toList())
                        + "."));
  }

  private void write(String text) {
    Path file = rooms.folder.settings();
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(temporary, text);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed("cannot be written", e);
    }
  }

  private NodeException failed(String what, IOException e) {
    return new NodeException(
        NodeException.Reason.FAILED,
        "The settings " + rooms.folder.settings() + " " + what + ": " + DiskError.why(e) + ".",
        e);
  }

  private void apply(String key, FolderSettings now) {
    switch (key) {
      case "name" -> {
        rooms.settings = rooms.settings.withName(now.name());
        tellFleet(MemberChange.NONE.name(now.name()));
      }
      case "slots" -> {
        rooms.settings = rooms.settings.withSlots(now.slots());
        tellFleet(MemberChange.NONE.slots(now.slots()));
      }
      case "labels" -> {
        rooms.settings = rooms.settings.withLabels(now.labels());
        tellFleet(MemberChange.NONE.labels(rooms.settings.labels()));
      }
      case JobSettings.QUEUE_TIMEOUT,
          JobSettings.ATTEMPTS,
          JobSettings.CACHE_GIB,
          JobSettings.CACHE_DAYS,
          JobSettings.KEEP_DAYS ->
          rooms.settings = rooms.settings.withJobs(now.jobs());
      case "trust" -> now.trust().stream().map(PeerId::parse).forEach(rooms.trust::trust);
      case "log" -> NodeLog.level(now.log().orElse("info"));
      default -> {} // at the next start
    }
  }

  /// Before this node is a member there is nobody to tell; it says so itself when it comes in.
  private void tellFleet(MemberChange change) {
    if (!rooms.clock.currentView().isMember(rooms.clock.self())) {
      return;
    }
    try {
      rooms.fleet.updateSelf(change);
    } catch (PeerdeckException e) {
      throw new NodeException(
          NodeException.Reason.REFUSED,
          "The setting is written and holds from the next start on; the fleet could not be told"
              + " now: "
              + e.getMessage()
              + ".",
          e);
    }
  }
}
