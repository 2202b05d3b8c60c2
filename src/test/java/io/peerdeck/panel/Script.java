package io.peerdeck.panel;

import io.peerdeck.node.ApprovalView;
import io.peerdeck.node.CacheEntryView;
import io.peerdeck.node.CacheReading;
import io.peerdeck.node.CacheView;
import io.peerdeck.node.DiscoveryView;
import io.peerdeck.node.DiskView;
import io.peerdeck.node.EntryView;
import io.peerdeck.node.EventView;
import io.peerdeck.node.FleetView;
import io.peerdeck.node.GitHubView;
import io.peerdeck.node.InviteRequest;
import io.peerdeck.node.InviteView;
import io.peerdeck.node.JoinRequestView;
import io.peerdeck.node.LogChunk;
import io.peerdeck.node.NodeLogLine;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerConduct;
import io.peerdeck.node.PeerHistory;
import io.peerdeck.node.PeerLink;
import io.peerdeck.node.PeerRef;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.RunDetail;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.RunTermsView;
import io.peerdeck.node.SettingView;
import io.peerdeck.node.SourceView;
import io.peerdeck.node.SubmitPreview;
import io.peerdeck.node.TaskRef;
import io.peerdeck.node.TaskView;
import io.peerdeck.node.TransferView;
import io.peerdeck.node.TrustView;
import io.peerdeck.panel.run.TaskSketch;
import io.peerdeck.schedule.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// What a [ScriptedNode] says, the same at every start.
public final class Script {
  public static final Instant NOW = Instant.parse("2026-03-02T09:20:30Z");
  private static final String[] NAMES = {"my-laptop", "nuc-1", "nuc-2", "macbook", "attic-pi"};
  private static final String[] STATES = {"self", "online", "online", "suspect", "offline"};
  private static final String[] KINDS = {
    "run.submitted", "job.claimed", "job.claimed", "job.finished", "job.sealed", "job.assigned"
  };

  private Script() {}

  /// A CID-like text that carries its number.
  public static String cid(long number) {
    String digits = Long.toString(number, 32);
    SplittableRandom random = new SplittableRandom(number);
    StringBuilder text = new StringBuilder("bafyrei");
    while (text.length() < 47) {
      text.append("abcdefghijklmnopqrstuvwxyz234567".charAt(random.nextInt(32)));
    }
    return text.append("0".repeat(12 - digits.length())).append(digits).toString();
  }

  public static long placeOf(String cid) {
    return Long.parseLong(cid.substring(47), 32);
  }

  public static PeerRef ref(int index) {
    String id = "12D3KooW" + cid(700 + index).substring(7, 51).replace('0', 'x');
    return new PeerRef(id, NAMES[index % NAMES.length]);
  }

  public static PeerView peer(int index, String name, String state) {
    boolean self = state.equals("self");
    PeerRef ref = new PeerRef(ref(index).id() + (index >= NAMES.length ? index : ""), name);
    String why =
        switch (state) {
          case "self" -> "This is the machine you sit at.";
          case "online" -> "Connected, last heartbeat 1 s ago.";
          case "suspect" -> name + " has not answered for 12 s; its 2 jobs move on in 8 s.";
          case "joining" -> "Added just now, it has not connected yet.";
          default -> name + " has not answered for 2 h.";
        };
    boolean there = self || state.equals("online");
    return new PeerView(
        ref,
        self,
        state,
        why,
        List.of("/ip4/192.168.1." + (20 + index) + "/tcp/4001/p2p/" + ref.id()),
        self ? List.of("admin", "operator", "worker") : List.of("operator", "worker"),
        List.of("self-hosted", "linux", "x64", "ubuntu-latest"),
        4,
        there ? index % 3 : 0,
        false,
        self || index == 1,
        new TrustView(self || index == 1 ? "host" : "none", "never"),
        there && !self ? Optional.of(Duration.ofNanos(800_000L * index)) : Optional.empty(),
        self ? Optional.empty() : Optional.of(NOW.minusSeconds(there ? 1 : 7200L * index)),
        Optional.of("peerdeck/0.1.0"),
        1_200_000L * index,
        880_000L * index,
        PeerConduct.UNKNOWN,
        PeerLink.NONE,
        self ? "this node" : "added by my-laptop");
  }

