package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// The matrices that the instances of a job come from: those of the calls it is in, outermost
/// first, and its own.
///
/// The index of an instance has a digit to base 256 for each of them, that of the outermost call
/// lowest. So it stays what it is when a matrix further in is unfolded, and all jobs of a call say
/// by the same digits which combination of the call they are of.
///
/// @param layers outermost first
record MatrixLayers(List<Layer> layers) {
  /// A digit has room for as many as a matrix may have.
  static final int BITS = LateMatrix.BITS_OF_CALL;

  static final int OWN = -1;

  /// A matrix.
  ///
  /// @param depth of the file that makes the call; [#OWN] for the job's own
  record Layer(int depth, Matrix matrix) {
    boolean isOwn() {
      return depth == OWN;
    }

    /// The jobs whose results it rests on; empty if that is decided only when it is evaluated.
    Optional<Set<String>> needs() {
      Set<String> named = new HashSet<>();
      boolean known =
          BeforeRun.templates(matrix).stream()
              .flatMap(template -> template.expressions().stream())
              .allMatch(expression -> collect(expression, named));
      return known ? Optional.of(named) : Optional.empty();
    }

    private static boolean collect(Expression expression, Set<String> named) {
      List<String> path = Expressions.path(expression);
      if (path.size() >= 2 && path.getFirst().equalsIgnoreCase("needs")) {
        named.add(path.get(1));
        return true;
      }
      return !Expressions.isNamed(expression, "needs")
          && expression.children().stream().allMatch(child -> collect(child, named));
    }
  }

  /// One instance.
  ///
  /// @param around the contexts of the calls around it, and what its own matrix adds to a name
  /// @param own of its own matrix
  /// @param place in that
  /// @param totals how many combinations each layer has here
  record Unfolded(
      int index,
      Map<String, Value> around,
      Optional<Matrix.Combination> own,
      int place,
      List<Integer> totals) {
    /// The one that stands for all while nothing is known.
    static final Unfolded ALL = new Unfolded(0, Map.of(), Optional.empty(), 0, List.of());

    /// How many its own matrix has here.
    int total() {
      return own.isPresent() ? totals.getLast() : 1;
    }

    /// All contexts of the instance: those of the calls around it, `matrix` and `strategy`.
    ///
    /// @param strategy how the job's instances are run together; empty without a matrix
    Map<String, Value> contexts(Optional<PlannedStrategy> strategy) {
      Map<String, Value> contexts = new LinkedHashMap<>(around);
      contexts.put("matrix", matrix());
      contexts.put("strategy", strategyContext(strategy));
      return contexts;
    }

    Value matrix() {
      return own.<Value>map(here -> new Value.Obj(here.values())).orElse(new Value.Null());
    }

    Value strategyContext(Optional<PlannedStrategy> strategy) {
      boolean failFast = strategy.map(PlannedStrategy::failFast).orElse(true);
      int maxParallel = strategy.map(here -> here.maxParallel().orElse(total())).orElse(1);
      return Value.Obj.of(
          Map.entry("fail-fast", Value.of(failFast)),
          Map.entry("job-index", Value.of(place)),
          Map.entry("job-total", Value.of(total())),
          Map.entry("max-parallel", Value.of(maxParallel)));
    }

    private Unfolded in(Layer layer, List<Matrix.Combination> all, int digit) {
      Matrix.Combination combination = all.get(digit);
      String suffix = JobName.suffix(combination);
      Map<String, Value> more = new LinkedHashMap<>(around);
      if (layer.isOwn()) {
        more.put(CallPlace.OWN_SUFFIX, Value.of(suffix));
      } else {
        more.put(CallPlace.matrix(layer.depth), new Value.Obj(combination.values()));
        more.put(CallPlace.suffix(layer.depth), Value.of(suffix));
        more.put(
            CallPlace.strategy(layer.depth),
            Value.Obj.of(
                Map.entry("job-index", Value.of(digit)),
                Map.entry("job-total", Value.of(all.size()))));
      }
      List<Integer> counted = new ArrayList<>(totals);
      counted.add(all.size());
      return new Unfolded(
          index | (digit << (BITS * totals.size())),
          more,
          layer.isOwn() ? Optional.of(combination) : own,
          layer.isOwn() ? digit : place,
          counted);
    }
  }

