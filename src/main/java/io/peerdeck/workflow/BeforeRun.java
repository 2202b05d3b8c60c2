package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What an expression may use where its value must be known before anything runs: a submission
/// names its jobs, their labels and instances, and each peer must come to the same answer from the
/// submission alone.
final class BeforeRun {
  private static final String GITHUB = "github";
  private static final String NEEDS = "needs";
  private static final String VARS = "vars";
  private static final Set<String> KNOWN = Set.of("inputs", "matrix", "strategy");
  private static final Set<String> OF_GITHUB =
      Set.of(
          "workflow",
          "event_name",
          "event",
          "repository",
          "repository_owner",
          "ref",
          "ref_name",
          "ref_type",
          "sha",
          "head_ref",
          "base_ref");

  private BeforeRun() {}

  /// All scalars of a matrix.
  static List<Template> templates(Matrix matrix) {
    List<Template> templates = new ArrayList<>();
    matrix.whole().ifPresent(templates::add);
    matrix.axes().values().forEach(tree -> collect(tree, templates));
    matrix.include().ifPresent(tree -> collect(tree, templates));
    matrix.exclude().ifPresent(tree -> collect(tree, templates));
    return templates;
  }

  private static void collect(TemplateTree tree, List<Template> templates) {
    switch (tree) {
      case TemplateTree.Leaf(Template template) -> templates.add(template);
      case TemplateTree.Items items -> items.items().forEach(item -> collect(item, templates));
      case TemplateTree.Members members ->
          members.members().values().forEach(member -> collect(member, templates));
    }
  }

  static boolean hasExpressions(Matrix matrix) {
    return matrix.whole().isPresent()
        || matrix.axes().values().stream().anyMatch(BeforeRun::hasExpressions)
        || matrix.include().filter(BeforeRun::hasExpressions).isPresent()
        || matrix.exclude().filter(BeforeRun::hasExpressions).isPresent();
  }

  private static boolean hasExpressions(TemplateTree tree) {
    return switch (tree) {
      case TemplateTree.Leaf(Template template) -> template.constant().isEmpty();
      case TemplateTree.Items items -> items.items().stream().anyMatch(BeforeRun::hasExpressions);
      case TemplateTree.Members members ->
          members.members().values().stream().anyMatch(BeforeRun::hasExpressions);
    };
  }

  /// Reports each context in a template whose value only a run can tell.
  static void check(Template template, Findings findings) {
    report(template, unknown(template), findings);
  }

  /// The same for what may rest on needed jobs, such as a matrix: it is decided once these are
  /// over.
  static void checkAfterNeeds(Template template, Findings findings) {
    report(template, unknownAfterNeeds(template, Set.of()), findings);
  }

  /// The same for a concurrency group, which may besides name its run and who submitted that: a
  /// group stands for them by [PlannedGroup#RUN] and [PlannedGroup#SUBMITTER].
  static void checkGroup(Template template, Findings findings) {
    report(template, unknownAfterNeeds(template, PlannedGroup.OF_RUN.keySet()), findings);
  }

  private static Optional<String> unknownAfterNeeds(Template template, Set<String> besides) {
    return template.expressions().stream()
        .flatMap(expression -> unknowns(expression, besides))
        .filter(context -> !context.equalsIgnoreCase(NEEDS))
        .findFirst();
  }

  private static void report(Template template, Optional<String> unknown, Findings findings) {
    unknown.ifPresent(
        context ->
            findings.unsupported(
                template.position(),
                "'%s' is not known before the run, and this value must be: use inputs, matrix, strategy or a variable by its name, or write it out"
                    .formatted(context)));
  }

  /// For a job's name, which decides nothing and may wait until all of it is known: warns of what
  /// never is to all peers.
  static void checkName(Template template, Findings findings) {
    unknown(template)
        .filter(VARS::equalsIgnoreCase)
        .ifPresent(
            context ->
                findings.warning(
                    template.position(),
                    "Peers are told of the variables that names are made of, one by one, and not of"
                        + " 'vars' as a whole: write vars.NAME; as it is the job's id is shown"));
  }

  /// Whether a name is made of what is known only in its run.
  static boolean isOpen(Template name) {
    return unknown(name).isPresent();
  }

  /// Whether all of a name is known.
  ///
  /// @param context `needs` where those are over; of `github` all of it, or what a plan has
  static boolean isKnown(Template name, EvaluationContext context) {
    boolean inRun =
        context.context(GITHUB) instanceof Value.Obj github && github.get("run_id").isTruthy();
    boolean over = context.context(NEEDS) instanceof Value.Obj;
    return name.expressions().stream()
        .flatMap(expression -> unknowns(expression, Set.of()))
        .allMatch(
            unknown ->
                (inRun && unknown.equalsIgnoreCase(GITHUB))
                    || (over && unknown.equalsIgnoreCase(NEEDS)));
  }

  /// Whether an expression names only what is known before anything runs.
  static boolean isKnown(Expression expression) {
    return unknowns(expression, Set.of()).findAny().isEmpty();
  }

  /// The first context in a template whose value only a run can tell.
  static Optional<String> unknown(Template template) {
    return unknown(template, Set.of());
  }

  /// @param besides what of `github` is known as well
  private static Optional<String> unknown(Template template, Set<String> besides) {
    return template.expressions().stream()
        .flatMap(expression -> unknowns(expression, besides))
        .findFirst();
  }

  private static Stream<String> unknowns(Expression expression, Set<String> besides) {
    if (expression
            instanceof
            Expression.Index(
                Expression.Name(String context, int at),
                Expression.Literal(Value.Str(String member)))
        && isKnown(context, member, besides)) {
      return Stream.empty();
    }
    if (expression instanceof Expression.Name(String name, int ignored)) {
      return KNOWN.stream().anyMatch(name::equalsIgnoreCase) || CallPlace.isContext(name)
          ? Stream.empty()
          : Stream.of(name);
    }
    return expression.children().stream().flatMap(child -> unknowns(child, besides));
  }

  private static boolean isKnown(String context, String member, Set<String> besides) {
    if (context.equalsIgnoreCase(VARS)) {
      return !member.isEmpty(); // travels with the submission, see PlannedVariables
    }
    String name = member.toLowerCase(Locale.ROOT);
    return context.equalsIgnoreCase(GITHUB) && (OF_GITHUB.contains(name) || besides.contains(name));
  }
}
