package io.peerdeck.runner;

import io.peerdeck.workflow.BuiltInAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The actions the runner brings itself: checkout of the snapshot, upload and download of
/// artifacts.
final class BuiltInActions {
  // https://github.com/actions/upload-artifact: what no file system takes in a name.
  private static final Pattern ARTIFACT_NAME = Pattern.compile("[^\"<>|*?\\\\/:\\p{Cntrl}]{1,255}");

  private final JobRequest request;
  private final CacheActions caches;
  private final SetupActions tools;
  private final List<ArtifactRef> uploaded = new ArrayList<>();

  /// @param setup says where the machine's programs are
  BuiltInActions(JobRequest request, RunnerSetup setup) {
    this.request = request;
    this.caches = new CacheActions(request.folder(), request.caches());
    this.tools =
        new SetupActions(
            request.folder(),
            setup.path(),
            setup.tools(),
            request.grants().isolation() instanceof Isolation.Sandboxed);
  }

  /// Artifacts this job uploaded so far.
  List<ArtifactRef> uploaded() {
    return List.copyOf(uploaded);
  }

  /// Remembers an artifact that was stored; a later one of the same name takes its place.
  void add(ArtifactRef artifact) {
    uploaded.removeIf(earlier -> earlier.name().equals(artifact.name()));
    uploaded.add(artifact);
  }

  /// Runs an action. Called on a thread that is interrupted when the step must end.
  ///
  /// @param result gathers what there is to tell, also if the action fails
  /// @throws RuntimeException if it fails
  void run(BuiltInAction action, ActionInputs inputs, ActionResult result) {
    switch (action) {
      case CHECKOUT -> checkout(inputs, result);
      case UPLOAD_ARTIFACT -> upload(inputs, result);
      case DOWNLOAD_ARTIFACT -> download(inputs, result);
      case CACHE -> caches.cache(inputs, result);
      case CACHE_RESTORE -> caches.restore(inputs, result);
      case CACHE_SAVE -> caches.save(inputs, result);
      case SETUP_NODE, SETUP_PYTHON, SETUP_JAVA, SETUP_GO, SETUP_DOTNET, SETUP_RUBY ->
          tools.run(action, inputs, result);
    }
  }

  private void checkout(ActionInputs inputs, ActionResult result) {
    final Path folder = request.folder().inWorkspace(inputs.text("path"), "path");
    makeFolders(folder);
    result.output("ref", request.github().get("ref").text());
    result.output("commit", request.github().get("sha").text());
    final String sparse = inputs.text("sparse-checkout");
    final Set<Path> before = sparse.isBlank() ? Set.of() : SparseFolder.files(folder);
    final long bytes = request.snapshot().materialise(folder);
    if (sparse.isBlank()) {
      result.say("The submission's snapshot is in " + folder + " (" + bytes + " bytes).");
      return;
    }
    final int kept =
        SparseFolder.keep(
            folder, sparse.lines().toList(), inputs.flag("sparse-checkout-cone-mode"), before);
    result.say("Of the submission's snapshot " + kept + " files are in " + folder + ".");
  }

  private void upload(ActionInputs inputs, ActionResult result) {
    final String name = inputs.text("name");
    if (!ARTIFACT_NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      throw new RunnerException(
          "The artifact name \""
              + name
              + "\" is not valid: 1 to 255 characters, none of \" : < > | * ? \\ / and no line"
              + " ends.");
    }
    final String path = inputs.text("path");
    if (path.isBlank()) {
      throw new RunnerException("Input required and not supplied: path");
    }
    final boolean hidden = inputs.flag("include-hidden-files");
    final List<GlobPattern> patterns =
        GlobPattern.parse(path.lines().toList(), request.folder(), "path");
    final FileSearch found = FileSearch.of(patterns, hidden, request.folder().workspace());
    if (found.links() > 0) {
      result.warn(found.links() + " symbolic links were left out of the artifact.");
    }
    if (found.files().isEmpty()) {
      nothingFound(inputs, path, result);
      return;
    }
    final boolean exists =
        request.artifacts().names().contains(name)
            || uploaded.stream().anyMatch(a -> a.name().equals(name));
    if (exists && !inputs.flag("overwrite")) {
      throw new RunnerException(
          "An artifact named \""
              + name
              + "\" exists in this run. Choose another name, or set overwrite: true.");
    }
    final ArtifactRef artifact =
        request
            .artifacts()
            .upload(
                name, found.root(), found.files().stream().map(found.root()::relativize).toList());
    result.uploaded(artifact);
    result.say(
        "Artifact "
            + name
            + ": "
            + found.files().size()
            + (found.files().size() == 1 ? " file, " : " files, ")
            + artifact.bytes()
            + " bytes, "
            + artifact.cid());
    result.output("artifact-id", artifact.cid());
    result.output("artifact-digest", artifact.cid());
  }

  private static void nothingFound(ActionInputs inputs, String path, ActionResult result) {
    final String message =
        "No files were found with the provided path: "
            + String.join(", ", path.lines().toList())
            + ". No artifacts will be uploaded.";
    final String reaction = inputs.text("if-no-files-found");
    switch (reaction) {
      case "warn" -> result.warn(message);
      case "ignore" -> result.say(message);
      case "error" -> throw new RunnerException(message);
      default ->
          throw new RunnerException(
              "Unrecognized if-no-files-found input. Provided: "
                  + reaction
                  + ". Available options: warn, error, ignore.");
    }
  }

  private void download(ActionInputs inputs, ActionResult result) {
    final Path folder = request.folder().inWorkspace(inputs.text("path"), "path");
    final String name = inputs.text("name");
    final List<String> known = request.artifacts().names();
    final boolean merge = inputs.flag("merge-multiple");
    final Map<String, Path> wanted = new LinkedHashMap<>();
    if (!name.isEmpty()) {
      if (!known.contains(name)) {
        throw new RunnerException(
            "Artifact not found for name: "
                + name
                + ". This job can reach: "
                + (known.isEmpty() ? "none" : String.join(", ", known))
                + ". An artifact is reachable from jobs that need the one that uploads it.");
      }
      wanted.put(name, folder);
    } else {
      final Predicate<String> matches = ArtifactPattern.of(inputs.text("pattern"));
      known.stream()
          .filter(artifact -> matches.test(artifact))
          .forEach(artifact -> wanted.put(artifact, merge ? folder : folder.resolve(artifact)));
    }
    final HostGuard guard = HostGuard.of(request.grants().isolation());
    wanted.values().stream().distinct().forEach(guard::artifact);
    wanted.forEach(
        (artifact, into) -> {
          makeFolders(into);
          request.artifacts().download(artifact, into);
          result.say("Artifact " + artifact + " is in " + into + ".");
        });
    if (wanted.isEmpty()) {
      result.say("No artifact matches; nothing was downloaded.");
    }
    result.output("download-path", folder.toString());
  }

  private void makeFolders(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new RunnerException("Cannot make the folder " + folder + ": " + e, e);
    }
  }
}
