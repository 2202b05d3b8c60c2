package io.peerdeck.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a node is started with; whatever is not given here comes from `config.yaml` in the data
/// folder, then from the defaults.
///
/// @param data the data folder; created when absent
/// @param name what people call this machine
/// @param listen multiaddrs to listen on, for example `/ip4/0.0.0.0/tcp/4001`; empty for the
///     folder's setting
/// @param join an invitation, or the multiaddr with `/p2p/` of a member of the fleet to join; empty
///     to found or keep a fleet
/// @param trust peers whose jobs this machine runs, besides its own
/// @param slots jobs run at once; empty for the folder's setting, then the number of processors
/// @param network false keeps the node off the network, whatever the folder says
/// @param sandbox false runs jobs without a sandbox, whatever the folder says
/// @param log how much the process says of itself; empty for the folder's setting
/// @param environment the process's variables, for settings by their earlier names and for tokens
public record NodeConfig(
    Path data,
    Optional<String> name,
    List<String> listen,
    Optional<String> join,
    List<String> trust,
    Optional<Integer> slots,
    boolean network,
    boolean sandbox,
    Optional<LogLevel> log,
    Environment environment) {
  /// The folder's own settings, on the network if they say so.
  public static NodeConfig at(Path data) {
    return new NodeConfig(
        data,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        true,
        true,
        Optional.empty(),
        Environment.EMPTY);
  }

  public NodeConfig withName(String value) {
    return new NodeConfig(
        data, Optional.of(value), listen, join, trust, slots, network, sandbox, log, environment);
  }

  public NodeConfig withListen(List<String> value) {
    return new NodeConfig(
        data, name, List.copyOf(value), join, trust, slots, network, sandbox, log, environment);
  }

  public NodeConfig withJoin(String value) {
    return new NodeConfig(
        data, name, listen, Optional.of(value), trust, slots, network, sandbox, log, environment);
  }

  /// Without a fleet to join; the folder's settings may still name one.
  NodeConfig withoutJoin() {
    return new NodeConfig(
        data, name, listen, Optional.empty(), trust, slots, network, sandbox, log, environment);
  }

  public NodeConfig withTrust(List<String> value) {
    return new NodeConfig(
        data, name, listen, join, List.copyOf(value), slots, network, sandbox, log, environment);
  }

  public NodeConfig withSlots(int value) {
    return new NodeConfig(
        data, name, listen, join, trust, Optional.of(value), network, sandbox, log, environment);
  }

  public NodeConfig offline() {
    return new NodeConfig(data, name, listen, join, trust, slots, false, sandbox, log, environment);
  }

  public NodeConfig withoutSandbox() {
    return new NodeConfig(data, name, listen, join, trust, slots, network, false, log, environment);
  }

  public NodeConfig withEnvironment(Environment value) {
    return new NodeConfig(data, name, listen, join, trust, slots, network, sandbox, log, value);
  }

  public NodeConfig withLog(LogLevel value) {
    return new NodeConfig(
        data, name, listen, join, trust, slots, network, sandbox, Optional.of(value), environment);
  }
}
