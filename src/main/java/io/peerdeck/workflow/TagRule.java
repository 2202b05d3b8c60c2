package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where a file's tags are found: anywhere in the workflow's name and its jobs' names, and as a
/// whole label among the `labels` of the workflow and its jobs, in any letter case.
///
/// It looks at what is there, also in a file that is refused for other reasons.
public final class TagRule {
  private TagRule() {}

  /// The tags of a file; none if it is no YAML mapping.
  public static Set<WorkflowTag> tagsOf(String fileName, byte[] text) {
    return new YamlReader(fileName, new Findings())
        .read(text)
        .map(TagRule::tagsOf)
        .orElse(Set.of());
  }

  static Set<WorkflowTag> tagsOf(YamlNode root) {
    List<String> names = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    collect(root, names, labels);
    if (root instanceof YamlNode.Mapping file
        && file.get("jobs").orElse(root) instanceof YamlNode.Mapping jobs
        && jobs != root) {
      jobs.entries().forEach(job -> collect(job.value(), names, labels));
    }
    Set<WorkflowTag> tags = EnumSet.noneOf(WorkflowTag.class);
    for (WorkflowTag tag : WorkflowTag.values()) {
      if (names.stream().anyMatch(tag::isIn) || labels.stream().anyMatch(tag::is)) {
        tags.add(tag);
      }
    }
    return tags;
  }

  private static void collect(YamlNode node, List<String> names, List<String> labels) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      return;
    }
    if (mapping.get("name").orElse(mapping) instanceof YamlNode.Scalar name) {
      names.add(name.text());
    }
    Optional<YamlNode> listed = mapping.get("labels");
    switch (listed.orElse(mapping)) {
      case YamlNode.Scalar label -> labels.add(label.text());
      case YamlNode.Sequence list ->
          list.items().stream()
              .filter(YamlNode.Scalar.class::isInstance)
              .forEach(item -> labels.add(((YamlNode.Scalar) item).text()));
      case YamlNode.Mapping ignored -> {}
    }
  }
}
