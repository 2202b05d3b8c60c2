package io.peerdeck.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A running Peerdeck node: identity, disk, network, clock, scheduler and runner behind one face.
///
/// Every method may be called from any thread. Reading methods answer from memory or one indexed
/// read; commands block until what they did is durable, so neither belongs on a user-interface
/// thread. All throw [NodeException] with a message for people.
public interface Node extends NodeRuns, NodePeers, NodeCaches, AutoCloseable {
  /// Opens the data folder and starts the node. Throws [NodeException] when the folder is in use,
  /// unreadable or newer than this program.
  static Node open(NodeConfig config) {
    return LocalNode.open(config);
  }

  /// Who and how this node is, with the counts a status line shows.
  NodeStatus status();

  // --- the clock ---

  /// Entries that match, newest first. At most 1,000.
  EntryPage entries(EntryQuery query);

  /// How many entries stand before this one in the total order: its place on a slider of
  /// [EntryPage#total] places.
  long clockPosition(String cid);

  /// One entry by CID, a unique beginning of it, or a unique end of seven characters or more.
  EntryView entry(String cid);

  /// Checks every stored entry: hash, signature, links, order. `progress` hears of entries checked
  /// and their total.
  VerifyView verifyClock(Consumer<VerifyProgress> progress);

  // --- the node itself ---

  /// How close the network came to its limits, and the bytes it moved.
  NetworkView network();

  /// What a monitor wants to know besides, counted since the node started.
  MeterView meters();

  /// What this node saw since it started, in plain words, newest first; the last 1,000 are kept.
  /// New ones are told as [Change.Events].
  List<EventView> events(int limit);

  /// What the data folder takes of its disk, measured about once a minute; empty until the first
  /// measurement is done.
  Optional<DiskView> disk();

  /// Everything that can be set, in the order of `config.yaml`.
  List<SettingView> settings();

  /// What is wrong with a text as the value of a setting, in a sentence; empty when it can be used.
  /// Nothing is changed.
  Optional<String> checkSetting(String key, String text);

  /// Writes a setting to `config.yaml`, leaving the other lines and all comments as they are, and
  /// applies it at once where it can be. Empty text means the default again.
  SettingView changeSetting(String key, String text);

  /// The last lines of this node's own log, oldest first; at most 10,000.
  List<NodeLogLine> nodeLog(int lines);

  /// Writes what somebody who helps needs to know into a zip file: versions, status, settings,
  /// peers, events, disk, the last of the log. Addresses, paths of the user's home and secrets are
  /// masked. Throws [NodeException] when the file exists or cannot be written.
  void writeDiagnostics(Path zip);

  // --- secrets and variables of this machine ---

  /// The secrets jobs may be granted here, by name; their values are never told.
  List<SecretView> secrets();

  /// Keeps a secret, sealed on disk; one of that name gets the new value and keeps its grants.
  void setSecret(String name, String value);

  void removeSecret(String name);

  /// Lets jobs that run here use a secret, for whom and what the grant says.
  void grantSecret(String name, SecretGrant grant);

  /// The same for a run's submitter, workflow file and snapshot.
  void grantSecret(String name, String runId);

  /// The variables every job that runs here may read, by name.
  List<VariableView> variables();

  void setVariable(String name, String value);

  void removeVariable(String name);

  /// Hears what changed, coalesced: a set names each changed thing once. Called on a thread of the
  /// node; must return quickly. Close the subscription to stop.
  Subscription subscribe(Consumer<Set<Change>> listener);

  /// Stops everything this node started: jobs are cancelled, streams closed, the database
  /// checkpointed.
  @Override
  void close();

  /// A running subscription.
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
