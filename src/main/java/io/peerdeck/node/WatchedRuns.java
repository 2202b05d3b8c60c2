package io.peerdeck.node;

import io.peerdeck.github.GitHubException;
import io.peerdeck.github.RepositoryName;
import io.peerdeck.github.watch.Copied;
import io.peerdeck.github.watch.Intake;
import io.peerdeck.github.watch.QueuedRun;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Multihash;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.RunFilter;
import io.peerdeck.schedule.RunRow;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.Submission;
import io.peerdeck.workflow.Revision;
import io.peerdeck.workflow.TagRule;
import io.peerdeck.workflow.UsesStep;
import io.peerdeck.workflow.WorkflowBundle;
import io.peerdeck.workflow.WorkflowException;
import io.peerdeck.workflow.WorkflowFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes over runs that wait at GitHub, once in the whole fleet. Of the members in reach one is
/// first by rendezvous hashing, the next follows after a while; of those that were submitted twice
/// all the same, by two who did not know of each other, the first in the clock's order stays.
final class WatchedRuns implements Intake {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedRuns.class);
  private static final Duration TURN = Duration.ofSeconds(20);
  private static final int MOST_TURNS = 6;
  private static final int MOST_TWINS = 20;
  private static final int MOST_KNOWN = 1000;

  private final NodeRooms rooms;
  private final SubmissionDesk submissions;
  private final List<RepositoryName> shown;
  private final Map<String, Long> firstSeen = new HashMap<>();

  /// @param shown private repositories whose files the fleet may have
  WatchedRuns(NodeRooms rooms, SubmissionDesk submissions, List<RepositoryName> shown) {
    this.shown = List.copyOf(shown);
    this.rooms = rooms;
    this.submissions = submissions;
  }

  @Override
  public Verdict take(QueuedRun run, Source repository) {
    if (run.foreign()) {
      return new Verdict.Passed("it is of a fork, whose author nobody here chose");
    }
    if (run.path().isEmpty()) {
      return new Verdict.Passed("GitHub names no workflow file of the repository");
    }
    if (!rooms.entered || !rooms.clock.currentView().may(rooms.clock.self(), Submission.KIND)) {
      return new Verdict.Later("this node may not submit: it needs the role operator");
    }
    Optional<RunState> there = twins(run.tag()).stream().findFirst();
    if (there.isPresent()) {
      return new Verdict.Submitted(there.get().id().toString(), "");
    }
    long seen = firstSeen.computeIfAbsent(run.tag(), tag -> rooms.time.nanos().getAsLong());
    long turn = TURN.multipliedBy(place(run.tag())).toNanos();
    if (rooms.time.nanos().getAsLong() - seen < turn) {
      return new Verdict.Later("another member is first to submit it");
    }
    return submitted(run, repository);
  }

  private Verdict submitted(QueuedRun run, Source repository) {
    String name = run.path().substring(run.path().lastIndexOf('/') + 1);
    byte[] file = repository.file();
    if (TagRule.tagsOf(name, file).isEmpty()) {
      return new Verdict.Passed("its file carries neither p2p-workflow nor offline-workflow");
    }
    if (!shown.contains(run.repository()) && !repository.isPublic()) {
      return new Verdict.Passed(
          "its repository is private, and what is submitted every member of the fleet can read:"
              + " where they all may, name it in "
              + GitHubSettings.WATCH_PRIVATE);
    }
    Path folder = null;
    try {
      folder = Files.createTempDirectory("peerdeck-watched");
      String without = asksForFiles(name, file) ? copied(repository.copy(folder)) : "";
      Path place = folder.resolve(run.path());
      Files.createDirectories(Objects.requireNonNull(place.getParent(), "it is below"));
      Files.write(place, file);
      Cid id =
          submissions.submit(
              SubmitRequest.of(place).withFolder(folder),
              new SubmissionDesk.Origin(run.tag(), revision(run)));
      LOG.info("run {} of {} is run {} of the fleet now", run.id(), run.repository(), id);
      return new Verdict.Submitted(id.toString(), without);
    } catch (GitHubException e) {
      String why = String.valueOf(e.getMessage());
      return switch (e.reason()) {
        case TOO_LARGE, INVALID -> new Verdict.Passed(why);
        case LIMITED, UNREACHABLE -> new Verdict.Later(why);
      };
    } catch (NodeException e) {
      String why = String.valueOf(e.getMessage());
      return e.reason() == NodeException.Reason.INVALID
          ? new Verdict.Passed(folder == null ? why : why.replace(folder + "/", ""))
          : new Verdict.Later(why);
    } catch (IOException e) {
      return new Verdict.Later("its files cannot be copied: " + DiskError.why(e));
    } finally {
      if (folder != null) {
        delete(folder);
      }
    }
  }

  /// Whether more than the file matters: an action may look into the workspace or fill it, a called
  /// workflow lies there. A file of `run` steps alone starts in an empty one.
  private static boolean asksForFiles(String name, byte[] file) {
    AtomicBoolean calls = new AtomicBoolean();
    WorkflowBundle.of(
        file,
        reference -> {
          calls.set(true);
          return Optional.empty();
        });
    return calls.get()
        || WorkflowFile.parse(name, file).workflow().stream()
            .flatMap(workflow -> workflow.jobs().values().stream())
            .flatMap(job -> job.steps().stream())
            .anyMatch(UsesStep.class::isInstance);
  }

  private static String copied(Copied copied) {
    return copied.links() == 0
        ? ""
        : "without the repository's symbolic links (" + copied.links() + ")";
  }

  private static Revision revision(QueuedRun run) {
    try {
      String ref = run.branch().isEmpty() ? "" : "refs/heads/" + run.branch();
      return new Revision(run.repository().toString(), ref, run.sha());
    } catch (WorkflowException odd) {
      return new Revision(run.repository().toString(), "", run.sha());
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    } catch (IOException e) {
      LOG.warn("{} is left over: {}", folder, e.getMessage());
    }
  }

  /// How many of those in reach that may submit come before this node.
  private int place(String tag) {
    byte[] own = weight(tag, rooms.clock.self());
    long before =
        rooms.network.connected().stream()
            .filter(peer -> rooms.clock.currentView().may(peer, Submission.KIND))
            .filter(peer -> Arrays.compareUnsigned(weight(tag, peer), own) > 0)
            .count();
    return (int) Math.min(MOST_TURNS, before);
  }

  private static byte[] weight(String tag, PeerId peer) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes((tag + "\n").getBytes(StandardCharsets.UTF_8));
    text.writeBytes(peer.bytes());
    return Multihash.sha256(text.toByteArray()).digest();
  }

  /// The fleet's runs of one of GitHub's, the first in the clock's order first; those an operator
  /// ran again are no twins.
  private List<RunState> twins(String tag) {
    RunFilter filter =
        new RunFilter(
            "",
            Set.of(),
            Optional.of(tag),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            MOST_TWINS,
            0);
    return rooms.scheduler.list(filter).runs().stream()
        .map(RunRow::id)
        .flatMap(id -> rooms.scheduler.state(id).stream())
        .filter(run -> run.submission().again().isEmpty())
        .sorted(Comparator.comparingLong(RunState::lc).thenComparing(RunState::id))
        .toList();
  }

  @Override
  public void settle(List<QueuedRun> runs) {
    Set<String> tags = new HashSet<>();
    runs.forEach(run -> tags.add(run.tag()));
    firstSeen.keySet().retainAll(tags);
    for (QueuedRun run : runs.subList(0, Math.min(runs.size(), MOST_KNOWN))) {
      List<RunState> twins = twins(run.tag());
      twins.stream().skip(1).forEach(twin -> fold(run, twin, twins.getFirst()));
    }
  }

  /// Whoever submitted the later one takes it back; somebody else where that member is gone.
  private void fold(QueuedRun run, RunState twin, RunState first) {
    boolean mine =
        twin.submitter().equals(rooms.clock.self())
            || !rooms.network.connected().contains(twin.submitter());
    if (mine
        && !twin.status().finished()
        && rooms.clock.currentView().may(rooms.clock.self(), Submission.KIND)) {
      rooms.scheduler.cancel(
          twin.id(),
          "A duplicate: GitHub's run %d of %s was submitted before, as run %s."
              .formatted(run.id(), run.repository(), first.id()));
    }
  }
}
