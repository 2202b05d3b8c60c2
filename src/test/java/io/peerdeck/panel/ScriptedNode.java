package io.peerdeck.panel;

import io.peerdeck.libp2p.gossip.GossipMetrics;
import io.peerdeck.node.ArtifactFile;
import io.peerdeck.node.CacheEntryView;
import io.peerdeck.node.CacheReading;
import io.peerdeck.node.CacheView;
import io.peerdeck.node.Change;
import io.peerdeck.node.CreatedInvite;
import io.peerdeck.node.DiscoveryQuery;
import io.peerdeck.node.DiscoveryView;
import io.peerdeck.node.DiskView;
import io.peerdeck.node.Distribution;
import io.peerdeck.node.EarlierView;
import io.peerdeck.node.EntryPage;
import io.peerdeck.node.EntryQuery;
import io.peerdeck.node.EntryView;
import io.peerdeck.node.EventView;
import io.peerdeck.node.FleetView;
import io.peerdeck.node.GitHubAnswerView;
import io.peerdeck.node.GitHubView;
import io.peerdeck.node.InviteRequest;
import io.peerdeck.node.InviteView;
import io.peerdeck.node.LogChunk;
import io.peerdeck.node.MeterView;
import io.peerdeck.node.NetworkView;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeException;
import io.peerdeck.node.NodeLogLine;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerChange;
import io.peerdeck.node.PeerHistory;
import io.peerdeck.node.PeerRef;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.RunAgain;
import io.peerdeck.node.RunDetail;
import io.peerdeck.node.RunPage;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.SecretGrant;
import io.peerdeck.node.SecretView;
import io.peerdeck.node.SettingView;
import io.peerdeck.node.SourceOutcome;
import io.peerdeck.node.SubmitPreview;
import io.peerdeck.node.SubmitRequest;
import io.peerdeck.node.TaskRef;
import io.peerdeck.node.TemplateView;
import io.peerdeck.node.TransferView;
import io.peerdeck.node.TrustView;
import io.peerdeck.node.VariableView;
import io.peerdeck.node.VendoredAction;
import io.peerdeck.node.VerifyProgress;
import io.peerdeck.node.VerifyView;
import io.peerdeck.node.WatchView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javafx.application.Platform;

/// A node whose every state the test sets: for scale and for states a real node is rarely in.
public final class ScriptedNode implements Node {
  public final List<String> did = new CopyOnWriteArrayList<>();
  public final List<PeerView> peers = new CopyOnWriteArrayList<>(Script.peers());
  public final Map<String, RunDetail> runs = new LinkedHashMap<>();
  public final List<String> warnings = new CopyOnWriteArrayList<>();
  public volatile GitHubView gitHub =
      GitHubView.off("Comes with the GitHub room: nothing is cached yet.");
  public final List<CacheView> caches = new CopyOnWriteArrayList<>(Script.caches());
  private final Set<String> pinned = ConcurrentHashMap.newKeySet();
  public final List<TransferView> transfers = new CopyOnWriteArrayList<>();
  public final List<EventView> events = new CopyOnWriteArrayList<>(Script.events());
  public final List<SettingView> settings = new CopyOnWriteArrayList<>(Script.settings());
  public final List<NodeLogLine> nodeLog = new CopyOnWriteArrayList<>(Script.nodeLog());
  public volatile DiscoveryView discovery = Script.discovery();
  public final List<VendoredAction> actions = new CopyOnWriteArrayList<>();
  public volatile WatchView watched = new WatchView(false, List.of());
  public final List<SecretView> secrets = new CopyOnWriteArrayList<>();
  public final List<VariableView> variables = new CopyOnWriteArrayList<>();
  public volatile Optional<DiskView> disk = Optional.of(Script.disk());
  public final Map<Path, SubmitPreview> previews = new LinkedHashMap<>();
  public final List<LogChunk.Line> log = new CopyOnWriteArrayList<>();
  public final Map<String, List<ArtifactFile>> artifacts = new LinkedHashMap<>();
  public final Map<String, byte[]> contents = new LinkedHashMap<>();
  public final Map<String, String> summaries = new LinkedHashMap<>();
  public final Map<String, PeerHistory> histories = new ConcurrentHashMap<>();
  public volatile FleetView fleet = Script.fleet(this);
  /// Makes a log of `madeLines` lines out of nothing, 100 bytes each, instead of [#log].
  public volatile Optional<LongFunction<LogChunk.Line>> maker = Optional.empty();

