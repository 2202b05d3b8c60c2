package io.peerdeck.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.blob.BlobException;
import io.peerdeck.blob.UnixFsEntry;
import io.peerdeck.fleet.Fleet;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.schedule.RunFilter;
import io.peerdeck.schedule.RunList;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.Scheduler;
import io.peerdeck.schedule.Submission;
import io.peerdeck.schedule.TaskKey;
import io.peerdeck.schedule.TaskState;
import io.peerdeck.store.StoreException;
import io.peerdeck.workflow.WorkflowTag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The node of this process: every call goes to the room that knows.
final class LocalNode implements Node {
  private static final Duration PING = Duration.ofSeconds(5);
  private static final int DRAFTS = 100;

  private final NodeRooms rooms;
  private final FleetEntrance entrance;
  private final PeerNames names;
  private final RunViews runViews;
  private final ClockViews clockViews;
  private final PeerViews peerViews;
  private final StatusView statusView;
  private final WorkflowDesk desk;
  private final LogReading logs;
  private final Cache<String, Scheduler.Draft> drafts =
      Caffeine.newBuilder().maximumSize(DRAFTS).build();

  private LocalNode(NodeRooms rooms, NodeTime time) {
    this.rooms = rooms;
    names = new PeerNames(rooms.clock::currentView);
    logs = new LogReading(rooms);
    runViews = new RunViews(names, logs::liveSteps);
    clockViews = new ClockViews(rooms.clock, rooms.effect, names);
    peerViews = new PeerViews(rooms.registry, rooms.host);
    statusView = new StatusView(rooms, peerViews, time.wall().instant());
    desk = new WorkflowDesk(rooms.folder.root());
    entrance = new FleetEntrance(rooms);
  }

  static LocalNode open(NodeConfig config) {
    return open(config, NodeTime.system(), UnaryOperator.identity());
  }

  /// Opens a node that lives by other clocks, or reaches members by other addresses than they tell.
  static LocalNode open(NodeConfig config, NodeTime time, UnaryOperator<Multiaddr> route) {
    NodeRooms rooms = opened(() -> NodeRooms.open(config, time, route));
    try {
      LocalNode node = new LocalNode(rooms, time);
      node.entrance.enter();
      return node;
    } catch (RuntimeException e) {
      rooms.close();
      throw e;
    }
  }

