package io.peerdeck.node;

import io.peerdeck.github.FreshnessRules;
import io.peerdeck.github.registry.RegistryRole;
import java.util.List;
import java.util.Optional;

/// Everything that can be set about a node, in the order it is shown.
final class SettingsCatalogue {
  static final List<Setting> ALL =
      List.of(
          Setting.text(
                  "name",
                  "What people call this machine.",
                  settings -> Optional.of(settings.name()))
              .live(),
          Setting.onOff(
              "network",
              "Whether the node listens and dials; off keeps it alone.",
              FolderSettings::network),
          Setting.list(
              "listen",
              "The addresses to listen on; port 0 takes any free port.",
              FolderSettings::listen),
          Setting.text(
              "join",
              "A member of the fleet to join at the start, an address ending in /p2p/PEER_ID.",
              FolderSettings::join),
          Setting.list(
              "bootstrap",
              "Addresses of peers to start looking from, each ending in /p2p/PEER_ID.",
              FolderSettings::bootstrap),
          Setting.onOff(
              "mdns",
              "Whether the local network is told of this node and asked for others.",
              FolderSettings::mdns),
          Setting.text(
              "peers-file",
              "Where peers are remembered, in the data folder unless it is a whole path.",
              settings -> Optional.of(settings.peersFile().orElse("peers.json"))),
          Setting.list(
                  "trust",
                  "Peers whose jobs run on this machine, besides its own; taking one out does not"
                      + " end trust given before.",
                  FolderSettings::trust)
              .live(),
          Setting.number(
                  "slots",
                  0,
                  FolderSettings.MAX_SLOTS,
                  "Jobs run at once; 0 runs none.",
                  FolderSettings::slots)
              .live(),
          Setting.list(
                  "labels",
                  "Labels a job may ask for in runs-on, besides those of the operating system.",
                  FolderSettings::labels)
              .live(),
          Setting.onOff(
              "sandbox",
              "Whether jobs run in a sandbox where bubblewrap is installed; off runs them with this"
                  + " user's rights, of submitters trusted for that only.",
              FolderSettings::sandbox),
          Setting.text(
                  JobSettings.QUEUE_TIMEOUT,
                  "How long a job submitted here may wait for a peer, such as 90s, 30m, 24h or 7d;"
                      + " its submission may say otherwise.",
                  settings -> Optional.of(RunBounds.words(settings.jobs().queueTimeout())))
              .live(),
          Setting.number(
                  JobSettings.ATTEMPTS,
                  1,
                  RunBounds.MOST_ATTEMPTS,
                  "How often a job submitted here is tried when its peers are lost; its submission"
                      + " may say otherwise.",
                  settings -> settings.jobs().attempts())
              .live(),
          Setting.onOff(
              GitHubCacheSettings.ON,
              "Whether GitHub's answers are kept, shared with the fleet, and given to tools on"
                  + " loopback, where reads cost one call for all.",
              settings -> settings.github().cache().on()),
          Setting.number(
              GitHubCacheSettings.PORT,
              0,
              GitHubCacheSettings.MOST_PORT,
              "The port of GitHub's API on loopback, for tools; 0 takes any free one.",
              settings -> settings.github().cache().port()),
          Setting.onOff(
              GitHubCacheSettings.SHARE,
              "Whether members ask each other for GitHub's public answers.",
              settings -> settings.github().cache().share()),
          Setting.list(
              GitHubCacheSettings.RULES,
              "How long GitHub's answers are taken as they are, each a path and seconds:"
                  + " /repos/*/*/pulls/** 120.",
              settings -> settings.github().cache().rules()),
          Setting.number(
              GitHubCacheSettings.TTL,
              0,
              (int) FreshnessRules.MOST.toSeconds(),
              "The same in seconds for what neither these nor the defaults name.",
              settings -> settings.github().cache().ttl().toSeconds()),
          Setting.text(
              GitHubCacheSettings.FOLDER,
              "Where GitHub's answers are kept, in the data folder unless it is a whole path.",
              settings -> Optional.of(settings.github().cache().folder().orElse("github"))),
          Setting.number(
              GitHubCacheSettings.MEGABYTES,
              GitHubCacheSettings.LEAST_MEGABYTES,
              GitHubCacheSettings.MOST_MEGABYTES,
              "How much of GitHub's answers is kept on disk, in megabytes.",
              settings -> settings.github().cache().megabytes()),
          Setting.onOff(
              GitHubCacheSettings.GUESS,
              "Whether ETags are foretold, so that a member's answer is confirmed for nothing.",
              settings -> settings.github().cache().guess()),
          Setting.text(
              GitHubSettings.API,
              "Where GitHub's API is; a server of one's own has it at https://HOST/api/v3.",
              settings -> Optional.of(settings.github().api().toString())),
          Setting.text(
              GitHubSettings.TOKEN_FILE,
              "A file with this node's GitHub token alone in it; GH_TOKEN, GITHUB_TOKEN and gh's"
                  + " login are asked besides.",
              settings -> settings.github().tokenFile()),
          Setting.text(
              GitHubSettings.REGISTRY,
              "A repository whose issues name peers, owner/name; empty asks none.",
              settings -> settings.github().registry().map(Object::toString)),
          Setting.choice(
              GitHubSettings.ROLE,
              RegistryRole.texts(),
              "Whether and as what this node keeps an issue of its own there; a reader has none.",
              settings -> settings.github().role().text()),
          Setting.onOff(
              GitHubSettings.PUBLISH,
              "Whether this node's addresses may stand in a public repository, where everybody can"
                  + " read them: not if they are those of a home.",
              settings -> settings.github().publish()),
          Setting.list(
              GitHubSettings.WATCH,
              "Repositories whose queued workflow runs are submitted to the fleet where their file"
                  + " is tagged; empty watches none.",
              settings -> settings.github().watch().stream().map(Object::toString).toList()),
          Setting.list(
              GitHubSettings.WATCH_PRIVATE,
              "Those of them that are private and whose files every member of the fleet may have;"
                  + " without this no run of theirs is taken.",
              settings -> settings.github().watchPrivate().stream().map(Object::toString).toList()),
          Setting.list(
              JobSettings.TOOL_FOLDERS,
              "Folders with tools that jobs may read besides the system's, such as ~/.nvm, ~/.pyenv"
                  + " or ~/.local/bin; everything in them can be read by jobs.",
              settings -> settings.jobs().toolFolders()),
          Setting.number(
                  JobSettings.CACHE_GIB,
                  0,
                  JobSettings.MOST_GIB,
                  "GiB that the caches of actions/cache may take here; the oldest give way.",
                  settings -> settings.jobs().cacheGib())
              .live(),
          Setting.number(
                  JobSettings.CACHE_DAYS,
                  1,
                  JobSettings.MOST_DAYS,
                  "Days that a cache of actions/cache stays here.",
                  settings -> settings.jobs().cacheDays())
              .live(),
          Setting.number(
                  JobSettings.KEEP_DAYS,
                  1,
                  JobSettings.MOST_DAYS,
                  "Days that workspaces, logs and artifacts stay here once their run has ended.",
                  settings -> settings.jobs().keepDays())
              .live(),
          Setting.list(
                  McpSettings.FOLDERS,
                  "Folders whose workflow files an AI assistant may read and submit by MCP.",
                  settings -> settings.mcp().folders())
              .live(),
          Setting.list(
                  McpSettings.WRITE,
                  "What an AI assistant may change by MCP, each by the name of its tool: "
                      + String.join(", ", McpSettings.WRITE_TOOLS)
                      + ".",
                  settings -> settings.mcp().write())
              .live(),
          Setting.choice(
                  "log",
                  LogLevel.texts(),
                  "How much the node says of itself in its log.",
                  settings -> settings.log().orElse("info"))
              .live());

  private SettingsCatalogue() {}

  /// The setting of this name.
  ///
  /// @throws NodeException if there is none
  static Setting find(String key) {
    return ALL.stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new NodeException(
                    NodeException.Reason.NOT_FOUND,
                    "There is no setting `"
                        + key
                        + "`: "
                        + String.join(", ", ALL.stream().map(Setting::key).toList())
                        + "."));
  }
}
