package io.peerdeck.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

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
  private static final List<String> KEYS =
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
        throw wrong(file, 0, "the file is larger than 64 KiB");
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
    Map<String, Node> values = keys(file, text);
    FolderSettings defaults = defaults();
    each(file, values.get("listen"), NodeSettings::checkListen);
    each(file, values.get("join"), NodeSettings::checkJoin);
    each(file, values.get("bootstrap"), NodeSettings::checkBootstrap);
    each(file, values.get("peers-file"), NodeSettings::checkFile);
    each(file, values.get("trust"), NodeSettings::checkTrust);
    return new FolderSettings(
        one(file, values, "name", ScalarNode::getValue).orElse(defaults.name()),
        flag(file, values, "network", defaults.network()),
        many(file, values, "listen").orElse(defaults.listen()),
        one(file, values, "join", ScalarNode::getValue),
        many(file, values, "bootstrap").orElse(defaults.bootstrap()),
        flag(file, values, "mdns", defaults.mdns()),
        one(file, values, "peers-file", ScalarNode::getValue),
        many(file, values, "trust").orElse(defaults.trust()),
        number(file, values, "slots", 0, MAX_SLOTS, defaults.slots()),
        many(file, values, "labels").orElse(defaults.labels()),
        flag(file, values, "sandbox", defaults.sandbox()),
        one(file, values, "log", scalar -> level(file, scalar)),
        JobSettings.parse(file, values),
        GitHubSettings.parse(file, values),
        McpSettings.parse(file, values));
  }

  /// The keys set in a text and their values.
  static Map<String, Node> keys(Path file, String text) {
    Node root;
    try {
      LoaderOptions options = new LoaderOptions();
      options.setMaxAliasesForCollections(0);
      root = new Yaml(new SafeConstructor(options)).compose(new java.io.StringReader(text));
    } catch (YAMLException e) {
      throw new NodeException(
          NodeException.Reason.INVALID, file + " is not YAML: " + e.getMessage(), e);
    }
    Map<String, Node> values = new HashMap<>();
    if (root == null) {
      return values;
    }
    if (!(root instanceof MappingNode mapping)) {
      throw wrong(file, line(root), "settings are written as `key: value`");
    }
    for (NodeTuple pair : mapping.getValue()) {
      String key = pair.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      if (!KEYS.contains(key)) {
        throw wrong(
            file,
            line(pair.getKeyNode()),
            "`" + key + "` is not a setting: " + String.join(", ", KEYS));
      }
      if (values.put(key, pair.getValueNode()) != null) {
        throw wrong(file, line(pair.getKeyNode()), "`" + key + "` is set twice");
      }
    }
    return values;
  }

  static <T> Optional<T> one(
      Path file, Map<String, Node> values, String key, Function<ScalarNode, T> read) {
    Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return Optional.of(read.apply(scalar));
    }
    throw wrong(file, line(node), "`" + key + "` takes one value");
  }

  static Optional<List<String>> many(Path file, Map<String, Node> values, String key) {
    Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return Optional.of(List.of(scalar.getValue()));
    }
    if (node instanceof SequenceNode list
        && list.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
      return Optional.of(
          list.getValue().stream().map(item -> ((ScalarNode) item).getValue()).toList());
    }
    throw wrong(file, line(node), "`" + key + "` takes a list of texts");
  }

  /// Checks a value, or each of a list of values, and tells a mistake with its line.
  static void each(Path file, @Nullable Node node, Consumer<String> check) {
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> each(file, item, check));
    } else if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      try {
        check.accept(scalar.getValue());
      } catch (NodeException e) {
        throw new NodeException(e.reason(), file + ":" + line(node) + ": " + e.getMessage(), e);
      }
    }
  }

  private static boolean onOff(Path file, String key, ScalarNode node) {
    return switch (node.getValue().toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes" -> true;
      case "off", "false", "no" -> false;
      default -> throw wrong(file, line(node), "`" + key + "` is on or off");
    };
  }

  static boolean flag(Path file, Map<String, Node> values, String key, boolean otherwise) {
    return one(file, values, key, scalar -> onOff(file, key, scalar)).orElse(otherwise);
  }

  static int number(
      Path file, Map<String, Node> values, String key, int least, int most, int otherwise) {
    return one(file, values, key, scalar -> number(file, key, scalar, least, most))
        .orElse(otherwise);
  }

  private static String level(Path file, ScalarNode node) {
    return LogLevel.of(node.getValue())
        .orElseThrow(
            () -> wrong(file, line(node), "`log` is one of " + String.join(", ", LogLevel.texts())))
        .text();
  }

  private static int number(Path file, String key, ScalarNode node, int least, int most) {
    try {
      int number = Integer.parseInt(node.getValue());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, together with the bounds
    }
    throw wrong(file, line(node), "`" + key + "` is a whole number from " + least + " to " + most);
  }

  static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  static NodeException wrong(Path file, int line, String message) {
    return new NodeException(NodeException.Reason.INVALID, placed(file, line, message));
  }

  static NodeException wrong(Path file, int line, String message, Exception cause) {
    return new NodeException(NodeException.Reason.INVALID, placed(file, line, message), cause);
  }

  private static String placed(Path file, int line, String message) {
    return file + (line > 0 ? ":" + line : "") + ": " + message + ".";
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this-machine"; // a machine without a resolvable name still gets one people can read
    }
  }
}
