package io.peerdeck.github.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.peerdeck.blob.ArchiveException;
import io.peerdeck.blob.SourceArchive;
import io.peerdeck.blob.SourceArchive.Bounds;
import io.peerdeck.blob.SourceArchive.Form;
import io.peerdeck.blob.SourceArchive.Unpacked;
import io.peerdeck.github.ApiAnswer;
import io.peerdeck.github.ApiBody;
import io.peerdeck.github.ApiDoor;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.CacheMode;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.RepositoryName;
import io.peerdeck.github.TrustRung;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Asks GitHub for runs that wait and for their files; takes nobody else's word.
///
/// @see <a href="https://docs.github.com/en/rest/actions/workflow-runs">Workflow runs</a>
final class QueuedRuns {
  static final int MAX_PAGES = 3;

  private static final int PAGE = 100;
  private static final int MAX_FILE = 1 << 20;
  private static final int MAX_STRING = 2 << 20;
  private static final int MAX_TEXT = 200;
  private static final int MAX_DEPTH = 64;
  private static final Bounds ARCHIVE = new Bounds(512L << 20, 1L << 30, 100_000);
  private static final Duration DOWNLOAD = Duration.ofMinutes(5);
  private static final Pattern PATH =
      Pattern.compile("\\.github/workflows/[A-Za-z0-9 ._()+-]{1,200}\\.ya?ml");
  private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");

  private final ObjectMapper json =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(ApiBody.MAX_BYTES)
                          .maxStringLength(MAX_STRING)
                          .maxNestingDepth(MAX_DEPTH)
                          .build())
                  .build())
          .build();
  private final ApiDoor door;

  QueuedRuns(ApiDoor door) {
    this.door = door;
  }

  /// The runs that wait, the newest first.
  ///
  /// @throws GitHubException if GitHub cannot be asked
  List<QueuedRun> of(RepositoryName repository) {
    List<QueuedRun> runs = new ArrayList<>();
    for (int page = 1; page <= MAX_PAGES; page++) {
      JsonNode list =
          get(
                  repository,
                  "%s/actions/runs?status=queued&per_page=%d&page=%d"
                      .formatted(repository.path(), PAGE, page))
              .path("workflow_runs");
      if (!list.isArray() || list.size() > PAGE) {
        throw new GitHubException("GitHub's answer is no page of the runs of " + repository);
      }
      list.forEach(one -> runs.add(run(repository, one)));
      if (list.size() < PAGE) {
        break;
      }
    }
    return runs;
  }

  private static QueuedRun run(RepositoryName repository, JsonNode one) {
    String sha = one.path("head_sha").asText("");
    String path = one.path("path").asText("").replaceFirst("@.*$", "");
    if (!one.path("id").canConvertToLong() || !SHA.matcher(sha).matches()) {
      throw new GitHubException("GitHub tells of a run of " + repository + " without id or commit");
    }
    String head = one.path("head_repository").path("full_name").asText("");
    return new QueuedRun(
        repository,
        one.path("id").asLong(),
        one.path("run_attempt").asInt(1),
        shown(one.path("name").asText("")),
        PATH.matcher(path).matches() ? path : "",
        sha,
        shown(one.path("head_branch").asText("")),
        shown(one.path("event").asText("")),
        !head.equalsIgnoreCase(repository.toString()));
  }

  private static String shown(String text) {
    String one = text.replaceAll("\\p{Cntrl}", " ");
    return one.length() > MAX_TEXT ? one.substring(0, MAX_TEXT) : one;
  }

  /// The workflow file as it is at the run's commit.
  ///
  /// @throws GitHubException if GitHub does not give it
  byte[] file(QueuedRun run) {
    String path = run.path().replace("%", "%25").replace(" ", "%20").replace("+", "%2B");
    JsonNode said =
        get(
            run.repository(),
            "%s/contents/%s?ref=%s".formatted(run.repository().path(), path, run.sha()));
    String encoding = said.path("encoding").asText("");
    String content = said.path("content").asText("");
    if (!encoding.equals("base64") || content.length() > 2L * MAX_FILE) {
      throw new GitHubException(
          "GitHub does not give " + run.path() + " at " + run.sha() + " as a file of up to 1 MiB");
    }
    try {
      return Base64.getMimeDecoder().decode(content);
    } catch (IllegalArgumentException e) {
      throw new GitHubException("GitHub gives " + run.path() + " in no base64", e);
    }
  }

  /// Whether everybody can read the repository, by GitHub's own word now.
  ///
  /// @throws GitHubException if it cannot be told
  boolean isPublic(RepositoryName repository) {
    JsonNode hidden = get(repository, repository.path()).path("private");
    if (!hidden.isBoolean()) {
      throw new GitHubException("GitHub does not say whether " + repository + " is public");
    }
    return !hidden.asBoolean();
  }

  /// Puts the repository's files as they are at the run's commit into an empty folder.
  ///
  /// @throws GitHubException if GitHub does not give them, or they are too many
  /// @throws IOException if they do not come, or cannot be written
  Copied copy(QueuedRun run, Path folder) throws IOException {
    String archive = run.repository().path() + "/tarball/" + run.sha();
    try (InputStream packed = door.download(archive, DOWNLOAD)) {
      Unpacked unpacked = SourceArchive.unpack(packed, Form.TAR_GZIP, folder, 1, ARCHIVE);
      String sha = unpacked.comment().orElse(run.sha());
      if (!sha.equals(run.sha())) {
        throw new GitHubException(
            "GitHub's archive is of commit %s, not of %s".formatted(shown(sha), run.sha()));
      }
      return new Copied(unpacked.files(), unpacked.bytes(), unpacked.links());
    } catch (ArchiveException e) {
      throw new GitHubException(
          e.isTooLarge() ? GitHubException.Reason.TOO_LARGE : GitHubException.Reason.INVALID,
          "GitHub's archive of the commit cannot be unpacked: " + e.getMessage(),
          e);
    }
  }

  private JsonNode get(RepositoryName repository, String target) {
    ApiAnswer answer = door.read(ApiRead.of(target), Duration.ZERO, TrustRung.T2);
    if (answer.rung() != TrustRung.T2 || answer.mode() == CacheMode.STALE) {
      throw new GitHubException(
          "GitHub could not be asked itself about " + repository + ", and nothing else decides");
    }
    JsonNode said;
    try {
      said = json.readTree(answer.body().bytes());
    } catch (IOException e) {
      throw new GitHubException("GitHub's answer about " + repository + " is no JSON", e);
    }
    if (answer.status() != 200) {
      throw new GitHubException(
          "GitHub refuses to tell of %s (%d): %s"
              .formatted(
                  repository, answer.status(), shown(said.path("message").asText("no reason"))));
    }
    return said;
  }
}
