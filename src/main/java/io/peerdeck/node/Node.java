package io.peerdeck.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A running Peerdeck node: identity, disk, network, clock, scheduler and runner behind one face.
///
/// Every method may be called from any thread. Reading methods answer from memory or one indexed
/// read; commands block until what they did is durable, so neither belongs on a user-interface
/// thread. All throw [NodeException] with a message for people.
public interface Node extends AutoCloseable {
  /// Opens the data folder and starts the node. Throws [NodeException] when the folder is in use,
  /// unreadable or newer than this program.
  static Node open(NodeConfig config) {
    return LocalNode.open(config);
  }

  /// Who and how this node is, with the counts a status line shows.
  NodeStatus status();

  // --- workflows ---

  /// Reads a workflow file and says what submitting it would do: jobs, who would run what as the
  /// clock stands now, the snapshot's size, or the errors with line and column. No entry is
  /// written.
  SubmitPreview preview(SubmitRequest request);

  /// The third-party actions the fleet keeps.
  List<VendoredAction> actions();

  /// Keeps the files of a folder or an archive (`.zip`, `.tar`, `.tar.gz`) as those of
  /// `owner/repo@sha` for the whole fleet; only an operator may.
  VendoredAction vendorAction(String uses, Path source);

  /// Removes an action, `owner/repo@sha`, from the fleet; what was submitted with it still runs.
  void removeAction(String uses);

  /// The workflows that come with the program.
  List<TemplateView> templates();

  /// Writes a template's files into the data folder and returns its workflow file, to be previewed
  /// and submitted as any other; one that brings its files has them as its workspace.
  Path template(String id);

  /// Stores the file and its snapshot, writes the signed submission and returns once it is durable.
  RunSummary submit(SubmitRequest request);

  /// Runs matching the query, newest submission first.
  RunPage runs(RunQuery query);

  /// These runs, by their whole ids, as a list shows them: what a list asks for after
  /// [Change.Run]. In no order and without their place in the queue, which others move; one that
  /// is gone is left out.
  List<RunSummary> runs(Set<String> ids);

  /// Runs matching the query as they were when this entry was the newest in the clock's total
  /// order: the queue of another time. Their places in the queue are not told.
  RunPage runsAt(String entryCid, RunQuery query);

  /// One run in full, by its id, a unique prefix (8 characters or more) or a unique suffix of it.
  RunDetail run(String id);

  void cancel(String runId, String reason);

  void hold(String runId);

  void release(String runId);

  /// Moves the run to another priority, 1 (first) to 9 (last).
  void prioritise(String runId, int priority);

  /// Assigns by hand one task, or every unfinished task when `task` is empty, to the peer.
  void assign(String runId, Optional<TaskRef> task, String peerId);

  /// Submits the same workflow, snapshot and inputs once more as a new run, which takes over the
  /// sealed results of the jobs that are not run again.
  RunSummary again(String runId, RunAgain what);

  /// All of a run once more.
  default RunSummary again(String runId) {
    return again(runId, RunAgain.WHOLE);
  }

  /// Becomes the one who seals the run's results, when its submitter is gone.
  void adopt(String runId);

  /// The log of a task's newest attempt from a byte position: local spool, content store or the
  /// peer that runs it. A position within a line means the next line; a negative one counts from
  /// the end, so that `-65536` begins near the end of a log of any length. At most `maxBytes`; the
  /// chunk says where to go on, how long the log is and whether more will come. Waits up to `wait`
  /// for new bytes.
  LogChunk log(String runId, TaskRef task, long fromByte, int maxBytes, Duration wait);

  /// The step summaries of a finished task joined, as Markdown of at most 1 MiB; empty text where
  /// it wrote none. Throws [NodeException] when nobody who has it can be reached.
  String summary(String runId, TaskRef task);

  /// Writes an artifact's files below the folder and returns the paths written.
  List<Path> saveArtifact(String cid, Path folder);

  /// The names, sizes and CIDs of the files of an artifact.
  List<ArtifactFile> artifactFiles(String cid);

  /// The first `maxBytes` bytes of a file of an artifact, by the file's own CID; fewer where it is
  /// shorter. At most 16 MiB.
  byte[] artifactHead(String fileCid, int maxBytes);

  // --- peers ---

  /// Every peer known, this node first, then by name.
  List<PeerView> peers();

  /// Adds a peer to the fleet by its multiaddr ending in `/p2p/PEER_ID`, as operator and worker.
  PeerView addPeer(String multiaddr, Optional<String> name);

  /// Removes a peer from the fleet: nothing it writes from now on has effect.
  void removePeer(String peerId);

  /// Runs jobs this peer submits on this machine from now on.
  void trust(String peerId);

  void untrust(String peerId);

  /// Decides how far this machine trusts a peer's jobs. [#trust] is `host` without approval,
  /// [#untrust] is `none`.
  void trust(String peerId, TrustView trust);

  /// Changes a member: its name, roles, labels, slots or drain.
  PeerView updatePeer(String peerId, PeerChange change);

