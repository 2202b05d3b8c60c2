package io.peerdeck.schedule;

import io.peerdeck.multiformats.Ipld;
import io.peerdeck.workflow.PlannedStrategy;

/// A call with a matrix that the tasks of a job are in.
///
/// @param call its id
/// @param combination which of its combinations the job is of; empty where its tasks are of all:
///     the index of a task says of which
/// @param failFast whether a combination in which a task failed calls the others off
/// @param maxParallel how many combinations may run at once; 0 for all
public record CallTerms(String call, String combination, boolean failFast, int maxParallel) {
  private static final int MAX_TEXT = 1024;

  /// Checks the texts and the bound.
  ///
  /// @throws ScheduleException saying what is wrong
  public CallTerms {
    if (call.isEmpty() || call.length() > MAX_TEXT || combination.length() > MAX_TEXT) {
      throw new ScheduleException("a call has an id of 1 to " + MAX_TEXT + " characters");
    }
    if (maxParallel < 0) {
      throw new ScheduleException("max-parallel is " + maxParallel + ", must be 1 or more");
    }
  }

  /// Whether the job's tasks are of all combinations.
  boolean isOpen() {
    return combination.isEmpty();
  }

  /// With bounds that are known by now.
  CallTerms with(PlannedStrategy strategy) {
    return new CallTerms(call, combination, strategy.failFast(), strategy.maxParallel().orElse(0));
  }

  Ipld toIpld() {
    return Ipld.map()
        .put("call", call)
        .put("of", combination)
        .put("failFast", failFast)
        .put("parallel", maxParallel)
        .build();
  }

  static CallTerms parse(Ipld.Map map) {
    return new CallTerms(
        map.text("call"),
        map.text("of"),
        map.bool("failFast"),
        map.integer("parallel", 0, Integer.MAX_VALUE));
  }
}
