package io.peerdeck.workflow;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// What binds a job's instances to each other and to other runs, where that is known only once they
/// are: groups named by a matrix that rests on needed jobs, bounds that rest on the matrix of a
/// call. Like their [LateMatrix] it travels as text with the submission, in which what the
/// submission decides is written out.
///
/// The text is the JSON of `{"groups": [{"group", "cancel-in-progress", "queue", "call"}],
/// "fail-fast", "max-parallel", "calls": [{"fail-fast", "max-parallel"}]}`.
public final class LateTerms {
  /// Bounds that are not known yet.
  static final PlannedStrategy UNKNOWN = new PlannedStrategy(true, OptionalInt.empty());

  private static final String NEEDS = "needs";

  private final List<Concurrency> groups;
  private final Bounds own;
  private final List<Bounds> calls;

  private record Bounds(Template failFast, Optional<Template> maxParallel) {
    static Bounds of(Strategy strategy) {
      return new Bounds(strategy.failFast(), strategy.maxParallel());
    }

    Stream<Template> templates() {
      return Stream.concat(Stream.of(failFast), maxParallel.stream());
    }

    PlannedStrategy planned(EvaluationContext context) {
      return Strategy.planned(failFast, maxParallel, context);
    }
  }

  /// What they are for one instance.
  ///
  /// @param groups innermost first
  /// @param own how the instances of the job are run together
  /// @param calls how the combinations of the calls around it are, outermost first
  public record Known(List<PlannedGroup> groups, PlannedStrategy own, List<PlannedStrategy> calls) {
    public Known {
      groups = List.copyOf(groups);
      calls = List.copyOf(calls);
    }
  }

  private LateTerms(List<Concurrency> groups, Bounds own, List<Bounds> calls) {
    this.groups = groups;
    this.own = own;
    this.calls = calls;
  }

  private static LateTerms of(Job job) {
    return new LateTerms(
        job.groups(),
        job.strategy()
            .map(Bounds::of)
            .orElseGet(
                () ->
                    new Bounds(Template.literal(Value.of(true), job.position()), Optional.empty())),
        job.calls().stream().map(CallPlace::strategy).map(Bounds::of).toList());
  }

  private Stream<Template> ofGroups() {
    return groups.stream().flatMap(each -> Stream.of(each.group(), each.cancelInProgress()));
  }

  private Stream<Template> bounds() {
    return Stream.concat(Stream.of(own), calls.stream()).flatMap(Bounds::templates);
  }

  /// Whether the terms of a job rest on needed jobs, or its bounds on what a call's matrix gives.
  static boolean areLate(Job job) {
    LateTerms terms = of(job);
    return terms.ofGroups().anyMatch(LateTerms::namesNeeds)
        || terms.bounds().anyMatch(bound -> Expressions.names(bound, LateMatrix::isOpen));
  }

  /// Whether its groups rest on a matrix, be it of a call.
  static boolean areOfMatrix(Job job) {
    return of(job).ofGroups().anyMatch(group -> Expressions.names(group, LateTerms::isOpen));
  }

  private static boolean namesNeeds(Template template) {
    return Expressions.names(template, NEEDS);
  }

  /// Whether the instance decides a context.
  private static boolean isOpen(String context) {
    return context.equalsIgnoreCase("matrix")
        || context.equalsIgnoreCase("strategy")
        || LateMatrix.isOpen(context);
  }

  /// The text that a job's terms travel as.
  ///
  /// @param known what the submission decides
  /// @throws WorkflowException if an expression fails, or the text could not be read back
  static String text(Job job, EvaluationContext known) {
    Rewriting writtenOut = LateMatrix.writtenOut(LateTerms::isOpen, Concurrency.ofRun(known));
    LateTerms terms = of(job);
    Map<String, Value> members = new LinkedHashMap<>();
    members.put(
        "groups",
        new Value.Array(
            terms.groups.stream()
                .<Value>map(group -> value(writtenOut.concurrency(group)))
                .toList()));
    members.putAll(value(terms.own, writtenOut));
    members.put(
        "calls",
        new Value.Array(
            terms.calls.stream()
                .<Value>map(call -> new Value.Obj(value(call, writtenOut)))
                .toList()));
    String text = new Value.Obj(members).json();
    parse(text);
    return text;
  }

  private static Value value(Concurrency group) {
    return Value.Obj.of(
        Map.entry("group", LateMatrix.value(group.group())),
        Map.entry("cancel-in-progress", LateMatrix.value(group.cancelInProgress())),
        Map.entry("queue", Value.of(group.queues())),
        Map.entry("call", Value.of(group.call().orElse(""))));
  }

