package io.peerdeck.workflow;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads `uses` and `with`: built-in actions by version tag, with the inputs they honour, and
/// actions in a folder of the workspace.
final class ActionReader {
  private static final Pattern VERSION = Pattern.compile("v[0-9]+(\\.[0-9]+){0,2}|[0-9a-f]{40}");
  private static final Pattern REFERENCE = Pattern.compile("[^/@\\s]+/[^@\\s]+@\\S+");
  private static final String BUILT_IN =
      Arrays.stream(BuiltInAction.values())
          .map(BuiltInAction::reference)
          .collect(Collectors.joining(", "));

  private final Findings findings;
  private final TemplateReader templates;
  private final StepPlace place;

  ActionReader(Findings findings, TemplateReader templates, StepPlace place) {
    this.findings = findings;
    this.templates = templates;
    this.place = place;
  }

  record Use(ActionReference action, Map<String, Template> with) {}

  Optional<Use> read(Keys.Values step) {
    Optional<YamlNode.Scalar> node = step.scalar("uses");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    String uses = node.get().text();
    Position at = node.get().at();
    Map<String, Template> with = templates.templates(step.get("with"), place.key());
    if (uses.startsWith("docker://")) {
      findings.unsupported(at, "Docker actions do not run on a peer; do the same in a run step");
      return Optional.empty();
    }
    if (uses.startsWith("./") || uses.startsWith("../")) {
      return Optional.of(new Use(new ActionReference.Local(uses), with));
    }
    if (!REFERENCE.matcher(uses).matches()) {
      findings.unsupported(
          at, "Expected format {org}/{repo}[/path]@ref without blanks. Actual '" + uses + "'");
      return Optional.empty();
    }
    int split = uses.indexOf('@');
    Optional<BuiltInAction> action = BuiltInAction.named(uses.substring(0, split));
    String version = uses.substring(split + 1);
    Optional<ActionReference.Vendored> vendored = ActionReference.Vendored.parse(uses);
    if (action.isEmpty() && vendored.isPresent()) {
      return Optional.of(new Use(vendored.get(), with));
    }
    if (action.isEmpty()) {
      findings.unsupported(
          at,
          "The action '"
              + uses
              + "' is not offered on a peer unless it is pinned to a full commit SHA and vendored:"
              + " write owner/repo@SHA, or do the same in a run step (built in are "
              + BUILT_IN
              + ")");
      return Optional.empty();
    }
    if (!VERSION.matcher(version).matches()) {
      findings.unsupported(
          at,
          "'%s' names no version: a peer brings its own %s; write a tag such as @v4, or a full SHA"
              .formatted(uses, action.get().reference()));
      return Optional.empty();
    }
    return Optional.of(
        new Use(
            new ActionReference.BuiltIn(action.get(), version), inputs(action.get(), with, at)));
  }

  private Map<String, Template> inputs(
      BuiltInAction action, Map<String, Template> with, Position at) {
    Map<String, Template> inputs = new LinkedHashMap<>();
    with.forEach(
        (name, template) -> {
          String input = name.toLowerCase(Locale.ROOT);
          String usual = action.inputs().get(input);
          if (usual == null) {
            findings.unsupported(
                template.position(),
                "%s takes no input '%s' on a peer; it takes %s"
                    .formatted(
                        action.reference(), name, String.join(", ", action.inputs().keySet())));
            return;
          }
          inputs.put(input, template);
        });
    required(action)
        .filter(name -> !inputs.containsKey(name))
        .forEach(name -> findings.error(at, "Input required and not supplied: " + name));
    noHistory(inputs);
    for (String input : List.of("token", "ssh-key")) {
      Template given = inputs.get(input);
      if (given != null) {
        findings.warning(
            given.position(),
            "'" + input + "' has no effect on a peer: the snapshot is there already");
      }
    }
    return inputs;
  }

  private static Stream<String> required(BuiltInAction action) {
    return switch (action) {
      case UPLOAD_ARTIFACT -> Stream.of("path");
      case CACHE, CACHE_RESTORE, CACHE_SAVE -> Stream.of("path", "key");
      default -> Stream.of();
    };
  }

  private void noHistory(Map<String, Template> inputs) {
    for (String input : new String[] {"fetch-depth", "fetch-tags"}) {
      Template given = inputs.get(input);
      String usual = BuiltInAction.CHECKOUT.inputs().get(input);
      if (given != null && !given.constant().map(Value::text).equals(Optional.ofNullable(usual))) {
        findings.warning(
            given.position(),
            "'"
                + input
                + "' has no effect on a peer: the workspace snapshot carries files, no git"
                + " history");
      }
    }
    Template retention = inputs.get("retention-days");
    if (retention != null) {
      findings.warning(
          retention.position(),
          "'retention-days' has no effect on a peer: artifacts stay until they are removed");
    }
  }
}