  public volatile long madeLines;
  public volatile boolean logEnded;
  public volatile Optional<String> logAway = Optional.empty();
  public volatile int attempt = 1;
  public volatile long entries = 40;
  public final List<EntryQuery> asked = new CopyOnWriteArrayList<>();
  public volatile Optional<String> refusal = Optional.empty();
  public volatile boolean touchedOnFxThread;
  public final AtomicInteger runReads = new AtomicInteger();
  private final List<Consumer<Set<Change>>> listeners = new CopyOnWriteArrayList<>();
  private final Object logGrew = new Object();

  public void changed(Change... changes) {
    listeners.forEach(listener -> listener.accept(Set.of(changes)));
  }

  public synchronized void put(RunDetail run) {
    runs.put(run.summary().id(), run);
  }

  public void logged(List<LogChunk.Line> lines, boolean end) {
    synchronized (logGrew) {
      log.addAll(lines);
      logEnded = end;
      logGrew.notifyAll();
    }
  }

  private void called() {
    if (Platform.isFxApplicationThread()) {
      touchedOnFxThread = true;
    }
  }

  private void command(String what) {
    called();
    refusal.ifPresent(
        text -> {
          throw new NodeException(NodeException.Reason.REFUSED, text);
        });
    did.add(what);
  }

  @Override
  public synchronized NodeStatus status() {
    called();
    return Script.status(this);
  }

  @Override
  public List<VendoredAction> actions() {
    called();
    return List.copyOf(actions);
  }

  @Override
  public void removeAction(String uses) {
    command("remove action " + uses);
    actions.removeIf(action -> action.uses().equals(uses));
    changed(new Change.Status());
  }

  @Override
  public VendoredAction vendorAction(String uses, Path source) {
    command("vendor " + uses + " " + source);
    if (!uses.contains("@")) {
      throw new NodeException(NodeException.Reason.INVALID, "`" + uses + "` names no commit.");
    }
    VendoredAction kept = new VendoredAction(uses, Script.cid(88), 3, 5120, Script.ref(0));
    actions.add(kept);
    return kept;
  }

  @Override
  public List<TemplateView> templates() {
    called();
    return List.of(
        new TemplateView("pipeline", "Plan, work, gather", "Three stages.", "pipeline.yml", true));
  }

  @Override
  public Path template(String id) {
    command("template " + id);
    return Path.of("/tmp/templates", id, id + ".yml");
  }

  @Override
  public SubmitPreview preview(SubmitRequest request) {
    called();
    SubmitPreview preview = previews.get(request.file());
    if (preview == null) {
      throw new NodeException(
          NodeException.Reason.NOT_FOUND, "There is no file " + request.file() + ".");
    }
    return preview;
  }

  @Override
  public RunSummary submit(SubmitRequest request) {
    command("submit " + request.file().getFileName());
    RunDetail run = Script.run(1000 + did.size(), request.file().getFileName().toString());
    put(run);
    changed(new Change.Run(run.summary().id()), new Change.Status());
    return run.summary();
  }

  @Override
  public synchronized RunPage runs(RunQuery query) {
    called();
    runReads.incrementAndGet();
    List<RunSummary> all =
        runs.values().stream()
            .map(RunDetail::summary)
            .filter(r -> query.statuses().isEmpty() || query.statuses().contains(r.status()))
            .filter(r -> (r.name() + r.file() + r.id()).contains(query.text()))
            .toList()
            .reversed();
    return new RunPage(all.stream().skip(query.offset()).limit(query.limit()).toList(), all.size());
  }

  @Override
  public synchronized List<RunSummary> runs(Set<String> ids) {
    called();
    runReads.incrementAndGet();
    return ids.stream().map(runs::get).filter(Objects::nonNull).map(RunDetail::summary).toList();
  }

  @Override
  public synchronized RunPage runsAt(String entryCid, RunQuery query) {
    command("runs at " + entryCid);
    long share = Math.max(1, entries) / (Script.placeOf(entryCid) + 1);
    List<RunSummary> all = runs(query).runs();
    return new RunPage(all.subList(0, (int) (all.size() / Math.max(1, share))), all.size());
  }

  @Override
  public synchronized RunDetail run(String id) {
    called();
    runReads.incrementAndGet();
    RunDetail run = runs.get(id);
    if (run == null) {
      throw new NodeException(NodeException.Reason.NOT_FOUND, "There is no run " + id + ".");
    }
    return run;
  }