  private static Map<String, Value> value(Bounds bounds, Rewriting writtenOut) {
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("fail-fast", LateMatrix.value(writtenOut.template(bounds.failFast())));
    bounds
        .maxParallel()
        .ifPresent(
            most -> members.put("max-parallel", LateMatrix.value(writtenOut.template(most))));
    return members;
  }

  /// Reads a text back.
  ///
  /// @throws WorkflowException if it is none
  public static LateTerms parse(String text) {
    Findings findings = new Findings();
    Optional<YamlNode.Mapping> root =
        new YamlReader("terms", findings)
            .read(text.getBytes(StandardCharsets.UTF_8))
            .flatMap(node -> node.mapping(findings));
    TemplateReader templates = new TemplateReader(findings);
    List<Concurrency> groups = new ArrayList<>();
    for (YamlNode.Mapping group : mappings(root, "groups", findings)) {
      Optional<Template> name = template(group, "group", templates);
      Optional<Template> cancel = template(group, "cancel-in-progress", templates);
      Optional<Value> queue = scalar(group, "queue", findings);
      String call = scalar(group, "call", findings).map(Value::text).orElse("");
      if (name.isPresent() && cancel.isPresent()) {
        groups.add(
            new Concurrency(
                name.get(),
                cancel.get(),
                queue.filter(Value::isTruthy).isPresent(),
                Optional.of(call).filter(id -> !id.isEmpty())));
      }
    }
    List<Bounds> calls = new ArrayList<>();
    for (YamlNode.Mapping call : mappings(root, "calls", findings)) {
      bounds(call, templates).ifPresent(calls::add);
    }
    Optional<Bounds> own = root.flatMap(here -> bounds(here, templates));
    if (findings.hasErrors() || own.isEmpty()) {
      throw new WorkflowException(findings.inOrder());
    }
    return new LateTerms(List.copyOf(groups), own.get(), List.copyOf(calls));
  }

  private static Optional<Value> scalar(YamlNode.Mapping mapping, String key, Findings findings) {
    return mapping.get(key).flatMap(node -> node.scalar(findings)).map(YamlNode.Scalar::value);
  }

  private static List<YamlNode.Mapping> mappings(
      Optional<YamlNode.Mapping> root, String key, Findings findings) {
    return root
        .flatMap(here -> here.get(key))
        .flatMap(node -> node.sequence(findings))
        .map(YamlNode.Sequence::items)
        .orElse(List.of())
        .stream()
        .flatMap(item -> item.mapping(findings).stream())
        .toList();
  }

  private static Optional<Bounds> bounds(YamlNode.Mapping mapping, TemplateReader templates) {
    return template(mapping, "fail-fast", templates)
        .map(fast -> new Bounds(fast, template(mapping, "max-parallel", templates)));
  }

  private static Optional<Template> template(
      YamlNode.Mapping mapping, String key, TemplateReader templates) {
    return mapping.get(key).flatMap(node -> templates.template(node, ExpressionScope.LATE_MATRIX));
  }

  /// Whether the results of needed jobs decide them.
  public boolean restOnNeeds() {
    return Stream.concat(ofGroups(), bounds()).anyMatch(LateTerms::namesNeeds);
  }

  /// What they are for an instance. A group that is held around it is there once: what would wait
  /// for itself fails when it is run.
  ///
  /// @param instance as [LateMatrix#instances] tells it
  /// @param needs the `needs` context, where [#restOnNeeds]
  /// @throws WorkflowException if an expression fails or a group has no name
  public Known of(LateMatrix.Instance instance, Optional<Value.Obj> needs) {
    Map<String, Value> contexts = new LinkedHashMap<>(instance.unfolded().around());
    needs.ifPresent(context -> contexts.put(NEEDS, context));
    PlannedStrategy strategy = own.planned(EvaluationContext.of(contexts));
    List<PlannedStrategy> bounds =
        calls.stream().map(call -> call.planned(EvaluationContext.of(contexts))).toList();
    contexts.putAll(instance.unfolded().contexts(Optional.of(strategy)));
    EvaluationContext here = EvaluationContext.of(contexts);
    List<PlannedGroup> named = new ArrayList<>();
    for (Concurrency group : groups.reversed()) {
      PlannedGroup planned = group.planned(here);
      if (named.stream().noneMatch(planned::isSameAs)) {
        named.addFirst(planned);
      }
    }
    return new Known(named, strategy, bounds);
  }
}
