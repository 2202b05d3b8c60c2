package io.peerdeck.workflow;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which secrets a job names, in the words of the submitted file: what a called workflow names is
/// what its caller gave. An action of the workspace can name none, as at GitHub; it gets what the
/// step passes on. A name that is made up while the job runs is not seen; it gives a secret that
/// was granted, or nothing.
public final class SecretReferences {
  private SecretReferences() {}

  /// The names, in upper case.
  public static Set<String> in(Workflow workflow, Job job) {
    Set<String> names = new TreeSet<>();
    Rewriting look =
        new Rewriting(
            (expression, at) -> {
              List<String> path = Expressions.path(expression);
              if (path.size() == 2 && path.getFirst().equalsIgnoreCase("secrets")) {
                names.add(path.get(1).toUpperCase(Locale.ROOT));
              }
              return Optional.empty();
            });
    workflow.env().rewritten(look);
    job.rewritten(look);
    return names;
  }
}
