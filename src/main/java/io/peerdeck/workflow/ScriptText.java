package io.peerdeck.workflow;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The text of a script with its expressions put in. What an expression gives becomes part of the
/// program, so a value from elsewhere that holds `$(…)` or a quote is a command there and not a
/// text. ([script
/// injections](https://docs.github.com/actions/concepts/security/script-injections))
public final class ScriptText {
  private static final String NEEDS = "needs";

  /// Contexts whose values other jobs or earlier steps may have made.
  private static final Set<String> OPEN = Set.of(NEEDS, "steps", "matrix", "env", "job", "jobs");

  private static final String INPUTS = "inputs";

  /// No shell, Python or PowerShell takes these for more than letters, in quotes or without.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,= -]*");

  private ScriptText() {}

  /// The places of a script's expressions that name needed jobs' results.
  public static List<Template.Embedded> ofNeeds(Template script) {
    return script.parts().stream()
        .filter(Template.Embedded.class::isInstance)
        .map(Template.Embedded.class::cast)
        .filter(part -> givesNeeds(part.expression()))
        .toList();
  }

  /// The first expression that names what others may have made and puts more than plain words into
  /// the script.
  ///
  /// @param inAction whether the script is an action's, whose inputs may be anybody's
  /// @throws ExpressionException if an expression fails
  public static Optional<Template.Embedded> unsafe(
      Template script, EvaluationContext context, boolean inAction) {
    for (Template.Part part : script.parts()) {
      if (part instanceof Template.Embedded embedded
          && (Expressions.names(embedded.expression(), ScriptText::isOpen)
              || (inAction && Expressions.names(embedded.expression(), INPUTS)))
          && !PLAIN.matcher(embedded.expression().evaluate(context).text()).matches()) {
        return Optional.of(embedded);
      }
    }
    return Optional.empty();
  }

  /// How a job ended is one of four words and may stand anywhere.
  private static boolean givesNeeds(Expression expression) {
    List<String> path = Expressions.path(expression);
    return path.isEmpty()
        ? expression.children().stream().anyMatch(ScriptText::givesNeeds)
        : path.getFirst().equalsIgnoreCase(NEEDS)
            && !(path.size() == 3 && path.getLast().equalsIgnoreCase("result"));
  }

  private static boolean isOpen(String context) {
    return OPEN.stream().anyMatch(context::equalsIgnoreCase);
  }
}