  /// What is known where a layer is unfolded.
  interface Known {
    /// @param index the digits of the layers above
    /// @return empty while the layer cannot be unfolded
    Optional<EvaluationContext> at(int layer, int index);
  }

  static MatrixLayers of(Job job) {
    List<Layer> layers = new ArrayList<>();
    for (CallPlace call : job.calls()) {
      if (call.isOpen()) {
        layers.add(new Layer(call.depth(), call.strategy().matrix()));
      }
    }
    job.strategy().ifPresent(own -> layers.add(new Layer(OWN, own.matrix())));
    return new MatrixLayers(layers);
  }

  /// Whether one of them rests on needed jobs.
  boolean areLate() {
    return layers.stream().anyMatch(layer -> LateMatrix.isLate(layer.matrix()));
  }

  /// All instances, in order.
  ///
  /// @throws WorkflowException if a layer makes no matrix
  List<Unfolded> unfold(EvaluationContext context) {
    List<Unfolded> found = new ArrayList<>();
    unfold(
        Unfolded.ALL,
        (layer, from) -> combinations(layer, from, context),
        Integer.MAX_VALUE,
        found);
    return found;
  }

  /// The instances, in order. Where a layer is not known yet, or makes no matrix,
  /// one stands for all below: it waits, or fails and says why.
  ///
  /// @param most how many there may be; where there are more, one stands for all
  List<Unfolded> instances(Known known, int most) {
    List<Unfolded> found = new ArrayList<>();
    unfold(Unfolded.ALL, (layer, from) -> ifKnown(layer, from, known), most, found);
    return found.size() <= most ? found : List.of(Unfolded.ALL);
  }

  private List<Matrix.Combination> ifKnown(int layer, Unfolded from, Known known) {
    try {
      return known
          .at(layer, from.index())
          .map(context -> combinations(layer, from, context))
          .orElse(List.of());
    } catch (WorkflowException noMatrix) {
      return List.of();
    }
  }

  private void unfold(
      Unfolded from,
      BiFunction<Integer, Unfolded, List<Matrix.Combination>> combinations,
      int most,
      List<Unfolded> found) {
    int layer = from.totals().size();
    List<Matrix.Combination> all =
        layer < layers.size() ? combinations.apply(layer, from) : List.of();
    if (all.isEmpty()) {
      found.add(from);
    }
    for (int digit = 0; digit < all.size() && found.size() <= most; digit++) {
      unfold(from.in(layers.get(layer), all, digit), combinations, most, found);
    }
  }

  /// One instance.
  ///
  /// @throws WorkflowException if a layer makes no matrix, or there is none of that index
  Unfolded at(int index, EvaluationContext context) {
    Unfolded found = Unfolded.ALL;
    for (int layer = 0; layer < layers.size(); layer++) {
      found = below(found, layer, index, context);
    }
    return found;
  }

  /// The contexts of the calls around an instance.
  ///
  /// @throws WorkflowException as [#at]
  Map<String, Value> around(int index, EvaluationContext context) {
    Unfolded found = Unfolded.ALL;
    for (int layer = 0; layer < layers.size() && !layers.get(layer).isOwn(); layer++) {
      found = below(found, layer, index, context);
    }
    return found.around();
  }

  private Unfolded below(Unfolded from, int layer, int index, EvaluationContext context) {
    List<Matrix.Combination> all = combinations(layer, from, context);
    int digit = (index >> (BITS * layer)) & (Matrix.MAX_INSTANCES - 1);
    if (digit >= all.size()) {
      throw new WorkflowException(
          "The matrix has %d combinations by the results of its needs, and none with number %d"
              .formatted(all.size(), digit));
    }
    return from.in(layers.get(layer), all, digit);
  }

  private List<Matrix.Combination> combinations(
      int layer, Unfolded from, EvaluationContext context) {
    Map<String, Value> contexts = new LinkedHashMap<>(context.contexts());
    contexts.putAll(from.around());
    return layers.get(layer).matrix().combinations(EvaluationContext.of(contexts));
  }
}