  public void change(String id, UnaryOperator<RunDetail> change) {
    put(change.apply(run(id)));
    changed(new Change.Run(id), new Change.Status());
  }

  @Override
  public void cancel(String runId, String reason) {
    command("cancel " + runId);
  }

  @Override
  public void hold(String runId) {
    command("hold " + runId);
  }

  @Override
  public void release(String runId) {
    command("release " + runId);
  }

  @Override
  public void prioritise(String runId, int priority) {
    command("prioritise " + runId + " " + priority);
  }

  @Override
  public void assign(String runId, Optional<TaskRef> task, String peerId) {
    command("assign " + runId + " " + task.map(TaskRef::toString).orElse("all") + " " + peerId);
  }

  @Override
  public RunSummary again(String runId, RunAgain what) {
    command(
        "again "
            + runId
            + (what.failed() ? " failed" : "")
            + what.job().map(job -> " " + job).orElse(""));
    RunDetail run = Script.run(2000 + did.size(), "again");
    put(run);
    return run.summary();
  }

  @Override
  public void adopt(String runId) {
    command("adopt " + runId);
  }

  @Override
  public LogChunk log(String runId, TaskRef task, long fromByte, int maxBytes, Duration wait) {
    called();
    logAway.ifPresent(
        text -> {
          throw new NodeException(NodeException.Reason.FAILED, text);
        });
    if (maker.isPresent()) {
      return made(maker.get(), fromByte, maxBytes);
    }
    synchronized (logGrew) {
      int from = (int) (fromByte < 0 ? Math.max(0, log.size() + fromByte / 64) : fromByte);
      if (from >= log.size() && !logEnded && wait.toMillis() > 0) {
        try {
          logGrew.wait(wait.toMillis());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      int to = Math.min(log.size(), from + maxBytes / 64);
      List<LogChunk.Line> lines = List.copyOf(log.subList(from, to));
      return new LogChunk(attempt, lines, from, to, log.size(), logEnded && to == log.size());
    }
  }

  private LogChunk made(LongFunction<LogChunk.Line> make, long fromByte, int maxBytes) {
    long size = madeLines * 100;
    long from = fromByte < 0 ? Math.max(0, size + fromByte) : fromByte;
    long first = (from + 99) / 100;
    long end = Math.min(madeLines, first + Math.max(1, maxBytes / 100));
    List<LogChunk.Line> lines = LongStream.range(first, end).mapToObj(make).toList();
    return new LogChunk(attempt, lines, first * 100, end * 100, size, end == madeLines);
  }

  @Override
  public String summary(String runId, TaskRef task) {
    called();
    return summaries.getOrDefault(task.toString(), "");
  }

  @Override
  public List<Path> saveArtifact(String cid, Path folder) {
    command("save " + cid);
    return List.of(folder.resolve("merged.csv"));
  }

  @Override
  public List<ArtifactFile> artifactFiles(String cid) {
    called();
    return artifacts.getOrDefault(cid, List.of());
  }

  @Override
  public byte[] artifactHead(String fileCid, int maxBytes) {
    called();
    byte[] content = contents.getOrDefault(fileCid, new byte[0]);
    return java.util.Arrays.copyOf(content, Math.min(content.length, maxBytes));
  }

  @Override
  public List<PeerView> peers() {
    called();
    return List.copyOf(peers);
  }

  @Override
  public PeerView addPeer(String multiaddr, Optional<String> name) {
    command("add " + multiaddr);
    PeerView peer = Script.peer(peers.size(), name.orElse("added"), "joining");
    peers.add(peer);
    changed(new Change.Peers());
    return peer;
  }

  @Override
  public void removePeer(String peerId) {
    command("remove " + peerId);
    peers.removeIf(peer -> peer.peer().id().equals(peerId));
    changed(new Change.Peers());
  }

  @Override
  public void trust(String peerId) {
    command("trust " + peerId);
  }

  @Override
  public void untrust(String peerId) {
    command("untrust " + peerId);
  }

  @Override
  public void trust(String peerId, TrustView trust) {
    command("trust " + peerId + " " + trust.level() + " " + trust.approval());
  }

  @Override
  public PeerView updatePeer(String peerId, PeerChange change) {
    command("update " + peerId + " " + change);
    return peers.stream().filter(peer -> peer.peer().id().equals(peerId)).findFirst().orElseThrow();
  }

  @Override
  public FleetView fleet() {
    called();
    return fleet;
  }

  @Override
  public void createFleet(String name, boolean leave) {
    command("create fleet " + name + (leave ? " leaving" : ""));
  }

  @Override
  public void join(String inviteOrMultiaddr, boolean leave) {
    command("join " + inviteOrMultiaddr + (leave ? " leaving" : ""));
  }

  @Override
  public CreatedInvite createInvite(InviteRequest request) {
    command("invite " + request.roles() + " " + request.uses() + " " + request.validFor());
    InviteView invite = Script.invite(this, request);
    invites(Stream.concat(Stream.of(invite), fleet.invites().stream()).toList());
    return new CreatedInvite(invite, "peerdeck:uTEXT");
  }

  @Override
  public void revokeInvite(String id) {
    command("revoke " + id);
    invites(
        fleet.invites().stream()
            .map(invite -> invite.id().equals(id) ? Script.revoked(invite) : invite)
            .toList());
  }

  @Override
  public PeerView acceptJoin(String peerId, List<String> roles) {
    command("accept " + peerId + " " + roles);
    PeerView peer = Script.peer(peers.size(), "accepted", "joining");
    peers.add(peer);
    answered(peerId);
    return peer;
  }

  @Override
  public void refuseJoin(String peerId) {
    command("refuse " + peerId);
    answered(peerId);
  }

  @Override
  public void approve(String approvalId) {
    command("approve " + approvalId);
    answered(approvalId);
  }

  @Override
  public void refuseApproval(String approvalId) {
    command("refuse approval " + approvalId);
    answered(approvalId);
  }

  private void invites(List<InviteView> invites) {
    fleet = Script.fleet(fleet, fleet.roles(), invites, fleet.joinRequests(), fleet.approvals());
    changed(new Change.Fleet());
  }

  /// What waited with this id waits no more.
  private void answered(String id) {
    fleet =
        Script.fleet(
            fleet,
            fleet.roles(),
            fleet.invites(),
            fleet.joinRequests().stream().filter(r -> !r.peer().id().equals(id)).toList(),
            fleet.approvals().stream().filter(a -> !a.id().equals(id)).toList());
    changed(new Change.Fleet(), new Change.Peers());
  }

  @Override
  public Duration ping(String peerId) {
    command("ping " + peerId);
    return Duration.ofNanos(1_400_000);
  }

  @Override
  public PeerHistory peerHistory(String peerId) {
    called();
    return histories.getOrDefault(peerId, new PeerHistory(List.of(), List.of()));
  }

  @Override
  public void block(String peerId) {
    command("block " + peerId);
  }

  @Override
  public void unblock(String peerId) {
    command("unblock " + peerId);
  }

  @Override
  public EntryPage entries(EntryQuery query) {
    called();
    asked.add(query);
    long total = entries;
    long at =
        query.after().isPresent()
            ? Math.min(total, Script.placeOf(query.after().get()) + query.limit() + 1) - 1
            : query.ordinal().orElse(query.before().map(Script::placeOf).orElse(total) - 1);
    List<EntryView> page = new ArrayList<>();
    while (at >= 0 && page.size() < query.limit()) {
      EntryView entry = Script.entry(at--);
      if (query.text().isEmpty() || entry.kind().contains(query.text())) {
        page.add(entry);
      }
    }
    return new EntryPage(page, total, Optional.empty());
  }

  @Override
  public long clockPosition(String cid) {
    called();
    return Script.placeOf(cid);
  }

  @Override
  public EntryView entry(String cid) {
    called();
    if (Script.placeOf(cid) >= entries) {
      throw new NodeException(NodeException.Reason.NOT_FOUND, "no entry is named `" + cid + "`");
    }
    return Script.entry(Script.placeOf(cid));
  }

  @Override
  public VerifyView verifyClock(Consumer<VerifyProgress> progress) {
    command("verify");
    for (long i = 0; i <= entries; i += Math.max(1, entries / 10)) {
      progress.accept(new VerifyProgress(i, entries));
    }
    return new VerifyView(entries, true, List.of(), List.of(), Duration.ofMillis(420));
  }

  @Override
  public List<CacheView> caches() {
    called();
    return List.copyOf(caches);
  }

  @Override
  public List<CacheReading> cacheHistory() {
    called();
    return Script.cacheHistory(List.copyOf(caches));
  }

  @Override
  public GitHubView gitHub() {
    called();
    return gitHub;
  }

  @Override
  public GitHubAnswerView gitHub(String path, Optional<Duration> freshFor, boolean own) {
    command("github " + path);
    return new GitHubAnswerView(200, "local-hit", "T2", Script.NOW, Map.of(), "{}");
  }

  @Override
  public MeterView meters() {
    Distribution none = new Distribution(List.of(), List.of(), 0);
    return new MeterView(Map.of(), none, 0, 0, none, Map.of());
  }

  @Override
  public NetworkView network() {
    called();
    return new NetworkView(List.of(), Map.of(), GossipMetrics.NONE);
  }

  @Override
  public List<TransferView> transfers() {
    called();
    return List.copyOf(transfers);
  }

  @Override
  public List<CacheEntryView> cacheEntries(String id, int limit) {
    called();
    return Script.kept(id).stream()
        .map(
            kept ->
                new CacheEntryView(
                    kept.key(),
                    kept.name(),
                    kept.bytes(),
                    pinned.contains(kept.key()),
                    kept.fresh(),
                    kept.trust()))
        .limit(limit)
        .toList();
  }

  @Override
  public void pinCached(String id, String key, boolean on) {
    command((on ? "pin " : "unpin ") + key);
    if (on) {
      pinned.add(key);
    } else {
      pinned.remove(key);
    }
    changed(new Change.Blobs());
  }

  @Override
  public void clearCache(String id) {
    command("clear " + id);
  }

  @Override
  public void cancelTransfer(String id) {
    command("cancel transfer " + id);
  }

  @Override
  public void retryTransfer(String id) {
    command("retry transfer " + id);
  }

  @Override
  public List<EventView> events(int limit) {
    called();
    return events.stream().limit(limit).toList();
  }

  @Override
  public List<SecretView> secrets() {
    called();
    return List.copyOf(secrets);
  }

  @Override
  public void setSecret(String name, String value) {
    called();
    secrets.removeIf(secret -> secret.name().equals(name));
    secrets.add(new SecretView(name, Instant.EPOCH, List.of()));
  }

  @Override
  public void removeSecret(String name) {
    called();
    secrets.removeIf(secret -> secret.name().equals(name));
  }

  @Override
  public void grantSecret(String name, SecretGrant grant) {
    called();
    secrets.replaceAll(
        secret ->
            secret.name().equals(name)
                ? new SecretView(name, secret.changed(), List.of(grant))
                : secret);
  }

  @Override
  public void grantSecret(String name, String runId) {
    grantSecret(name, new SecretGrant("peer", "workflow-of-" + runId, "any"));
  }

  @Override
  public List<VariableView> variables() {
    called();
    return List.copyOf(variables);
  }

  @Override
  public void setVariable(String name, String value) {
    called();
    variables.removeIf(variable -> variable.name().equals(name));
    variables.add(new VariableView(name, value));
  }

  @Override
  public void removeVariable(String name) {
    called();
    variables.removeIf(variable -> variable.name().equals(name));
  }

  @Override
  public Optional<DiskView> disk() {
    called();
    return disk;
  }

  @Override
  public WatchView watched() {
    called();
    return watched;
  }

  @Override
  public EarlierView earlierAnswers(Path folder, boolean ask) {
    called();
    return new EarlierView(List.of(), List.of());
  }

  @Override
  public WatchView lookAtGitHub() {
    command("look at GitHub");
    return watched;
  }

  @Override
  public DiscoveryView discovery(DiscoveryQuery query) {
    called();
    return discovery;
  }

  @Override
  public List<SourceOutcome> discover(Set<String> sources) {
    command("discover " + String.join(" ", sources));
    return List.of();
  }

  @Override
  public List<SettingView> settings() {
    called();
    return List.copyOf(settings);
  }

  @Override
  public Optional<String> checkSetting(String key, String text) {
    called();
    return text.equals("wrong") ? Optional.of("`" + key + "` is not that.") : Optional.empty();
  }

  @Override
  public SettingView changeSetting(String key, String text) {
    command("set " + key + " " + text);
    return settings.stream().filter(s -> s.key().equals(key)).findFirst().orElseThrow();
  }

  @Override
  public List<NodeLogLine> nodeLog(int lines) {
    called();
    return nodeLog.stream().limit(lines).toList();
  }

  @Override
  public void writeDiagnostics(Path zip) {
    command("diagnostics " + zip.getFileName());
  }

  @Override
  public Subscription subscribe(Consumer<Set<Change>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  public PeerRef self() {
    return peers.getFirst().peer();
  }

  @Override
  public void close() {}
}
