package io.peerdeck.node;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.workflow.Diagnostic;
import io.peerdeck.workflow.InputCheck;
import io.peerdeck.workflow.ParseResult;
import io.peerdeck.workflow.Plan;
import io.peerdeck.workflow.Revision;
import io.peerdeck.workflow.SubmittedEvent;
import io.peerdeck.workflow.Workflow;
import io.peerdeck.workflow.WorkflowBundle;
import io.peerdeck.workflow.WorkflowException;
import io.peerdeck.workflow.WorkflowFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// Reads what is to be submitted and finds everything that speaks against it.
final class WorkflowDesk {
  private final Path dataFolder;
  private final BiFunction<Workflow, Path, UsedActions.Resolved> actions;
  private final Naming naming;
  private final Supplier<Map<String, String>> variables;

  /// @param actions resolves the third-party actions of a workflow; local ones are in the folder
  /// @param variables of this machine, by name
  WorkflowDesk(
      Path dataFolder,
      BiFunction<Workflow, Path, UsedActions.Resolved> actions,
      Naming naming,
      Supplier<Map<String, String>> variables) {
    this.dataFolder = dataFolder;
    this.actions = actions;
    this.naming = naming;
    this.variables = variables;
  }

  /// What a run will be called.
  interface Naming {
    /// @throws WorkflowException with the place in the file, if an expression of the name fails
    String name(SubmitRequest request, Workflow workflow, Plan plan, WorkspaceFiles files);
  }

  WorkflowTemplates templates() {
    return new WorkflowTemplates(dataFolder.resolve("templates"));
  }

  /// A file as it was read.
  ///
  /// @param workflow empty when the file is no valid workflow
  /// @param plan empty when there is any error
  /// @param name what the run will be called; empty without a plan
  /// @param files what the snapshot holds
  /// @param actions folders of the third-party actions it uses
  record Prepared(
      SubmitRequest request,
      byte[] bytes,
      Optional<Workflow> workflow,
      Optional<Plan> plan,
      Optional<String> name,
      WorkspaceFiles files,
      Map<String, Cid> actions,
      List<SubmitPreview.Problem> problems) {
    /// The plan of a file without errors; throws [NodeException] with all errors otherwise.
    Plan orThrow() {
      List<SubmitPreview.Problem> errors =
          problems.stream().filter(SubmitPreview.Problem::error).toList();
      if (plan.isPresent() && errors.isEmpty()) {
        return plan.get();
      }
      StringBuilder message = new StringBuilder();
      for (SubmitPreview.Problem problem : errors) {
        message.append(message.isEmpty() ? "" : "\n").append(request.file());
        if (problem.line() > 0) {
          message.append(':').append(problem.line()).append(':').append(problem.column());
        }
        message.append(": ").append(problem.message());
      }
      throw new NodeException(NodeException.Reason.INVALID, message.toString());
    }

    /// What has happened, at what is checked out where nothing else was said.
    SubmittedEvent event() {
      return happened(request, files);
    }

    Cid workflowCid() {
      return Cid.of(Cid.RAW, bytes);
    }
  }

  /// Reads the file and its workspace. Throws [NodeException] when the file itself cannot be read;
  /// what is wrong inside is among the problems.
  Prepared prepare(SubmitRequest request) {
    return prepare(
        request,
        () ->
            WorkspaceFiles.of(
                request.file(),
                request.folder().or(() -> templates().workspace(request.file())),
                dataFolder));
  }

  /// The same for a copy of what is in a repository elsewhere.
  Prepared prepare(SubmitRequest request, Revision revision) {
    return prepare(
        request,
        () ->
            WorkspaceFiles.of(request.file(), request.folder(), dataFolder).withRevision(revision));
  }

