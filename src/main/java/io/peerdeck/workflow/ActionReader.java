package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads `uses` and `with`: built-in actions by version tag, with the inputs they honour, and
/// actions in a folder of the workspace.
final class ActionReader {
  private static final Pattern VERSION = Pattern.compile("v[0-9]+(\\.[0-9]+){0,2}|[0-9a-f]{40}");
  private static final Pattern REFERENCE = Pattern.compile("[^/@\\s]+/[^@\\s]+@\\S+");
  private static final String BUILT_IN =
      "actions/checkout, upload-artifact, download-artifact, cache and setup-…";
  // GitHub's own ways in; everything a built-in action gives is here already.
  private static final Set<String> NO_EFFECT =
      Set.of("token", "github-token", "ssh-key", "ssh-known-hosts", "ssh-strict", "ssh-user");
  // What a submission is of, in the words a checkout can be asked for it.
  private static final Map<String, Set<String>> OWN =
      Map.of(
          "ref",
          Set.of(
              "github.ref",
              "github.ref_name",
              "github.sha",
              "github.head_ref",
              "github.event.pull_request.head.sha",
              "github.event.pull_request.head.ref"),
          "repository",
          Set.of("github.repository", "github.event.pull_request.head.repo.full_name"));

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
    if (uses.startsWith("docker://")) {
      findings.unsupported(at, "Docker actions do not run on a peer; do the same in a run step");
      return Optional.empty();
    }
    if (uses.startsWith("./") || uses.startsWith("../")) {
      return Optional.of(new Use(new ActionReference.Local(uses), with(step)));
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
      return Optional.of(new Use(vendored.get(), with(step)));
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
            new ActionReference.BuiltIn(action.get(), version),
            inputs(action.get(), step.get("with"), at)));
  }

  private Map<String, Template> with(Keys.Values step) {
    return templates.templates(step.get("with"), place.key());
  }

  private Map<String, Template> inputs(BuiltInAction action, Optional<YamlNode> with, Position at) {
    Map<String, Template> inputs = new LinkedHashMap<>();
    templates
        .templates(with, place.key(), name -> !hasNoEffect(name))
        .forEach(
            (name, template) -> {
              String input = name.toLowerCase(Locale.ROOT);
              if (action == BuiltInAction.CHECKOUT && OWN.containsKey(input)) {
                snapshotAlone(input, template);
                return;
              }
              if (!action.inputs().containsKey(input)) {
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
    return inputs;
  }

  private boolean hasNoEffect(YamlNode.Scalar name) {
    boolean none = NO_EFFECT.contains(name.text().toLowerCase(Locale.ROOT));
    if (none) {
      findings.warning(
          name.at(),
          "'" + name.text() + "' has no effect on a peer: what it opens is there already");
    }
    return none;
  }

  /// A ref or repository other than the submission's own cannot be checked out.
  private void snapshotAlone(String input, Template template) {
    Expression asked = template.expression();
    List<Expression> all = asked instanceof Expression.Or or ? or.operands() : List.of(asked);
    boolean own =
        all.stream()
            .map(each -> String.join(".", Expressions.path(each)).toLowerCase(Locale.ROOT))
            .allMatch(OWN.getOrDefault(input, Set.of())::contains);
    if (!own && !template.source().isEmpty()) {
      findings.unsupported(
          template.position(),
          "A checkout gives the submitted snapshot, no other "
              + input
              + "; submit the workflow from there, or clone it in a run step with the network");
    }
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
