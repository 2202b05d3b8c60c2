package io.peerdeck.node;

import io.peerdeck.fleet.TrustPolicy;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.RunState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Jobs of trusted peers that wait for this machine's operator. What was decided is kept by
/// [TrustPolicy]; what waits is gathered anew after a start, as the runs are looked at.
final class WaitingApprovals {
  private static final int MOST = 500;
  private static final int ID_BYTES = 8;
  private static final String NETWORK = " network";

  /// One question to the operator.
  record Question(
      String id,
      PeerId submitter,
      String subject,
      Cid run,
      String runName,
      String file,
      Cid workflow,
      Optional<Cid> snapshot,
      String reason,
      Instant asked) {
    ApprovalView view(PeerNames names) {
      return new ApprovalView(
          id,
          names.ref(submitter),
          run.toString(),
          runName,
          file,
          workflow.toString(),
          snapshot.map(Cid::toString),
          reason,
          asked);
    }
  }

  private final TrustPolicy trust;
  private final InstantSource wall;
  private final Runnable changed;
  private final Map<String, Question> waiting = new LinkedHashMap<>();

  /// @param changed told whenever the list is another
  WaitingApprovals(TrustPolicy trust, InstantSource wall, Runnable changed) {
    this.trust = trust;
    this.wall = wall;
    this.changed = changed;
  }

  /// Why a trusted submitter's run may not run here yet, or at all; empty if it may.
  Optional<String> refusal(RunState run, Function<PeerId, String> names) {
    PeerId submitter = run.submitter();
    boolean network = asksForNetwork(run);
    String subject = network ? subject(run) + NETWORK : subject(run);
    Optional<Boolean> decision = decision(submitter, subject);
    if (decision.isPresent()) {
      return decision.get()
          ? Optional.empty()
          : Optional.of("this machine's operator refused this workflow and snapshot");
    }
    String reason =
        network ? "its jobs ask for this machine's network" : reason(submitter, run, names);
    boolean fresh;
    synchronized (waiting) {
      String id = id(submitter, subject);
      fresh =
          waiting.size() < MOST
              && waiting.putIfAbsent(id, question(id, run, subject, reason)) == null;
    }
    if (fresh) {
      changed.run();
    }
    return Optional.of("this machine's operator has not approved it yet: " + reason);
  }

  /// Who is trusted with this user's rights is trusted with the network; others are asked for.
  private boolean asksForNetwork(RunState run) {
    return run.submission().terms().network() && !trust.trusts(run.submitter());
  }

  private Optional<Boolean> decision(PeerId submitter, String subject) {
    return subject.endsWith(NETWORK)
        ? trust.decided(submitter, subject)
        : trust.decision(submitter, subject);
  }

  private Question question(String id, RunState run, String subject, String reason) {
    return new Question(
        id,
        run.submitter(),
        subject,
        run.id(),
        run.submission().name(run.id()),
        run.submission().file(),
        run.submission().workflow(),
        run.submission().snapshot(),
        reason,
        wall.instant());
  }

  /// What waits, oldest first, without what need not wait any more.
  ///
  /// @param live whether a run still has something to run
  List<Question> list(Predicate<Cid> live) {
    synchronized (waiting) {
      waiting
          .values()
          .removeIf(
              question ->
                  decision(question.submitter(), question.subject()).isPresent()
                      || !live.test(question.run()));
      return List.copyOf(waiting.values());
    }
  }

  /// Decides; throws [NodeException] when nothing of that id waits.
  void decide(String id, boolean allowed) {
    Question question;
    synchronized (waiting) {
      question = waiting.get(id);
    }
    if (question == null) {
      throw new NodeException(
          NodeException.Reason.NOT_FOUND, "No jobs wait for approval `" + id + "`.");
    }
    trust.decide(question.submitter(), question.subject(), allowed);
    synchronized (waiting) {
      waiting.remove(id);
    }
    changed.run();
  }

  private String reason(PeerId submitter, RunState run, Function<PeerId, String> names) {
    Set<String> approved = trust.approved(submitter);
    if (approved.isEmpty()) {
      return "it is the first run of " + names.apply(submitter) + " here";
    }
    String workflow = run.submission().workflow() + " ";
    return approved.stream().anyMatch(subject -> subject.startsWith(workflow))
        ? "its workspace snapshot is another than those approved"
        : "its workflow file is another than those approved";
  }

  private static String subject(RunState run) {
    return run.submission().workflow()
        + " "
        + run.submission().snapshot().map(Cid::toString).orElse("none");
  }

  private static String id(PeerId submitter, String subject) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((submitter + " " + subject).getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
