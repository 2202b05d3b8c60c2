package io.peerdeck.node;

import io.peerdeck.fleet.FleetException;
import io.peerdeck.fleet.Invite;
import io.peerdeck.fleet.JoinTarget;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a node runs with: the start's own words before the folder's. Everything is checked here, so
/// that a mistake is told before anything is opened.
record NodeSettings(
    String name,
    boolean network,
    List<String> listen,
    Optional<JoinTarget> join,
    DiscoverySettings discovery,
    List<String> trust,
    int slots,
    Set<String> labels,
    boolean sandbox,
    JobSettings jobs,
    GitHubSettings github) {
  static NodeSettings of(NodeConfig config, FolderSettings written) {
    FolderSettings folder = EarlierNames.of(config.environment()).over(written);
    List<String> trust = new ArrayList<>(folder.trust());
    trust.addAll(config.trust());
    trust.forEach(NodeSettings::checkTrust);
    List<String> listen = config.listen().isEmpty() ? folder.listen() : config.listen();
    listen.forEach(NodeSettings::checkListen);
    Optional<String> join = config.join().or(folder::join);
    join.ifPresent(NodeSettings::checkJoin);
    int slots = config.slots().orElse(folder.slots());
    if (slots < 0 || slots > FolderSettings.MAX_SLOTS) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "slots is " + slots + ", must be 0 to " + FolderSettings.MAX_SLOTS + ".");
    }
    return new NodeSettings(
        config.name().orElse(folder.name()),
        config.network() && folder.network(),
        listen,
        join.map(JoinTarget::parse),
        DiscoverySettings.of(folder, config.data()),
        trust,
        slots,
        hostLabels(folder.labels()),
        config.sandbox() && folder.sandbox(),
        folder.jobs(),
        folder.github());
  }

  NodeSettings withName(String value) {
    return new NodeSettings(
        value, network, listen, join, discovery, trust, slots, labels, sandbox, jobs, github);
  }

  NodeSettings withSlots(int value) {
    return new NodeSettings(
        name, network, listen, join, discovery, trust, value, labels, sandbox, jobs, github);
  }

  /// @param own labels besides those of the operating system
  NodeSettings withLabels(List<String> own) {
    return new NodeSettings(
        name,
        network,
        listen,
        join,
        discovery,
        trust,
        slots,
        hostLabels(own),
        sandbox,
        jobs,
        github);
  }

  NodeSettings withJobs(JobSettings value) {
    return new NodeSettings(
        name, network, listen, join, discovery, trust, slots, labels, sandbox, value, github);
  }

  private static Set<String> hostLabels(List<String> own) {
    return HostLabels.of(System.getProperty("os.name"), System.getProperty("os.arch"), own);
  }

  /// Throws [NodeException] unless the text is a peer's id.
  static void checkTrust(String peer) {
    check("trust", peer, () -> PeerId.parse(peer));
  }

  /// Throws [NodeException] unless the text is a multiaddr.
  static void checkListen(String address) {
    check("listen", address, () -> Multiaddr.parse(address));
  }

  /// Throws [NodeException] unless the text is a multiaddr that names a peer.
  static void checkBootstrap(String address) {
    check(
        "bootstrap",
        address,
        () -> {
          if (Multiaddr.parse(address).peerId().isEmpty()) {
            throw new MultiformatException("it names no peer; it must end in /p2p/PEER_ID");
          }
        });
  }

  /// Throws [NodeException] unless the text can be the path of a file or a folder.
  static void checkPath(String setting, String path) {
    check(
        setting,
        path,
        () -> {
          try {
            if (Path.of(path).getFileName() == null) {
              throw new MultiformatException("it names no file or folder");
            }
          } catch (InvalidPathException e) {
            throw new MultiformatException("it is no path: " + e.getMessage(), e);
          }
        });
  }

  /// Throws [NodeException] unless the text is an invitation, or a multiaddr that names a peer.
  static void checkJoin(String text) {
    try {
      JoinTarget.parse(text);
    } catch (FleetException e) {
      // An invitation is a secret and not repeated.
      String shown = Invite.looksLike(text) ? "The invitation" : "`" + text + "`";
      throw new NodeException(
          NodeException.Reason.INVALID,
          shown + " cannot be used for join: " + e.getMessage() + ".",
          e);
    }
  }

  private static void check(String setting, String value, Runnable parse) {
    try {
      parse.run();
    } catch (MultiformatException e) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "`" + value + "` cannot be used for " + setting + ": " + e.getMessage() + ".",
          e);
    }
  }
}
