package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a [Submission] from what differs from the usual: started by hand, without a snapshot, tags
/// and inputs, of middle priority, not held, under the usual terms.
public final class SubmissionBuilder {
  private final Cid workflow;
  private final List<Submission.Job> jobs;
  private String name;
  private String file;
  private Optional<Cid> snapshot = Optional.empty();
  private RankingStrategy strategy = RankingStrategy.HAMMING;
  private int priority = Submission.DEFAULT_PRIORITY;
  private List<String> tags = List.of();
  private String event = "workflow_dispatch";
  private Map<String, String> inputs = Map.of();
  private boolean held;
  private Optional<Repeat> again = Optional.empty();
  private RunTerms terms = RunTerms.USUAL;

  SubmissionBuilder(String name, String file, Cid workflow, List<Submission.Job> jobs) {
    this.name = name;
    this.file = file;
    this.workflow = workflow;
    this.jobs = jobs;
  }

  SubmissionBuilder(Submission like) {
    this(like.name(), like.file(), like.workflow(), like.jobs());
    snapshot = like.snapshot();
    strategy = like.strategy();
    priority = like.priority();
    tags = like.tags();
    event = like.event();
    inputs = like.inputs();
    held = like.held();
    again = like.again();
    terms = like.terms();
  }

  public SubmissionBuilder name(String value) {
    name = value;
    return this;
  }

  public SubmissionBuilder file(String value) {
    file = value;
    return this;
  }

  public SubmissionBuilder snapshot(Cid value) {
    snapshot = Optional.of(value);
    return this;
  }

  public SubmissionBuilder strategy(RankingStrategy value) {
    strategy = value;
    return this;
  }

  public SubmissionBuilder tags(String... values) {
    tags = List.of(values);
    return this;
  }

  public SubmissionBuilder event(String value) {
    event = value;
    return this;
  }

  public SubmissionBuilder inputs(Map<String, String> values) {
    inputs = values;
    return this;
  }

  public SubmissionBuilder held(boolean value) {
    held = value;
    return this;
  }

  public SubmissionBuilder again(Repeat value) {
    again = Optional.of(value);
    return this;
  }

  public SubmissionBuilder terms(RunTerms value) {
    terms = value;
    return this;
  }

  /// @throws ScheduleException saying what is wrong with it
  public Submission build() {
    return new Submission(
        name, file, workflow, snapshot, strategy, priority, tags, event, inputs, held, jobs, again,
        terms);
  }
}