  /// Measures a round trip now.
  Duration ping(String peerId);

  /// What this node saw of a peer since it started: round trips and changes of state.
  PeerHistory peerHistory(String peerId);

  /// Shuts the peer out of this node, across restarts: its connections are closed, it is neither
  /// dialled nor let in. It stays a member of the fleet; other nodes are not told.
  void block(String peerId);

  /// Lets a peer in again that was blocked, or that its conduct had suspended.
  void unblock(String peerId);

  // --- the fleet ---

  /// The fleet, this node's place in it, and what waits for its operator. Changes are told as
  /// [Change.Fleet] and [Change.Peers].
  FleetView fleet();

  /// Founds a fleet with this node as its admin.
  ///
  /// A node founds one by itself when it first starts. It is left for the new one when nobody else
  /// is in it and nothing was ever submitted to it, or when `leave` says so; the entries of a fleet
  /// that is left stay aside in the data folder. Else the command is refused.
  void createFleet(String name, boolean leave);

  /// Goes into another fleet: by an invitation (`peerdeck:…`), or by asking the member at an
  /// address ending in `/p2p/PEER_ID` and waiting for an admin's yes there. Returns once this node
  /// is on its way, and stays on it after a restart; [FleetView#joining] tells how far it is. What
  /// becomes of the fleet this node is in is as for [#createFleet].
  void join(String inviteOrMultiaddr, boolean leave);

  /// Makes an invitation; only an admin may. The text in the answer is told this once.
  CreatedInvite createInvite(InviteRequest request);

  /// Takes an invitation back, by its id or a unique prefix or suffix of it.
  void revokeInvite(String id);

  /// Lets a machine in that asks for it without invitation; only an admin may.
  PeerView acceptJoin(String peerId, List<String> roles);

  /// Refuses a machine that asks to be let in; it is not heard again for a while.
  void refuseJoin(String peerId);

  /// Runs jobs here that wait for this machine's operator, and those of the same workflow file and
  /// snapshot from then on.
  void approve(String approvalId);

  /// Declines them here, now and from then on.
  void refuseApproval(String approvalId);

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

  // --- caches and change ---

  /// Hit rates and sizes of the caches as they are now.
  List<CacheView> caches();

  /// The same over the last half hour at most, every two seconds, oldest first; the last is now.
  List<CacheReading> cacheHistory();

  /// What a cache keeps in memory, by its id: pinned things first, then those it would drop last;
  /// at most 1,000.
  List<CacheEntryView> cacheEntries(String id, int limit);

  /// Keeps a thing in the memory of a cache until it is unpinned, after a restart as well, or lets
  /// it go. Only the cache `blobs` can; nothing on disk is touched.
  void pinCached(String id, String key, boolean on);

  /// Drops what a cache keeps in memory, by its id, but for what is pinned. Nothing on disk is
  /// touched, but of `github`, whose answers are all asked anew.
  void clearCache(String id);

  /// How this node stands with GitHub's API: what it spent and spared, and what is left.
  GitHubView gitHub();

  /// Reads from GitHub's API by this node's own token, or without one where it has none; from what
  /// is kept, where that is fresh.
  ///
  /// @param path and query, `/repos/owner/name/actions/runs?per_page=5`
  /// @param freshFor how old the answer may be; empty for what the rules say
  /// @param own whether only what GitHub told this node itself will do
  GitHubAnswerView gitHub(String path, Optional<Duration> freshFor, boolean own);

  /// Blobs moving now, and the last hundred that ended, newest first.
  List<TransferView> transfers();

  /// Ends a running transfer. What has arrived stays; a blob on its way here is not asked for again
  /// by itself.
  void cancelTransfer(String id);

  /// Moves the blob of a transfer that failed or was cancelled once more, in the background, as a
  /// transfer of its own.
  void retryTransfer(String id);

  // --- where peers are found ---

  /// The sources of peers, how far each is believed, and the peers a query asks for, from memory.
  /// Throws [NodeException] for a source there is none of.
  DiscoveryView discovery(DiscoveryQuery query);

  /// Asks sources now, tells others of this node, and drops what has run out.
  ///
  /// @param sources which to ask; empty for all
  /// @return what came of each asked
  List<SourceOutcome> discover(Set<String> sources);

  // --- what waits at GitHub ---

  /// The watched repositories and the runs that wait there, from memory. Told anew as
  /// [Change.Status].
  WatchView watched();

  /// Looks at them now. Throws [NodeException] where none is watched.
  WatchView lookAtGitHub();

  /// Reads the folder the earlier system kept GitHub's answers in; what can be checked is believed
  /// no further, and asked anew. Throws [NodeException] where it cannot be read.
  ///
  /// @param ask whether to ask GitHub the same now
  EarlierView earlierAnswers(Path folder, boolean ask);

  // --- the node itself ---

  /// How close the network came to its limits, and the bytes it moved.
  NetworkView network();

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
