package io.peerdeck.github.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerdeck.github.ApiAnswer;
import io.peerdeck.github.ApiBody;
import io.peerdeck.github.ApiDoor;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.RepositoryName;
import io.peerdeck.github.TrustRung;
import io.peerdeck.github.Upstream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The issues of a repository by GitHub's REST API.
///
/// @see <a href="https://docs.github.com/en/rest/issues/issues">Issues</a>
final class GitHubIssues implements IssueDesk {
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration NOW = Duration.ZERO;
  private static final int MAX_TEXT = 1 << 18;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_TOLD = 200;
  private static final Set<String> TRUSTED = Set.of("OWNER", "MEMBER", "COLLABORATOR");

  private final ObjectMapper json =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(ApiBody.MAX_BYTES)
                          .maxStringLength(MAX_TEXT)
                          .maxNestingDepth(MAX_DEPTH)
                          .build())
                  .build())
          .build();
  private final ApiDoor door;
  private final RepositoryName repository;

  GitHubIssues(ApiDoor door, RepositoryName repository) {
    this.door = door;
    this.repository = repository;
  }

  @Override
  public boolean isPublic() {
    JsonNode said = get(repository.path(), NOW, TrustRung.T2).tree();
    if (!said.path("private").isBoolean()) {
      throw new GitHubException("GitHub does not say whether " + repository + " is public");
    }
    return !said.path("private").asBoolean();
  }

  @Override
  public Listing open(String label, int page, TrustRung least) {
    String filter = label.isEmpty() ? "" : "&labels=" + escaped(label);
    String target =
        "%s/issues?state=open&sort=updated&direction=desc&per_page=%d&page=%d%s"
            .formatted(repository.path(), PAGE, page, filter);
    Read read = get(target, least == TrustRung.T2 ? NOW : FRESH, least);
    JsonNode all = array(read.tree());
    List<Issue> issues = new ArrayList<>();
    for (JsonNode one : all) {
      if (!one.has("pull_request")) {
        issues.add(issue(one));
      }
    }
    return new Listing(issues, all.size() == PAGE, read.rung());
  }

  @Override
  public List<IssueComment> comments(int number, int page) {
    String target =
        "%s/issues/%d/comments?per_page=%d&page=%d"
            .formatted(repository.path(), number, PAGE, page);
    List<IssueComment> comments = new ArrayList<>();
    for (JsonNode one : array(get(target, FRESH, TrustRung.T1).tree())) {
      comments.add(
          new IssueComment(
              one.path("body").asText(""),
              one.path("user").path("login").asText(""),
              TRUSTED.contains(one.path("author_association").asText())));
    }
    return comments;
  }

  @Override
  public Issue create(Draft draft) {
    ObjectNode body = json.createObjectNode().put("title", draft.title()).put("body", draft.body());
    labels(body, draft.labels());
    return issue(write("POST", repository.path() + "/issues", body));
  }

  @Override
  public void edit(int number, Draft draft) {
    ObjectNode body =
        json.createObjectNode()
            .put("title", draft.title())
            .put("body", draft.body())
            .put("state", draft.open() ? "open" : "closed");
    labels(body, draft.labels());
    write("PATCH", repository.path() + "/issues/" + number, body);
  }

  @Override
  public void mark(int number, Set<String> labels, boolean open) {
    ObjectNode body = json.createObjectNode().put("state", open ? "open" : "closed");
    labels(body, new TreeSet<>(labels));
    write("PATCH", repository.path() + "/issues/" + number, body);
  }

  private static void labels(ObjectNode body, Collection<String> labels) {
    ArrayNode list = body.putArray("labels");
    labels.forEach(list::add);
  }

  private record Read(JsonNode tree, TrustRung rung) {}

  private Read get(String target, Duration freshFor, TrustRung least) {
    ApiAnswer answer = door.read(ApiRead.of(target), freshFor, least);
    return new Read(said("read", answer.status(), answer.body()), answer.rung());
  }

  private JsonNode write(String method, String path, ObjectNode body) {
    Upstream.Reply reply =
        door.write(method, path, body.toString().getBytes(StandardCharsets.UTF_8));
    return said("write", reply.status(), reply.body());
  }

  private JsonNode said(String what, int status, ApiBody body) {
    if (body.bytes().length > ApiBody.MAX_BYTES) {
      throw new GitHubException("GitHub answered with more than " + ApiBody.MAX_BYTES + " bytes");
    }
    JsonNode tree;
    try {
      tree = json.readTree(body.bytes());
    } catch (IOException e) {
      throw new GitHubException(
          "GitHub's answer (%d) to a %s of %s is no JSON".formatted(status, what, repository), e);
    }
    if (status / 100 != 2) {
      String why = tree.path("message").asText("no reason given");
      String hint =
          status == 401 || status == 403 || status == 404
              ? "; is the repository's name right, and may the token " + what + " its issues?"
              : "";
      throw new GitHubException(
          "GitHub refuses to %s the issues of %s (%d): %s%s"
              .formatted(what, repository, status, shown(why), hint));
    }
    return tree;
  }

  private static String shown(String text) {
    String one = text.replaceAll("\\p{Cntrl}", " ");
    return one.length() > MAX_TOLD ? one.substring(0, MAX_TOLD) + "…" : one;
  }

  private JsonNode array(JsonNode tree) {
    if (!tree.isArray() || tree.size() > PAGE) {
      throw new GitHubException("GitHub's answer is no page of the issues of " + repository);
    }
    return tree;
  }

  private static Issue issue(JsonNode one) {
    if (!one.path("number").canConvertToInt() || !one.path("title").isTextual()) {
      throw new GitHubException("GitHub's answer holds an issue without number or title");
    }
    Set<String> labels = new TreeSet<>();
    for (JsonNode label : one.path("labels")) {
      labels.add(label.isTextual() ? label.asText() : label.path("name").asText(""));
    }
    return new Issue(
        one.path("number").asInt(),
        one.path("title").asText(),
        one.path("body").asText(""),
        one.path("user").path("login").asText(""),
        one.path("state").asText().equals("open"),
        labels,
        time(one.path("updated_at").asText("")));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH; // shown to people only
    }
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
