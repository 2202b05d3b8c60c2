package io.peerdeck.workflow;

import java.util.Optional;
import java.util.OptionalInt;

/// A job's `strategy`.
///
/// @param failFast whether a failed instance cancels its siblings; true where nothing is said or an
///     expression gives nothing
/// @param maxParallel how many instances may run at once; empty means no bound
public record Strategy(Matrix matrix, Template failFast, Optional<Template> maxParallel) {

  /// What the plan says of it.
  ///
  /// @throws ExpressionException with the place in the file, if an expression fails or gives
  /// something else than a boolean or a whole number above 0
  PlannedStrategy planned(EvaluationContext context) {
    return planned(failFast, maxParallel, context);
  }

  /// The same of its bounds alone.
  static PlannedStrategy planned(
      Template failFast, Optional<Template> maxParallel, EvaluationContext context) {
    boolean fast = failFast.evaluate(context) instanceof Value.Null || failFast.bool(context);
    if (maxParallel.isEmpty() || maxParallel.get().evaluate(context) instanceof Value.Null) {
      return new PlannedStrategy(fast, OptionalInt.empty());
    }
    double number = maxParallel.get().number(context);
    if (number < 1 || number != Math.rint(number) || number > Integer.MAX_VALUE) {
      throw ExpressionException.placed(
          maxParallel.get().position(),
          "Unexpected value '"
              + maxParallel.get().text(context)
              + "': expected a whole number of at least 1");
    }
    return new PlannedStrategy(fast, OptionalInt.of((int) number));
  }
}
