package io.peerdeck.node;

import static io.peerdeck.node.SettingsReader.checked;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `config.yaml` of a data folder. Every key may be left out; an unknown key or a wrong value is
/// refused with its line, so that a misspelt setting never goes unnoticed.
///
/// @param name what people call this machine
/// @param network whether the node may listen and dial
/// @param listen multiaddrs to listen on
/// @param join a member of the fleet to join
/// @param bootstrap where to look for peers besides those known otherwise, each with `/p2p/`
/// @param mdns whether the local network is told of this node and asked for others
/// @param peersFile where peers are remembered, from the data folder; empty for `peers.json`
/// @param trust peers whose jobs run here
/// @param slots jobs run at once
/// @param labels labels besides those of the operating system
/// @param sandbox whether jobs run in a sandbox where there is one
/// @param log how much the node's own log says; empty for what the program was started with
/// @param jobs what is set about jobs
/// @param github what is set about GitHub
/// @param mcp what is set about AI assistants
record FolderSettings(
    String name,
    boolean network,
    List<String> listen,
    Optional<String> join,
    List<String> bootstrap,
    boolean mdns,
    Optional<String> peersFile,
    List<String> trust,
    int slots,
    List<String> labels,
    boolean sandbox,
    Optional<String> log,
    JobSettings jobs,
    GitHubSettings github,
    McpSettings mcp) {
  static final int MAX_SLOTS = 256;

  /// Where a node listens whose usual port is taken.
  static final String ANY_PORT = "/ip4/0.0.0.0/tcp/0";

  private static final int MAX_FILE = 64 * 1024;
  static final List<String> KEYS =
      Stream.of(
              List.of(
                  "name",
                  "network",
                  "listen",
                  "join",
                  "bootstrap",
                  "mdns",
                  "peers-file",
                  "trust",
                  "slots",
                  "labels",
                  "sandbox",
                  "log"),
              JobSettings.KEYS,
              GitHubSettings.KEYS,
              McpSettings.KEYS)
          .flatMap(List::stream)
          .toList();

  private static final String FIRST =
      """
      # Settings of this Peerdeck node. Every line may be left out; what stands here is the default.

      # What people call this machine.
      # name: %s

      # off keeps the node from listening and dialling.
      network: on

      # Where to listen; port 0 takes any free port, and so does this default where it is taken.
      # listen: [/ip4/0.0.0.0/tcp/4011]

      # The fleet to join: an invitation, or the address of a member, ending in /p2p/PEER_ID.
      # join: /ip4/192.0.2.7/tcp/4011/p2p/12D3KooW...

      # Addresses of peers to start looking from, each ending in /p2p/PEER_ID.
      # bootstrap: []

      # off keeps the node from telling the local network of itself and asking it for others.
      # mdns: on

      # Where peers are remembered, in the data folder unless it is a whole path.
      # peers-file: peers.json

      # Peers whose jobs run on this machine, besides its own.
      # trust: []

      # Jobs run at once.
      # slots: %d

      # Labels a job may ask for in runs-on, besides those of the operating system.
      # labels: []

      # off runs jobs with this user's rights, of submitters trusted for that only.
      # sandbox: on

      # How much the node says of itself: error, warn, info, debug or trace.
      # log: info
      """;

  /// What holds where nothing is set; the machine's name is asked for once, as that may take long.
  static FolderSettings defaults() {
    return Defaults.VALUE;
  }

  private static final class Defaults {
    static final FolderSettings VALUE = make();
  }

  private static FolderSettings make() {
    return new FolderSettings(
        hostName(),
        true,
        List.of("/ip4/0.0.0.0/tcp/4011"),
        Optional.empty(),
        List.of(),
        true,
        Optional.empty(),
        List.of(),
        Runtime.getRuntime().availableProcessors(),
        List.of(),
        true,
        Optional.empty(),
        JobSettings.DEFAULTS,
        GitHubSettings.DEFAULTS,
        McpSettings.DEFAULTS);
  }

  /// Reads the file; writes one with the defaults as comments when there is none.
  static FolderSettings read(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.writeString(
            file,
            FIRST.formatted(defaults().name(), defaults().slots())
                + JobSettings.FIRST
                + GitHubCacheSettings.FIRST
                + GitHubSettings.FIRST
                + McpSettings.FIRST);
      }
      if (Files.size(file) > MAX_FILE) {
        throw SettingsReader.unreadable(file + ": the file is larger than 64 KiB.");
      }
      return parse(file, Files.readString(file));
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          "The settings " + file + " cannot be read: " + DiskError.why(e) + ".",
          e);
    }
  }

  /// Reads a text as if it were the file's; throws [NodeException] naming the line that is wrong.
  static FolderSettings parse(Path file, String text) {
    return of(values(file, text));
  }

  /// What a text sets.
  static SettingsReader values(Path file, String text) {
    return new SettingsReader(file, text, KEYS);
  }

  /// What holds where this is set.
  static FolderSettings of(SettingsReader values) {
    FolderSettings defaults = defaults();
    return new FolderSettings(
        values.text("name").orElse(defaults.name()),
        values.flag("network", defaults.network()),
        values.many("listen", checked(NodeSettings::checkListen)).orElse(defaults.listen()),
        values.one("join", checked(NodeSettings::checkJoin)),
        values
            .many("bootstrap", checked(NodeSettings::checkBootstrap))
            .orElse(defaults.bootstrap()),
        values.flag("mdns", defaults.mdns()),
        values.one("peers-file", checked(path -> NodeSettings.checkPath("peers-file", path))),
        values.many("trust", checked(NodeSettings::checkTrust)).orElse(defaults.trust()),
        values.number("slots", 0, MAX_SLOTS, defaults.slots()),
        values.texts("labels").orElse(defaults.labels()),
        values.flag("sandbox", defaults.sandbox()),
        values.one("log", FolderSettings::level),
        JobSettings.of(values),
        GitHubSettings.of(values),
        McpSettings.of(values));
  }

  private static String level(String text) {
    return LogLevel.of(text)
        .orElseThrow(
            () ->
                SettingsReader.unreadable(
                    "`log` is one of " + String.join(", ", LogLevel.texts()) + "."))
        .text();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this-machine"; // a machine without a resolvable name still gets one people can read
    }
  }
}
