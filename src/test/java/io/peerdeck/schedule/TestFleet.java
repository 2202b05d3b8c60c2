package io.peerdeck.schedule;

import io.peerdeck.clock.AdmissionReport;
import io.peerdeck.clock.ClockSchema;
import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.clock.StoredEntry;
import io.peerdeck.fleet.Fleet;
import io.peerdeck.fleet.FleetEffect;
import io.peerdeck.fleet.FleetSchema;
import io.peerdeck.fleet.MemberChange;
import io.peerdeck.fleet.Membership;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.JobExecution.JobReport;
import io.peerdeck.schedule.JobExecution.JobRequest;
import io.peerdeck.store.Database;
import io.peerdeck.store.Migration;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.awaitility.Awaitility;

/// Schedulers on real clocks and files. Entries and heartbeats travel when the test says so, and
/// the monotonic time is the test's.
final class TestFleet implements AutoCloseable {
  final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);
  final List<Node> nodes = new ArrayList<>();
  private final Set<Set<PeerId>> cut = ConcurrentHashMap.newKeySet();
  private final Path folder;

  TestFleet(Path folder, int count) {
    this.folder = folder;
    for (int n = 0; n < count; n++) {
      nodes.add(new Node(n));
    }
    Node first = nodes.getFirst();
    first.fleet.found("test", MemberChange.NONE.name("peer 0").slots(2).labels(Set.of("linux")));
    for (Node node : nodes.subList(1, count)) {
      add(node);
    }
    exchange();
    nodes.forEach(node -> node.scheduler.start());
    advance(ClaimTurn.GRACE);
  }

  void add(Node node) {
    nodes
        .getFirst()
        .fleet
        .addMember(
            Multiaddr.parse("/ip4/127.0.0.1/tcp/1").withPeer(node.id()),
            Optional.of("peer " + node.number),
            Fleet.DEFAULT_ROLES);
    node.pull(nodes.getFirst());
    node.fleet.updateSelf(MemberChange.NONE.slots(2).labels(Set.of("linux")));
  }

  /// A further node with a folder of its own, in the fleet and started.
  Node join() {
    Node node = new Node(nodes.size());
    nodes.add(node);
    add(node);
    node.scheduler.start();
    return node;
  }

  Node node(PeerId peer) {
    return nodes.stream().filter(n -> n.id().equals(peer)).findFirst().orElseThrow();
  }

  void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /// Cuts the members of the list apart from all others, or heals with an empty list.
  void partition(List<Node> part) {
    cut.clear();
    for (Node a : part) {
      nodes.stream().filter(b -> !part.contains(b)).forEach(b -> cut.add(Set.of(a.id(), b.id())));
    }
    beat();
  }

  boolean linked(Node a, Node b) {
    return a.alive && b.alive && !cut.contains(Set.of(a.id(), b.id()));
  }

  /// Entries and heartbeats go everywhere they can.
  void exchange() {
    for (int round = 0; round < 2; round++) {
      for (Node to : nodes) {
        for (Node from : nodes) {
          if (to != from && linked(to, from) && from.clock.fleet().isPresent()) {
            to.pull(from);
          }
        }
      }
    }
    beat();
  }

  private void beat() {
    for (Node to : nodes) {
      for (Node from : nodes) {
        if (to != from && linked(to, from)) {
          from.scheduler.activeClaims().forEach(claim -> to.heard.put(claim, nanos.get()));
        }
      }
    }
  }

  void until(BooleanSupplier condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              exchange();
              return condition.getAsBoolean();
            });
  }

  /// As time passes in small steps.
  void untilWithTime(BooleanSupplier condition) {
    until(
        () -> {
          advance(Duration.ofMillis(200));
          return condition.getAsBoolean();
        });
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
  }

  record Execution(JobRequest request, JobExecution.Slot slot, Consumer<JobReport> report) {}

  /// One peer; its jobs end when the test says so, or at once.
  /// Whether who keeps the run has nothing left to write.
  static boolean settled(RunState run) {
    return run.isSettledFor(run.keeper());
  }

  final class Node implements JobExecution, LivenessView, ClaimPolicy, InputsHeld, AutoCloseable {
    final int number;
    final KeyPair key;
    final Database database;
    final MerkleClock<Roster> clock;
    final Fleet fleet;
    final FleetEffect effect;
    final Scheduler scheduler;
    final Map<Cid, Long> heard = new ConcurrentHashMap<>();
    final Map<Cid, Execution> running = new ConcurrentHashMap<>();
    final List<JobRequest> started = new CopyOnWriteArrayList<>();
    final Set<Cid> stopped = ConcurrentHashMap.newKeySet();
    final Set<Cid> missing = ConcurrentHashMap.newKeySet();
    volatile boolean alive = true;
    volatile Optional<String> refuses = Optional.empty();
    volatile Function<JobRequest, Optional<JobReport>> behaviour =
        request -> Optional.of(JobReport.of(Conclusion.SUCCESS, ""));

    Node(int number) {
      this.number = number;
      byte[] seed = new byte[32];
      seed[0] = (byte) (number + 1);
      key = KeyPair.fromSeed(seed);
      List<String> tables = new ArrayList<>(ClockSchema.STATEMENTS);
      tables.addAll(FleetSchema.STATEMENTS);
      tables.addAll(ScheduleSchema.STATEMENTS);
      tables.addAll(ScheduleSchema.NUMBERS);
      database = Database.open(folder.resolve(number + ".db"), List.of(new Migration(1, tables)));
      clock = MerkleClock.open(database, key, new Membership(), InstantSource.system());
      fleet = new Fleet(clock);
      effect = new FleetEffect(clock);
      scheduler =
          Scheduler.open(
              database,
              clock,
              effect,
              new Scheduler.Ports(this, this, this, this),
              InstantSource.system(),
              nanos::get);
    }

    PeerId id() {
      return key.peerId();
    }

    RunState state(Cid run) {
      return scheduler.state(run).orElseThrow();
    }

    TaskState task(Cid run, String job) {
      return state(run).task(new TaskKey(job, 0)).orElseThrow();
    }

    void pull(Node other) {
      if (clock.fleet().isEmpty()) {
        clock.adoptFleet(other.clock.fleet().orElseThrow());
      }
      if (clock.compoundHead().equals(other.clock.compoundHead())) {
        return;
      }
      Set<Cid> seen = new HashSet<>();
      List<byte[]> blocks = new ArrayList<>();
      for (StoredEntry stored : other.clock.entriesSince(0, 100_000)) {
        Entry entry = stored.entry();
        if (seen.add(entry.cid()) && !clock.has(entry.cid())) {
          blocks.add(entry.block());
        }
      }
      AdmissionReport report = clock.admit(blocks);
      if (!report.refused().isEmpty()) {
        throw new AssertionError(report.refused());
      }
    }

    /// Ends the execution of a task, of whichever run.
    void end(TaskKey task, JobReport report) {
      Cid claim =
          running.values().stream()
              .map(Execution::request)
              .filter(request -> request.task().equals(task))
              .map(JobRequest::claim)
              .findFirst()
              .orElseThrow(() -> new AssertionError(task + " does not run on peer " + number));
      end(claim, report);
    }

    boolean runs(TaskKey task) {
      return running.values().stream().anyMatch(e -> e.request().task().equals(task));
    }

    void end(Cid claim, JobReport report) {
      Execution execution = running.remove(claim);
      if (execution != null) {
        execution.report().accept(report);
      }
    }

    /// As a killed process: nothing more is heard of it.
    void die() {
      alive = false;
    }

    @Override
    public boolean runsAfterFailure(RunState run, TaskKey task) {
      return task.job().startsWith("always");
    }

    @Override
    public void start(JobRequest request, Slot slot, Consumer<JobReport> report) {
      started.add(request);
      running.put(request.claim(), new Execution(request, slot, report));
      behaviour.apply(request).ifPresent(done -> end(request.claim(), done));
    }

    @Override
    public void cancel(Cid claim, String why) {
      stopped.add(claim);
      end(claim, JobReport.of(Conclusion.CANCELLED, why));
    }

    @Override
    public boolean alive(PeerId peer) {
      return peer.equals(id()) || linked(this, node(peer));
    }

    @Override
    public OptionalLong lastHeartbeatNanos(PeerId claimant, Cid claim) {
      Long at = heard.get(claim);
      return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }

    @Override
    public boolean hasFreeSlot(PeerId peer) {
      return true;
    }

    @Override
    public Optional<String> refusal(RunState run, TaskKey task, Set<PeerId> authors) {
      return refuses;
    }

    @Override
    public boolean held(Cid root) {
      return !missing.contains(root);
    }

    @Override
    public void want(Cid root, List<PeerId> from) {}

    @Override
    public void close() {
      scheduler.close();
      clock.close();
      database.close();
    }
  }
}
