package io.peerdeck.schedule;

import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import java.util.Optional;

/// A [Submission] as the body of its entry, and back.
final class SubmissionCodec {
  private SubmissionCodec() {}

  static Ipld.Map body(Submission submission) {
    IpldMapBuilder body =
        Ipld.map()
            .put("name", submission.name())
            .put("file", submission.file())
            .put("workflow", submission.workflow())
            .putLinkOrNull("snapshot", submission.snapshot())
            .put("strategy", submission.strategy().text())
            .put("priority", submission.priority())
            .put("tags", Ipld.texts(submission.tags()))
            .put("event", submission.event())
            .putTexts("inputs", submission.inputs())
            .put("held", submission.held())
            .put("jobs", Ipld.list(submission.jobs().stream().map(SubmissionCodec::job).toList()));
    submission
        .again()
        .ifPresentOrElse(
            repeat -> repeat.addTo(body), () -> body.putLinkOrNull("again", Optional.empty()));
    return submission.terms().addTo(body).build();
  }

  static Submission parse(Ipld.Map body) {
    return new Submission(
        body.text("name"),
        body.text("file"),
        body.link("workflow"),
        body.optLink("snapshot"),
        RankingStrategy.parse(body.text("strategy")),
        Submission.checkPriority(body.integer("priority")),
        body.list("tags").texts(),
        body.text("event"),
        RunEventCodec.texts(body.map("inputs")),
        body.bool("held"),
        body.list("jobs").maps().stream().map(SubmissionCodec::job).toList(),
        Repeat.parse(body),
        RunTerms.parse(body));
  }

  private static Ipld job(Submission.Job job) {
    return job.terms()
        .addTo(
            Ipld.map()
                .put("id", job.id())
                .put("needs", Ipld.texts(job.needs()))
                .put("runsOn", Ipld.texts(job.runsOn()))
                .put("count", job.count()))
        .build();
  }

  private static Submission.Job job(Ipld.Map map) {
    return new Submission.Job(
        map.text("id"),
        map.list("needs").texts(),
        map.list("runsOn").texts(),
        map.integer("count", 1, Submission.MAX_TASKS),
        JobTerms.parse(map));
  }
}