  static String version() {
    String version = LocalNode.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public NodeStatus status() {
    return statusView.now();
  }

  @Override
  public SubmitPreview preview(SubmitRequest request) {
    WorkflowDesk.Prepared prepared = desk.prepare(request);
    if (prepared.plan().isEmpty()
        || prepared.problems().stream().anyMatch(SubmitPreview.Problem::error)
        || rooms.clock.fleet().isEmpty()) {
      return WorkflowDesk.preview(prepared, (job, index) -> Optional.empty(), Optional.empty());
    }
    Cid snapshot = rooms.files.importFiles(prepared.files().root(), prepared.files().files());
    Scheduler.Draft draft = refusing(() -> rooms.scheduler.draft(submission(prepared, snapshot)));
    String id = draft.entry().cid().toString();
    drafts.put(id, draft);
    return WorkflowDesk.preview(
        prepared,
        (job, index) ->
            Optional.ofNullable(draft.rankings().get(new TaskKey(job, index)))
                .flatMap(ranking -> ranking.owner().map(names::ref)),
        Optional.of(id));
  }

  @Override
  public RunSummary submit(SubmitRequest request) {
    WorkflowDesk.Prepared prepared = desk.prepare(request);
    prepared.orThrow();
    entrance.awaitMember();
    rooms.blobs.put(prepared.bytes(), Cid.RAW);
    Cid snapshot = rooms.files.importFiles(prepared.files().root(), prepared.files().files());
    Submission submission = submission(prepared, snapshot);
    Optional<Scheduler.Draft> shown =
        request
            .runId()
            .flatMap(id -> Optional.ofNullable(drafts.getIfPresent(id)))
            .filter(draft -> draft.submission().equals(submission));
    Cid run =
        refusing(
            () ->
                shown.isPresent()
                    ? rooms.scheduler.submit(shown.get())
                    : rooms.scheduler.submit(submission));
    return runViews.summary(state(run));
  }

  private static Submission submission(WorkflowDesk.Prepared prepared, Cid snapshot) {
    SubmitRequest request = prepared.request();
    try {
      return new Submission(
          request.name().orElseGet(() -> prepared.orThrow().title()),
          String.valueOf(request.file().getFileName()),
          prepared.workflowCid(),
          Optional.of(snapshot),
          io.peerdeck.schedule.RankingStrategy.parse(request.strategy()),
          request.priority(),
          prepared.workflow().orElseThrow().tags().stream().map(WorkflowTag::text).toList(),
          "workflow_dispatch",
          request.inputs(),
          request.held(),
          SubmittedFiles.jobs(prepared.orThrow()),
          Optional.empty());
    } catch (PeerdeckException e) {
      throw new NodeException(
          NodeException.Reason.INVALID, request.file() + ": " + e.getMessage() + ".", e);
    }
  }

  @Override
  public RunPage runs(RunQuery query) {
    Optional<PeerId> peer = query.peerId().map(names::resolve);
    RunList list =
        rooms.scheduler.list(
            new RunFilter(
                query.text(),
                query.statuses().stream()
                    .map(status -> io.peerdeck.schedule.RunStatus.parse(status.text()))
                    .collect(Collectors.toSet()),
                query.tag(),
                peer,
                Math.clamp(query.limit(), 0, RunQuery.MAX_LIMIT),
                Math.max(0, query.offset())));
    return new RunPage(list.runs().stream().map(runViews::summary).toList(), list.total());
  }

  @Override
  public RunDetail run(String id) {
    RunState run = state(resolve(id));
    Optional<SubmittedFiles.Opened> opened = rooms.submitted.find(run);
    return new RunDetail(
        runViews.summary(run),
        runViews.tasks(
            run,
            opened.map(SubmittedFiles.Opened::plan),
            opened.map(SubmittedFiles.Opened::jobs).orElse(Map.of())),
        run.submission().inputs(),
        run.submission().strategy().text(),
        opened.map(found -> new String(found.text(), StandardCharsets.UTF_8)),
        run.submission().snapshot().map(Cid::toString),
        rooms.traffic.holders(
            run.submission().snapshot().orElse(run.submission().workflow()),
            () -> rooms.changes.add(new Change.Run(run.id().toString()))),
        run.submission().again().map(Cid::toString));
  }

  private RunState state(Cid run) {
    return rooms
        .scheduler
        .state(run)
        .orElseThrow(
            () ->
                new NodeException(NodeException.Reason.NOT_FOUND, "There is no run " + run + "."));
  }

  /// A run's id from what a person typed: all of it, or a unique beginning or end.
  private Cid resolve(String text) {
    try {
      return Cid.parse(text);
    } catch (MultiformatException e) {
      List<Cid> matching = rooms.scheduler.matching(text, 2);
      if (matching.size() == 1) {
        return matching.getFirst();
      }
      throw new NodeException(
          NodeException.Reason.NOT_FOUND,
          (matching.isEmpty() ? "No run" : "More than one run") + " is named `" + text + "`.",
          e);
    }
  }

  @Override
  public void cancel(String runId, String reason) {
    steer(runId, run -> rooms.scheduler.cancel(run, reason));
  }

  @Override
  public void hold(String runId) {
    steer(runId, rooms.scheduler::hold);
  }

  @Override
  public void release(String runId) {
    steer(runId, rooms.scheduler::release);
  }

  @Override
  public void prioritise(String runId, int priority) {
    if (priority < Submission.FIRST_PRIORITY || priority > Submission.LAST_PRIORITY) {
      throw new NodeException(
          NodeException.Reason.INVALID, "The priority must be 1 (first) to 9 (last).");
    }
    steer(runId, run -> rooms.scheduler.prioritise(run, priority));
  }

  @Override
  public void assign(String runId, Optional<TaskRef> task, String peerId) {
    PeerId peer = names.resolve(peerId);
    steer(runId, run -> rooms.scheduler.assign(run, task.map(LocalNode::key), peer));
  }

  @Override
  public RunSummary again(String runId) {
    entrance.awaitMember();
    return runViews.summary(state(refusing(() -> rooms.scheduler.again(resolve(runId)))));
  }

  @Override
  public void adopt(String runId) {
    steer(runId, rooms.scheduler::adopt);
  }

  private void steer(String runId, Consumer<Cid> command) {
    Cid run = resolve(runId);
    state(run);
    entrance.awaitMember();
    refusing(
        () -> {
          command.accept(run);
          return run;
        });
  }

  private static void steer(PeerId peer, Consumer<PeerId> command) {
    refusing(
        () -> {
          command.accept(peer);
          return peer;
        });
  }

  private static TaskKey key(TaskRef ref) {
    return new TaskKey(ref.job(), ref.index());
  }

  @Override
  public LogChunk log(String runId, TaskRef task, long fromByte, int maxBytes, Duration wait) {
    RunState run = state(resolve(runId));
    TaskState state =
        run.task(key(task))
            .orElseThrow(
                () ->
                    new NodeException(
                        NodeException.Reason.NOT_FOUND, "The run has no task `" + task + "`."));
    return refusing(() -> logs.read(run.id(), state, fromByte, maxBytes, wait));
  }

  @Override
  public List<Path> saveArtifact(String cid, Path folder) {
    Cid root = root(cid);
    return refusing(() -> rooms.files.exportFolder(root, folder));
  }

  @Override
  public List<ArtifactFile> artifactFiles(String cid) {
    Cid root = root(cid);
    return refusing(
        () ->
            rooms.files.files(root).stream()
                .filter(entry -> entry.kind() == UnixFsEntry.Kind.FILE)
                .map(entry -> new ArtifactFile(entry.path(), entry.bytes(), entry.cid().toString()))
                .toList());
  }

  /// An artifact's root, a folder, with all its blocks here.
  private Cid root(String text) {
    try {
      Cid root = Cid.parse(text);
      rooms.traffic.fetch(root, List.of());
      rooms.files.files(root);
      return root;
    } catch (MultiformatException e) {
      throw new NodeException(
          NodeException.Reason.INVALID, "`" + text + "` is not a CID: " + e.getMessage() + ".", e);
    } catch (BlobException e) {
      throw new NodeException(
          NodeException.Reason.INVALID, text + " is no artifact: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public List<PeerView> peers() {
    return peerViews.all();
  }

  @Override
  public PeerView addPeer(String multiaddr, Optional<String> name) {
    Multiaddr address;
    try {
      address = Multiaddr.parse(multiaddr);
    } catch (MultiformatException e) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "`" + multiaddr + "` is not a multiaddr: " + e.getMessage() + ".",
          e);
    }
    PeerId peer =
        address
            .peerId()
            .orElseThrow(
                () ->
                    new NodeException(
                        NodeException.Reason.INVALID,
                        "`" + multiaddr + "` names no peer: it must end in /p2p/PEER_ID."));
    entrance.awaitMember();
    refusing(() -> rooms.fleet.addMember(address, name, Fleet.DEFAULT_ROLES));
    return peerViews.all().stream()
        .filter(view -> view.peer().id().equals(peer.toString()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void removePeer(String peerId) {
    PeerId peer = names.resolve(peerId);
    entrance.awaitMember();
    if (rooms.clock.currentView().member(peer).isEmpty()) {
      throw new NodeException(
          NodeException.Reason.NOT_FOUND, peer + " is no member of this node's fleet.");
    }
    steer(peer, rooms.fleet::removeMember);
  }

  @Override
  public void trust(String peerId) {
    steer(names.resolve(peerId), rooms.trust::trust);
  }

  @Override
  public void untrust(String peerId) {
    steer(names.resolve(peerId), rooms.trust::untrust);
  }

  @Override
  public Duration ping(String peerId) {
    PeerId peer = names.resolve(peerId);
    try {
      return rooms.requireHost().ping(peer, PING);
    } catch (Libp2pException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          names.name(peer) + " does not answer: " + e.getMessage() + ".",
          e);
    }
  }

  @Override
  public EntryPage entries(EntryQuery query) {
    return clockViews.page(query);
  }

  @Override
  public EntryView entry(String cid) {
    return clockViews.entry(cid);
  }

  @Override
  public VerifyView verifyClock(Consumer<VerifyProgress> progress) {
    return clockViews.verify(progress);
  }

  @Override
  public List<CacheView> caches() {
    return rooms.caches.now();
  }

  @Override
  public List<CacheReading> cacheHistory() {
    return rooms.caches.history();
  }

  @Override
  public List<TransferView> transfers() {
    return rooms.transfers.list().stream()
        .map(
            transfer ->
                new TransferView(
                    Long.toString(transfer.id()),
                    transfer.root().toString(),
                    transfer.direction().name().toLowerCase(java.util.Locale.ROOT),
                    names.ref(transfer.peer()),
                    transfer.bytes(),
                    transfer.total(),
                    transfer.bytesPerSecond(),
                    transfer.state().name().toLowerCase(java.util.Locale.ROOT),
                    transfer.error(),
                    transfer.startedAt()))
        .toList();
  }

  @Override
  public Subscription subscribe(Consumer<Set<Change>> listener) {
    return rooms.changes.subscribe(listener);
  }

  @Override
  public void close() {
    entrance.close();
    rooms.close();
  }

  /// A room's refusal is the caller's answer; content that cannot be had is a failure.
  private static <T> T refusing(Supplier<T> command) {
    try {
      return command.get();
    } catch (BlobException | Libp2pException e) {
      throw new NodeException(NodeException.Reason.FAILED, sentence(e), e);
    } catch (PeerdeckException e) {
      throw new NodeException(NodeException.Reason.REFUSED, sentence(e), e);
    }
  }

  /// A database that is damaged or too new is what was given, and wrong; the rest is a failure.
  private static NodeRooms opened(Supplier<NodeRooms> opening) {
    try {
      return opening.get();
    } catch (StoreException e) {
      throw new NodeException(NodeException.Reason.INVALID, sentence(e), e);
    } catch (PeerdeckException e) {
      throw new NodeException(NodeException.Reason.FAILED, sentence(e), e);
    }
  }

  private static String sentence(PeerdeckException e) {
    String message = String.valueOf(e.getMessage());
    String capital = Character.toUpperCase(message.charAt(0)) + message.substring(1);
    return capital.endsWith(".") ? capital : capital + ".";
  }
}