  private Prepared prepare(SubmitRequest request, Supplier<WorkspaceFiles> workspace) {
    byte[] file = read(request.file());
    WorkspaceFiles files = workspace.get();
    byte[] bytes = WorkflowBundle.of(file, files.called()).bytes();
    String name = String.valueOf(request.file().getFileName());
    ParseResult parsed = WorkflowFile.parse(name, bytes);
    List<SubmitPreview.Problem> problems = new ArrayList<>();
    parsed.diagnostics().stream()
        .map(found -> request.asIs() ? found.asItIs() : found)
        .forEach(found -> problems.add(problem(found)));
    if (!request.asIs() && parsed.isDoubtful()) {
      problems.add(SubmitPreview.DOUBTFUL);
    }
    Optional<Plan> plan = Optional.empty();
    Optional<String> runName = Optional.empty();
    if (parsed.workflow().isPresent()) {
      Workflow workflow = parsed.workflow().get();
      if (!workflow.isTagged() && !request.untagged()) {
        problems.add(untagged());
      }
      SubmittedEvent event = happened(request, files);
      problems.addAll(refusals(workflow, event));
      plan = plan(workflow, request.inputs(), files.revision(), event, problems);
      runName =
          plan.flatMap(
              known -> evaluated(() -> naming.name(request, workflow, known, files), problems));
    }
    parsed
        .workflow()
        .ifPresent(
            workflow -> {
              problems.addAll(SubmittedActions.problems(workflow, files));
              problems.addAll(SubmittedScripts.problems(workflow));
            });
    UsedActions.Resolved used =
        parsed
            .workflow()
            .map(workflow -> actions.apply(workflow, files.root()))
            .orElseGet(() -> new UsedActions.Resolved(Map.of(), List.of()));
    problems.addAll(used.problems());
    files.leftOut().ifPresent(told -> problems.add(new SubmitPreview.Problem(0, 0, false, told)));
    return new Prepared(
        request,
        bytes,
        parsed.workflow(),
        plan,
        runName,
        files,
        used.actions(),
        List.copyOf(problems));
  }

  private static SubmitPreview.Problem untagged() {
    return new SubmitPreview.Problem(
        0,
        0,
        true,
        "The file is not tagged for the fleet: write p2p-workflow or offline-workflow into its"
            + " name, a job's name or `labels`, or insist on submitting it untagged.");
  }

  static SubmittedEvent happened(SubmitRequest request, WorkspaceFiles files) {
    SubmittedEvent event = request.event().orElse(SubmittedEvent.BY_HAND);
    return event.isByHand() && event.ref().isEmpty() ? event : event.at(files.revision());
  }

  /// Why the event does not start the workflow; or a warning that its changed files were not named,
  /// where these decide.
  private static List<SubmitPreview.Problem> refusals(Workflow workflow, SubmittedEvent event) {
    List<SubmitPreview.Problem> problems = new ArrayList<>();
    workflow.refusals(event).forEach(found -> problems.add(problem(found)));
    if (problems.isEmpty() && !event.isByHand() && event.paths().isEmpty()) {
      workflow.triggers().stream()
          .filter(trigger -> trigger.event().equals(event.name()) && trigger.asksForPaths())
          .forEach(
              trigger ->
                  problems.add(
                      new SubmitPreview.Problem(
                          trigger.position().line(),
                          trigger.position().column(),
                          false,
                          "It starts on certain changed files only, and none were named; the run"
                              + " starts whatever changed")));
    }
    return problems;
  }

  private Optional<Plan> plan(
      Workflow workflow,
      Map<String, String> inputs,
      Revision revision,
      SubmittedEvent event,
      List<SubmitPreview.Problem> problems) {
    InputCheck check = InputCheck.of(workflow, inputs, event);
    check.problems().forEach(found -> problems.add(problem(found)));
    if (!check.problems().isEmpty()) {
      return Optional.empty();
    }
    return evaluated(() -> Plan.of(workflow, inputs, variables.get(), revision, event), problems);
  }

  private static <T> Optional<T> evaluated(
      Supplier<T> value, List<SubmitPreview.Problem> problems) {
    try {
      return Optional.of(value.get());
    } catch (WorkflowException e) {
      e.diagnostics().forEach(found -> problems.add(problem(found)));
      if (e.diagnostics().isEmpty()) {
        problems.add(new SubmitPreview.Problem(0, 0, true, String.valueOf(e.getMessage())));
      }
      return Optional.empty();
    }
  }

  private static SubmitPreview.Problem problem(Diagnostic found) {
    return new SubmitPreview.Problem(
        found.line(), found.column(), found.isError(), found.message());
  }

  private static byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(WorkflowFile.MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new NodeException(NodeException.Reason.INVALID, "There is no file " + file + ".", e);
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "The file " + file + " cannot be read: " + DiskError.why(e) + ".",
          e);
    }
  }
}
