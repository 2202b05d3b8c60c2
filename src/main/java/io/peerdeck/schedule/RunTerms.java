package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import io.peerdeck.workflow.Revision;
import io.peerdeck.workflow.SubmittedEvent;
import io.peerdeck.workflow.WorkflowException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The terms of a run as a whole; part of its submission, so that every peer keeps the same.
///
/// @param group its concurrency group
/// @param queueTimeout how long one of its tasks may wait for a peer, to the second
/// @param attempts how often a task is tried when its peers are lost
/// @param actions for each third-party action the file uses, as written (`owner/repo@sha`), the
///     UnixFS folder of its repository
/// @param network whether its jobs ask for the machine's network
/// @param revision where in a git repository its files came from
/// @param happened the event it is for, without the files that changed; empty when it is by hand
/// @param number which of its workflow's runs it is, from 1; a run that repeats another has the
///     other's. 0 where nobody counted
/// @param vars those of its submitter's variables that names, labels, groups and matrices are made
///     of, by name
public record RunTerms(
    Optional<ConcurrencyGroup> group,
    Duration queueTimeout,
    int attempts,
    Map<String, Cid> actions,
    boolean network,
    Revision revision,
    Optional<SubmittedEvent> happened,
    int number,
    Map<String, String> vars) {
  /// How long a task may wait for a peer unless said otherwise: as at GitHub.
  public static final Duration QUEUE_TIMEOUT = Duration.ofHours(24);

  /// How often a task is tried unless said otherwise.
  public static final int ATTEMPTS = 5;

  /// No group, no actions, and the usual bounds.
  public static final RunTerms USUAL =
      new RunTerms(Optional.empty(), QUEUE_TIMEOUT, ATTEMPTS, Map.of());

  /// Checks and copies.
  ///
  /// @throws ScheduleException when a bound is not above zero
  public RunTerms {
    actions = Collections.unmodifiableMap(new TreeMap<>(actions));
    vars = Collections.unmodifiableMap(new TreeMap<>(vars));
    happened = happened.map(SubmittedEvent::withoutPaths);
    if (queueTimeout.toSeconds() < 1) {
      throw new ScheduleException("the queue timeout is " + queueTimeout + ", must be 1 s or more");
    }
    if (number < 0) {
      throw new ScheduleException("a run's number is " + number + ", must not be negative");
    }
    if (attempts < 1 || attempts > RunEvent.MAX_ATTEMPT) {
      throw new ScheduleException("a task is tried at least once, not " + attempts + " times");
    }
  }

  /// Without network, outside git, by hand.
  public RunTerms(
      Optional<ConcurrencyGroup> group,
      Duration queueTimeout,
      int attempts,
      Map<String, Cid> actions) {
    this(
        group,
        queueTimeout,
        attempts,
        actions,
        false,
        Revision.NONE,
        Optional.empty(),
        0,
        Map.of());
  }

  /// Not counted yet, with these variables.
  public RunTerms(
      Optional<ConcurrencyGroup> group,
      Duration queueTimeout,
      int attempts,
      Map<String, Cid> actions,
      boolean network,
      Revision revision,
      Optional<SubmittedEvent> happened,
      Map<String, String> vars) {
    this(group, queueTimeout, attempts, actions, network, revision, happened, 0, vars);
  }

  RunTerms numbered(int newNumber) {
    return new RunTerms(
        group, queueTimeout, attempts, actions, network, revision, happened, newNumber, vars);
  }

  /// Adds the keys that differ from [#USUAL].
  IpldMapBuilder addTo(IpldMapBuilder body) {
    group.ifPresent(named -> body.put("group", named.toIpld()));
    if (!queueTimeout.equals(QUEUE_TIMEOUT)) {
      body.put("queueSeconds", queueTimeout.toSeconds());
    }
    if (attempts != ATTEMPTS) {
      body.put("attempts", attempts);
    }
    if (!actions.isEmpty()) {
      IpldMapBuilder links = Ipld.map();
      actions.forEach(links::put);
      body.put("actions", links.build());
    }
    if (network) {
      body.put("network", true);
    }
    if (!revision.equals(Revision.NONE)) {
      body.put(
          "revision",
          Ipld.map()
              .put("repository", revision.repository())
              .put("ref", revision.ref())
              .put("sha", revision.sha())
              .build());
    }
    if (number != 0) {
      body.put("number", number);
    }
    if (!vars.isEmpty()) {
      body.putTexts("vars", vars);
    }
    happened.ifPresent(
        event ->
            body.put(
                "happened",
                Ipld.map()
                    .put("type", event.type())
                    .put("ref", event.ref())
                    .put("base", event.base())
                    .build()));
    return body;
  }

  static RunTerms parse(Ipld.Map body) {
    Map<String, Cid> actions = new TreeMap<>();
    if (body.has("actions")) {
      Ipld.Map links = body.map("actions");
      links.keys().forEach(uses -> actions.put(uses, links.link(uses)));
    }
    return new RunTerms(
        body.has("group")
            ? Optional.of(ConcurrencyGroup.parse(body.map("group")))
            : Optional.empty(),
        body.has("queueSeconds")
            ? Duration.ofSeconds(body.integer("queueSeconds", 1, Integer.MAX_VALUE))
            : QUEUE_TIMEOUT,
        body.has("attempts") ? body.integer("attempts", 1, RunEvent.MAX_ATTEMPT) : ATTEMPTS,
        actions,
        body.has("network") && body.bool("network"),
        body.has("revision") ? revision(body.map("revision")) : Revision.NONE,
        happened(body),
        body.has("number") ? body.integer("number", 1, Integer.MAX_VALUE) : 0,
        body.has("vars") ? RunEventCodec.texts(body.map("vars")) : Map.of());
  }

  private static Optional<SubmittedEvent> happened(Ipld.Map body) {
    if (!body.has("happened")) {
      return Optional.empty();
    }
    Ipld.Map event = body.map("happened");
    try {
      return Optional.of(
          new SubmittedEvent(
              body.text("event"),
              event.text("type"),
              event.text("ref"),
              event.text("base"),
              List.of()));
    } catch (WorkflowException e) {
      throw new ScheduleException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Revision revision(Ipld.Map body) {
    try {
      return new Revision(body.text("repository"), body.text("ref"), body.text("sha"));
    } catch (WorkflowException e) {
      throw new ScheduleException(String.valueOf(e.getMessage()), e);
    }
  }
}
