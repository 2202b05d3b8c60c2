package io.peerdeck.workflow;

import static java.util.Map.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a submission says has happened: the filters of `on` are held against it, and the `github`
/// context tells of it.
///
/// @param name the event, such as `push`
/// @param type its activity, such as `opened`; empty where nothing is said
/// @param ref the branch or tag in full, such as `refs/heads/main`, for a pull request the one it
///     comes from; empty: what is checked out
/// @param base the branch a pull request is for, without `refs/heads/`; else empty
/// @param paths the files changed, from the root of the repository; empty where nothing is said
public record SubmittedEvent(
    String name, String type, String ref, String base, List<String> paths) {
  /// A submission by hand, for which no filter is asked.
  public static final SubmittedEvent BY_HAND = of("workflow_dispatch");

  private static final Pattern REF =
      Pattern.compile("refs/(heads|tags|pull)/[^\\p{Cntrl} ]{1,244}");
  private static final Pattern BASE = Pattern.compile("[^\\p{Cntrl} ]{1,244}");
  private static final Pattern TYPE = Pattern.compile("[\\w.-]{1,100}");
  private static final int MAX_PATHS = 3_000; // GitHub compares the first 3,000 changed files

  /// Checks each part.
  ///
  /// @throws WorkflowException saying what is wrong and what would be right
  public SubmittedEvent {
    paths = List.copyOf(paths);
    if (!EventCatalog.names().contains(name) || name.equals("workflow_call")) {
      throw new WorkflowException(
          "'"
              + name
              + "' is no event that starts a workflow"
              + Findings.nearest(name, EventCatalog.names())
                  .map(near -> "; did you mean '" + near + "'?")
                  .orElse(""));
    }
    if (!ref.isEmpty() && !REF.matcher(ref).matches()) {
      throw new WorkflowException(
          "'" + ref + "' is no ref in full; write refs/heads/BRANCH or refs/tags/TAG");
    }
    if (!base.isEmpty() && (!isPullRequest(name) || !BASE.matcher(base).matches())) {
      throw new WorkflowException(
          isPullRequest(name)
              ? "'" + base + "' is no name of a branch"
              : "Only a pull request has a base; " + name + " has none");
    }
    if (!type.isEmpty() && !TYPE.matcher(type).matches()) {
      throw new WorkflowException("'" + type + "' is no activity type, such as opened");
    }
    if (paths.size() > MAX_PATHS) {
      throw new WorkflowException("At most " + MAX_PATHS + " changed files may be named");
    }
  }

  /// An event of which nothing else is said.
  ///
  /// @throws WorkflowException if there is none of that name
  public static SubmittedEvent of(String name) {
    return new SubmittedEvent(name, "", "", "", List.of());
  }

  private static boolean isPullRequest(String name) {
    return name.startsWith("pull_request");
  }

  boolean isPullRequest() {
    return isPullRequest(name);
  }

  /// Whether it is a submission by hand, which alone has inputs.
  public boolean isByHand() {
    return name.equals(BY_HAND.name);
  }

  /// The branch that filters ask for: the one pushed to, or the one a pull request is for.
  Optional<String> branch() {
    if (isPullRequest()) {
      return Optional.of(base).filter(text -> !text.isEmpty());
    }
    return Optional.of(ref).filter(text -> text.startsWith("refs/heads/")).map(Revision::shortRef);
  }

  Optional<String> tag() {
    return Optional.of(ref).filter(text -> text.startsWith("refs/tags/")).map(Revision::shortRef);
  }

  /// The same at what is checked out, where nothing else was said.
  public SubmittedEvent at(Revision revision) {
    return ref.isEmpty() ? new SubmittedEvent(name, type, revision.ref(), base, paths) : this;
  }

  /// The same without the changed files: they are asked once, where the submission is made.
  public SubmittedEvent withoutPaths() {
    return new SubmittedEvent(name, type, ref, base, List.of());
  }

  /// What `github` holds of the event and where it happened.
  ///
  /// @param revision what the submission's files are of
  /// @param inputs of `workflow_dispatch`, as texts
  public Map<String, Value> github(Revision revision, Map<String, String> inputs) {
    SubmittedEvent here = at(revision);
    Revision moved = new Revision(revision.repository(), here.ref(), revision.sha());
    Map<String, Value> members = new LinkedHashMap<>(moved.github());
    members.put("event_name", Value.of(name));
    members.put("base_ref", Value.of(base));
    members.put("head_ref", Value.of(isPullRequest() ? Revision.shortRef(here.ref()) : ""));
    members.put("event", here.payload(moved, inputs));
    return members;
  }

  /// The part of GitHub's payload that a submission knows.
  private Value payload(Revision at, Map<String, String> inputs) {
    Map<String, Value> payload = new LinkedHashMap<>();
    if (isByHand()) {
      payload.put("inputs", Value.ofTexts(inputs, false));
    }
    if (!type.isEmpty()) {
      payload.put("action", Value.of(type));
    }
    if (isPullRequest()) {
      payload.put(
          "pull_request",
          object(
              entry(
                  "head",
                  object(
                      entry("ref", Value.of(Revision.shortRef(ref))),
                      entry("sha", Value.of(at.sha())))),
              entry("base", object(entry("ref", Value.of(base))))));
    } else if (!ref.isEmpty()) {
      payload.put("ref", Value.of(ref));
    }
    if (name.equals("push")) {
      payload.put("after", Value.of(at.sha()));
      payload.put("deleted", Value.of(false));
    }
    if (!at.repository().isEmpty()) {
      int slash = at.repository().indexOf('/');
      payload.put(
          "repository",
          object(
              entry("full_name", Value.of(at.repository())),
              entry("name", Value.of(at.repository().substring(slash + 1))),
              entry(
                  "owner", object(entry("login", Value.of(at.repository().substring(0, slash)))))));
    }
    return new Value.Obj(payload);
  }

  @SafeVarargs
  private static Value object(Map.Entry<String, Value>... members) {
    Map<String, Value> object = new LinkedHashMap<>();
    for (Map.Entry<String, Value> member : members) {
      object.put(member.getKey(), member.getValue());
    }
    return new Value.Obj(object);
  }
}
