package io.peerdeck.node;

import io.peerdeck.blob.UnixFs;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.runner.Annotation;
import io.peerdeck.runner.JobOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a job remarked besides its log: annotations and the step summaries. Too large for an entry,
/// so a result names it as a blob: a file of one DAG-CBOR map `{annotations: [{step, level, title,
/// message, file?, line, endLine, column, endColumn}], summary: text}`.
record JobNotes(List<TaskView.AnnotationView> annotations, String summary) {
  static final JobNotes NONE = new JobNotes(List.of(), "");

  /// 50 annotations with fields of 4 KiB each, and 1 MiB of summary, in up to three bytes a
  /// character.
  static final int MAX_BYTES = 8 << 20;

  private static final int MAX_ANNOTATIONS = 50;

  static JobNotes of(JobOutcome outcome) {
    return new JobNotes(
        outcome.annotations().stream().limit(MAX_ANNOTATIONS).map(JobNotes::view).toList(),
        outcome.summary());
  }

  private static TaskView.AnnotationView view(Annotation annotation) {
    Map<String, String> properties = annotation.properties();
    return new TaskView.AnnotationView(
        annotation.step(),
        annotation.level().text(),
        properties.getOrDefault("title", ""),
        annotation.message(),
        Optional.ofNullable(properties.get("file")).filter(file -> !file.isBlank()),
        number(properties, "line"),
        number(properties, "endline"),
        number(properties, "col"),
        number(properties, "endcolumn"));
  }

  /// What a step writes as a number need not be one.
  private static int number(Map<String, String> properties, String name) {
    String text = properties.getOrDefault(name, "");
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  /// Stores them; empty where there is nothing to store.
  Optional<Cid> store(UnixFs files) {
    return equals(NONE)
        ? Optional.empty()
        : Optional.of(files.importBytes(DagCbor.encode(toIpld())));
  }

  private Ipld.Map toIpld() {
    return Ipld.map()
        .put("annotations", Ipld.list(annotations.stream().map(JobNotes::toIpld).toList()))
        .put("summary", summary)
        .build();
  }

  private static Ipld toIpld(TaskView.AnnotationView annotation) {
    IpldMapBuilder map =
        Ipld.map()
            .put("step", annotation.step())
            .put("level", annotation.level())
            .put("title", annotation.title())
            .put("message", annotation.message())
            .put("line", annotation.line())
            .put("endLine", annotation.endLine())
            .put("column", annotation.column())
            .put("endColumn", annotation.endColumn());
    annotation.file().ifPresent(file -> map.put("file", file));
    return map.build();
  }

  /// Reads what another peer stored. Throws [MultiformatException] when it is something else.
  static JobNotes parse(byte[] bytes) {
    Ipld.Map map = DagCbor.decodeMap(bytes);
    List<Ipld.Map> annotations = map.list("annotations").maps();
    if (annotations.size() > MAX_ANNOTATIONS) {
      throw new MultiformatException("a job has at most " + MAX_ANNOTATIONS + " annotations");
    }
    return new JobNotes(
        annotations.stream().map(JobNotes::annotation).toList(), map.text("summary"));
  }

  private static TaskView.AnnotationView annotation(Ipld.Map map) {
    return new TaskView.AnnotationView(
        map.integer("step", 0, Integer.MAX_VALUE),
        map.text("level"),
        map.text("title"),
        map.text("message"),
        map.optText("file"),
        map.integer("line", 0, Integer.MAX_VALUE),
        map.integer("endLine", 0, Integer.MAX_VALUE),
        map.integer("column", 0, Integer.MAX_VALUE),
        map.integer("endColumn", 0, Integer.MAX_VALUE));
  }
}