  public static List<PeerView> peers() {
    List<PeerView> peers = new ArrayList<>();
    for (int i = 0; i < NAMES.length; i++) {
      peers.add(peer(i, NAMES[i], STATES[i]));
    }
    return peers;
  }

  static FleetView fleet(ScriptedNode node) {
    return new FleetView(
        Optional.of("bafyreifleet"),
        "home",
        List.of("admin", "operator", "worker"),
        node.peers.size(),
        List.of(node.peers.getFirst().peer()),
        true,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /// The same fleet where this node has these roles.
  public static FleetView withRoles(FleetView fleet, List<String> roles) {
    return fleet(fleet, roles, fleet.invites(), fleet.joinRequests(), fleet.approvals());
  }

  /// The same fleet with what waits in it.
  public static FleetView fleet(
      FleetView fleet,
      List<String> roles,
      List<InviteView> invites,
      List<JoinRequestView> requests,
      List<ApprovalView> approvals) {
    return new FleetView(
        fleet.id(),
        fleet.name(),
        roles,
        fleet.members(),
        fleet.admins(),
        fleet.soleAdmin(),
        fleet.joining(),
        invites,
        requests,
        approvals,
        fleet.warnings());
  }

  /// The same peer, connected, measured and with a past.
  public static PeerView known(PeerView p) {
    PeerConduct conduct =
        new PeerConduct(
            34,
            List.of("sent 3 entries that break a rule; the last: a claim without a run"),
            false,
            none());
    return linked(p, conduct, link(p, none()));
  }

  public static PeerLink link(PeerView p, Optional<PeerRef> via) {
    return new PeerLink(
        true,
        true,
        Optional.of(p.addresses().getFirst()),
        via,
        Optional.of(NOW.minusSeconds(3000)),
        Optional.of(0.025),
        18_400,
        2_210);
  }

  public static PeerView linked(PeerView p, PeerConduct conduct, PeerLink link) {
    return new PeerView(
        p.peer(),
        p.self(),
        p.state(),
        p.stateReason(),
        p.addresses(),
        p.roles(),
        p.labels(),
        p.slots(),
        p.running(),
        p.draining(),
        p.trusted(),
        p.trust(),
        p.rtt(),
        p.lastSeen(),
        p.agent(),
        p.bytesIn(),
        p.bytesOut(),
        conduct,
        link,
        p.source());
  }

  /// Forty pings, one without answer, and how the peer came to be online.
  public static PeerHistory history() {
    List<PeerHistory.RoundTrip> trips = new ArrayList<>();
    for (int i = 40; i > 0; i--) {
      long micros = i == 1 ? 1_200 : i == 30 ? 2_400 : 600 + 37L * i % 900;
      Optional<Duration> rtt = i == 12 ? none() : Optional.of(Duration.ofNanos(micros * 1000));
      trips.add(new PeerHistory.RoundTrip(NOW.minusSeconds(10L * i), rtt));
    }
    return new PeerHistory(
        trips,
        List.of(
            new PeerHistory.State(NOW.minusSeconds(3600), "offline", "It has not connected yet."),
            new PeerHistory.State(NOW.minusSeconds(3000), "online", "It answered the dial."),
            new PeerHistory.State(
                NOW.minusSeconds(900), "suspect", "It has not answered for 12 s."),
            new PeerHistory.State(NOW.minusSeconds(880), "online", "It answers again.")));
  }

  /// A machine that asks to be let in.
  public static JoinRequestView request(int index, String name) {
    return new JoinRequestView(
        new PeerRef(ref(index).id(), name),
        "/ip4/192.168.1." + (60 + index) + "/tcp/4001",
        List.of(),
        NOW.minusSeconds(120),
        NOW.minusSeconds(4),
        NOW.plusSeconds(600));
  }

  /// Jobs of nuc-1 that wait for a yes here.
  public static ApprovalView approval() {
    return new ApprovalView(
        "approval-1",
        ref(1),
        cid(39),
        "nightly-data",
        "nightly.yml",
        cid(70),
        none(),
        "It is the first run of nuc-1 here.",
        NOW.minusSeconds(40));
  }

  static InviteView revoked(InviteView i) {
    return new InviteView(
        i.id(),
        i.by(),
        i.roles(),
        i.created(),
        i.expires(),
        i.uses(),
        i.joined(),
        "revoked",
        Optional.of(i.by()));
  }

  static InviteView invite(ScriptedNode node, InviteRequest request) {
    return new InviteView(
        "bafyreiinvite" + node.did.size(),
        node.peers.getFirst().peer(),
        request.roles(),
        NOW,
        NOW.plus(request.validFor()),
        request.uses(),
        List.of(),
        "open",
        Optional.empty());
  }

  public static List<CacheView> caches() {
    return List.of(
        new CacheView(
            "blobs",
            "Blob blocks",
            8_120,
            640,
            List.of(
                new CacheView.Kind("memory", 8_120),
                new CacheView.Kind("disk", 590),
                new CacheView.Kind("peer", 212),
                new CacheView.Kind("missing", 50)),
            41_000_000,
            256_000_000,
            "bytes",
            none()),
        new CacheView(
            "entries",
            "Clock entries",
            96_000,
            2_100,
            List.of(new CacheView.Kind("memory", 96_000), new CacheView.Kind("disk", 2_100)),
            4_096,
            0,
            "entries",
            none()),
        new CacheView(
            "github",
            "GitHub responses",
            0,
            0,
            List.of(),
            0,
            0,
            "entries",
            Optional.of("Comes with the GitHub room: nothing is cached yet.")));
  }

  /// Twenty minutes in which the memory answers more and more.
  static List<CacheReading> cacheHistory(List<CacheView> now) {
    List<CacheReading> readings = new ArrayList<>();
    for (int i = 40; i > 0; i--) {
      int age = i;
      readings.add(
          new CacheReading(
              NOW.minusSeconds(30L * i), now.stream().map(cache -> before(cache, age)).toList()));
    }
    readings.add(new CacheReading(NOW, now));
    return readings;
  }

  private static CacheView before(CacheView now, int age) {
    double part = (41 - age) / 42.0;
    long hits = (long) (now.hits() * part * part);
    long misses = (long) (now.misses() * part);
    return new CacheView(
        now.id(),
        now.name(),
        hits,
        misses,
        now.kinds().stream()
            .map(
                kind ->
                    new CacheView.Kind(
                        kind.kind(),
                        kind.kind().equals("memory") ? hits : (long) (kind.reads() * part)))
            .toList(),
        now.size(),
        now.capacity(),
        now.unit(),
        now.configured());
  }

  static List<CacheEntryView> kept(String cache) {
    List<CacheEntryView> kept = new ArrayList<>();
    for (int i = 0; i < (cache.equals("github") ? 0 : 12); i++) {
      kept.add(
          new CacheEntryView(
              cid(300 + i),
              i % 3 == 0 ? Optional.of("shard-" + i) : none(),
              1_048_576 - 61_000L * i,
              false,
              "Never gets old: its name is its hash.",
              "Checked against its name when it was read."));
    }
    return kept;
  }

  /// A node that asks GitHub by a token of its own, which has spent a fifth of its calls.
  static GitHubView gitHub() {
    return new GitHubView(
        Optional.empty(),
        Optional.of("http://127.0.0.1:8898"),
        "",
        "https://api.github.com",
        Optional.of("gh"),
        List.of(
            new GitHubView.Budget(
                "3fa29c01 (this node's)", "core", 5000, 4000, NOW, Optional.empty()),
            new GitHubView.Budget("public", "core", 60, 0, NOW, Optional.empty())),
        new GitHubView.Counters(
            "total", 1900, 1500, 200, 150, 50, 0, 0, 0, 0, 0, 200, 50, 1850, 9, 0.9),
        List.of(
            new GitHubView.Counters(
                "repo", 400, 350, 20, 20, 10, 0, 0, 0, 0, 0, 30, 10, 390, 2, 0.92),
            new GitHubView.Counters(
                "runs", 1500, 1150, 180, 130, 40, 0, 0, 0, 0, 3, 170, 40, 1460, 7, 0.89)),
        List.of(
            new GitHubView.Counters(
                "3fa29c01 (this node's)",
                1900,
                1500,
                200,
                150,
                50,
                0,
                0,
                0,
                0,
                3,
                200,
                50,
                1850,
                9,
                0.9)));
  }

  public static List<TransferView> transfers() {
    return List.of(
        transfer(1, "in", "running", 13_600_000, 64_000_000, Optional.empty()),
        transfer(2, "out", "done", 2_400_000, 2_400_000, Optional.empty()),
        transfer(3, "in", "failed", 9_000, 88_000, Optional.of("nuc-2 went away half-way.")));
  }

  /// The same transfer once all of it has moved.
  static TransferView ended(TransferView t) {
    return new TransferView(
        t.id(),
        t.cid(),
        t.name(),
        t.direction(),
        t.peer(),
        t.total(),
        t.total(),
        t.bytesPerSecond(),
        none(),
        "done",
        none(),
        t.startedAt());
  }

  static TransferView transfer(
      int n, String direction, String state, long bytes, long total, Optional<String> error) {
    Instant at = NOW.minusSeconds(20L * n);
    return new TransferView(
        "t" + n,
        cid(900 + n),
        n == 3 ? none() : Optional.of("shard-" + n),
        direction,
        ref(n),
        bytes,
        total,
        5_400_000,
        state.equals("running") ? Optional.of(Duration.ofSeconds(9)) : none(),
        state,
        error,
        at);
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  static List<EventView> events() {
    return List.of(
        new EventView(
            3,
            NOW.minusSeconds(9),
            "problem",
            "Run \"shards\" failed: 1 of 5 jobs.",
            "run",
            cid(7)),
        new EventView(
            2, NOW.minusSeconds(70), "warning", "nuc-2 is not connected.", "peer", ref(2).id()),
        new EventView(
            1, NOW.minusSeconds(300), "info", "nuc-1 is connected.", "peer", ref(1).id()));
  }

  static DiskView disk() {
    return new DiskView(
        NOW.minusSeconds(20),
        84_000_000,
        1_900_000_000,
        41_000_000,
        0,
        96_000_000_000L,
        250_000_000_000L,
        1L << 30,
        false,
        "89.4 GiB are free.");
  }

  static DiscoveryView discovery() {
    Instant now = Instant.now();
    return new DiscoveryView(
        List.of(
            source("members", "good", "", "read-only", 3, now),
            source("file", "good", "", "read-only", 4, now),
            source("mdns", "failing", "no answer from the network", "told", 0, now),
            source("exchange", "suspended", "a signature is wrong", "told", 0, now)),
        List.of(),
        4);
  }

  private static SourceView source(
      String name, String state, String reason, String telling, int peers, Instant now) {
    boolean good = state.equals("good");
    return new SourceView(
        name,
        state,
        reason,
        12,
        good ? 0 : 3,
        state.equals("suspended") ? 1 : 0,
        peers,
        2,
        telling,
        state.equals("suspended") ? Optional.of(now.plusSeconds(60)) : Optional.empty(),
        Optional.of(now),
        good ? Optional.empty() : Optional.of(now));
  }

  static List<SettingView> settings() {
    return List.of(
        new SettingView(
            "name",
            "my-laptop",
            "my-laptop",
            "text",
            List.of(),
            none(),
            none(),
            "What people call this machine.",
            "live",
            "default"),
        new SettingView(
            "slots",
            "2",
            "4",
            "number",
            List.of(),
            Optional.of(0),
            Optional.of(256),
            "Jobs run at once; 0 runs none.",
            "live",
            "file"),
        new SettingView(
            "network",
            "on",
            "on",
            "choice",
            List.of("on", "off"),
            none(),
            none(),
            "Whether the node listens and dials; off keeps it alone.",
            "restart",
            "default"));
  }

  static List<NodeLogLine> nodeLog() {
    return List.of(
        new NodeLogLine(NOW.minusSeconds(60), "info", "NodeRooms", "listening on a free port"),
        new NodeLogLine(NOW.minusSeconds(5), "warn", "BlobExchange", "a peer was slow"));
  }

  public static NodeStatus status(ScriptedNode node) {
    long[] by = new long[RunStatus.values().length];
    node.runs.values().forEach(run -> by[run.summary().status().ordinal()]++);
    int online =
        (int) node.peers.stream().filter(p -> p.self() || p.state().equals("online")).count();
    return new NodeStatus(
        node.self(),
        Path.of("/home/user/.local/share/peerdeck"),
        "0.1.0",
        NOW.minusSeconds(4000),
        node.peers.getFirst().addresses(),
        Optional.of(cid(0)),
        online > 1 ? "online" : "alone",
        online > 1 ? "Connected to " + (online - 1) + " peers." : "No other member is connected.",
        node.peers.size(),
        online,
        node.entries,
        "9f2c41d07b6e8a35c1f04d2b7e9a6c8810d3f5b2a4c6e7980b1d2f3a4c5e6f70",
        4,
        2,
        new NodeStatus.RunCounts(by[0], by[1], by[2], by[3], by[4], by[5]),
        List.copyOf(node.warnings));
  }

  public static RunDetail run(int number, String name) {
    return run(number, name, RunStatus.PENDING, tasks(RunStatus.PENDING));
  }

  public static RunDetail run(int number, String name, RunStatus status, List<TaskView> tasks) {
    int done = (int) tasks.stream().filter(t -> t.status().finished()).count();
    int failed = (int) tasks.stream().filter(t -> t.status() == RunStatus.FAILED).count();
    Instant at = NOW.minusSeconds(7L * (5000 - number));
    RunSummary summary =
        new RunSummary(
            cid(number),
            name,
            name + ".yml",
            List.of(number % 3 == 0 ? "offline-workflow" : "p2p-workflow"),
            status,
            false,
            1 + number % 9,
            ref(number % 2),
            at,
            status.finished() ? Optional.of(at.plusSeconds(131)) : Optional.empty(),
            tasks.size(),
            done,
            failed,
            tasks.stream().flatMap(t -> t.holder().stream()).distinct().toList(),
            status == RunStatus.PENDING ? Optional.of(1 + number % 40) : none(),
            status == RunStatus.PENDING ? "build waits for a free slot on nuc-1." : "");
    return new RunDetail(
        summary,
        tasks,
        Map.of(),
        "hamming",
        TERMS,
        Optional.empty(),
        Optional.of(cid(5)),
        3,
        none());
  }

  /// Fetch, then build in three shards, then merge and report.
  public static List<TaskView> tasks(RunStatus middle) {
    RunStatus first = middle == RunStatus.PENDING ? RunStatus.PENDING : RunStatus.COMPLETED;
    RunStatus last = middle == RunStatus.COMPLETED ? RunStatus.COMPLETED : RunStatus.PENDING;
    return Stream.of(
            task("fetch", 0, "Fetch the pages", List.of(), first),
            task("lint", 0, "Lint", List.of(), first),
            task("build", 0, "build (1)", List.of("fetch"), middle),
            task("build", 1, "build (2)", List.of("fetch"), middle),
            task("build", 2, "build (3)", List.of("fetch"), first),
            task("merge", 0, "Merge the shards", List.of("build", "lint"), last),
            task("report", 0, "Report", List.of("merge"), last))
        .toList();
  }

  public static TaskView task(
      String job, int index, String name, List<String> needs, RunStatus status) {
    boolean started = status != RunStatus.PENDING && status != RunStatus.ASSIGNED;
    int who = Math.floorMod(job.hashCode() + index, 3);
    String conclusion =
        switch (status) {
          case COMPLETED -> "success";
          case FAILED -> "failure";
          default -> status == RunStatus.CANCELLED ? "cancelled" : "";
        };
    return new TaskSketch(new TaskRef(job, index), name, needs, status)
        .runsOn(List.of("ubuntu-latest"))
        .attempt(started ? 1 : 0)
        .ranked(
            started ? none() : Optional.of(3 + index),
            List.of(
                new TaskView.RankedPeer(
                    ref(who),
                    0,
                    108,
                    started ? "holds" : "next",
                    started ? "Runs it." : "Is nearest to the job.",
                    Duration.ZERO,
                    none()),
                new TaskView.RankedPeer(
                    ref((who + 1) % 3),
                    1,
                    121,
                    "declined",
                    "Refused: does not trust nuc-2.",
                    Duration.ZERO,
                    Optional.of("does not trust nuc-2")),
                new TaskView.RankedPeer(
                    ref((who + 2) % 3),
                    2,
                    133,
                    "later",
                    "May take it 2 s after the job is ready, if nobody before it does.",
                    Duration.ofSeconds(2),
                    none())),
            List.of(new TaskView.ExcludedPeer(ref(3), "Lacks the label ubuntu-latest.")))
        .holder(started ? Optional.of(ref(who)) : none())
        .result(
            conclusion.isEmpty() ? none() : Optional.of(conclusion),
            conclusion.isEmpty() ? none() : Optional.of(cid(60 + index)),
            status == RunStatus.COMPLETED)
        .why(status == RunStatus.FAILED ? "Step 2 ended with exit code 2." : "")
        .steps(started ? steps(status) : List.of())
        .made(
            status == RunStatus.COMPLETED ? Map.of("rows", "200000") : Map.of(),
            status == RunStatus.COMPLETED
                ? List.of(new TaskView.ArtifactView("shard-" + index, cid(80 + index), 1_840_000))
                : List.of())
        .time(
            started ? Optional.of(NOW.minusSeconds(60)) : none(),
            conclusion.isEmpty() ? none() : Optional.of(NOW.minusSeconds(20)),
            conclusion.isEmpty() ? 0 : 40_300)
        .logBytes(4096)
        .remarks(
            status == RunStatus.FAILED
                ? List.of(
                    new TaskView.AnnotationView(
                        2, "error", "", "row 7 has no price", Optional.of("sum.py"), 12, 0, 0, 0))
                : List.of(),
            0)
        .view();
  }

  private static List<TaskView.StepView> steps(RunStatus status) {
    String second =
        switch (status) {
          case COMPLETED -> "success";
          case FAILED -> "failure";
          default -> "in_progress";
        };
    return List.of(
        new TaskView.StepView(
            1, "Check out the snapshot", "success", Optional.of(NOW.minusSeconds(60)), 310),
        new TaskView.StepView(
            2, "Sum the rows of this shard", second, Optional.of(NOW.minusMillis(59_690)), 39_900),
        new TaskView.StepView(
            3, "Upload shard", second.equals("success") ? "success" : "pending", none(), 0));
  }

  /// The same task, run by this peer.
  static TaskView heldBy(TaskView task, PeerRef peer) {
    return TaskSketch.of(task).holder(Optional.of(peer)).view();
  }

  /// The same task with what it remarked and the length of its summary.
  public static TaskView with(
      TaskView task, List<TaskView.AnnotationView> annotations, int summaryChars) {
    return TaskSketch.of(task).remarks(annotations, summaryChars).view();
  }

  public static List<LogChunk.Line> lines(int from, int count) {
    List<LogChunk.Line> lines = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      String text =
          i % 10 == 9
              ? "warning: row " + i + " has no price"
              : "shard 1: read row " + i + " of the table, sum " + (i * 37 % 9973);
      lines.add(
          new LogChunk.Line(
              i,
              NOW.plusMillis(i),
              i < 5 ? 1 : 2,
              i % 10 == 9 ? "err" : "out",
              i % 10 == 9 ? "warning" : "plain",
              text));
    }
    return lines;
  }

  public static EntryView entry(long number) {
    int author = Math.floorMod(number * 7919 % 13, 5);
    long prev = number - 1;
    while (prev > 0 && Math.floorMod(prev * 7919 % 13, 5) != author) {
      prev--;
    }
    boolean cross = number > 3 && number % 4 == 0;
    return new EntryView(
        cid(number),
        ref(author),
        number / 5,
        number,
        number,
        NOW.minusSeconds(100_000 - number),
        number == 0 ? "fleet.created" : KINDS[(int) (number % KINDS.length)],
        number == 0 ? "fleet" : cid(number - number % 6),
        number == 0 ? none() : Optional.of(cid(prev)),
        cross ? List.of(cid(number - 1)) : List.of(),
        number % 31 != 7,
        number % 31 == 7 ? "its author was no worker when it wrote this" : "",
        number % 31 == 7
            ? List.of(
                new EntryView.Mark("no effect", "Its author was no worker when it wrote this."))
            : List.of(),
        "{\"attempt\":1,\"index\":0,\"job\":\"build\"}",
        312,
        "5b1f".repeat(32));
  }

  public static SubmitPreview preview(Path file) {
    return new SubmitPreview(
        file,
        "Nightly data",
        List.of("p2p-workflow"),
        List.of("workflow_dispatch", "push"),
        List.of(
            new SubmitPreview.InputField(
                "region", "choice", "Which shop to read", true, "eu", List.of("eu", "us")),
            new SubmitPreview.InputField(
                "dry", "boolean", "Only say what would be done", false, "false", List.of()),
            new SubmitPreview.InputField("day", "string", "", false, "", List.of())),
        List.of(
            job("fetch", "Fetch the pages", List.of(), 1),
            job("build", "build", List.of("fetch"), 3),
            job("merge", "Merge the shards", List.of("build"), 1)),
        12,
        48_200,
        "the git-tracked files of shop",
        TERMS,
        List.of(),
        SOURCE,
        Optional.of(cid(77)));
  }

  public static SubmitPreview withInputs(SubmitPreview p, List<SubmitPreview.InputField> inputs) {
    return new SubmitPreview(
        p.file(),
        p.name(),
        p.tags(),
        p.triggers(),
        inputs,
        p.jobs(),
        p.snapshotFiles(),
        p.snapshotBytes(),
        p.snapshotSource(),
        p.terms(),
        p.problems(),
        p.source(),
        p.runId());
  }

  public static SubmitPreview broken(Path file) {
    return new SubmitPreview(
        file,
        "Broken",
        List.of("p2p-workflow"),
        List.of("push"),
        List.of(),
        List.of(),
        1,
        310,
        "only the workflow file",
        TERMS,
        List.of(
            new SubmitPreview.Problem(
                8, 5, true, "`needs` names the job `fetsh`, which is not in this file: fetch?"),
            new SubmitPreview.Problem(
                11, 9, false, "`sleep 600` is longer than the step's timeout of 5 minutes.")),
        SOURCE,
        Optional.empty());
  }

  private static SubmitPreview.JobPreview job(
      String id, String name, List<String> needs, int instances) {
    List<Optional<PeerRef>> owners = new ArrayList<>();
    for (int i = 0; i < instances; i++) {
      owners.add(Optional.of(ref((i + id.length()) % 3)));
    }
    return new SubmitPreview.JobPreview(
        id, name, needs, List.of("ubuntu-latest"), instances, owners);
  }

  private static final RunTermsView TERMS = new RunTermsView(Duration.ofHours(24), 5, false);

  static final String SOURCE =
      """
      name: Nightly data (p2p-workflow)
      on: [workflow_dispatch, push]
      jobs:
        fetch:
          runs-on: ubuntu-latest
          steps: [{run: ./fetch.sh}]
        build:
          needs: fetsh
          runs-on: ubuntu-latest
          steps:
            - run: sleep 600
      """;
}
