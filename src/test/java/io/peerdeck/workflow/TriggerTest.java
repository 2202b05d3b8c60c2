package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which events start a workflow by its filters. The patterns are those of GitHub's cheat sheet.
class TriggerTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          feature/*, feature/my-branch, true
          feature/*, feature/a/b, false
          feature/**, feature/beta-a/my-branch, true
          *, main, true
          *, all/the/branches, false
          **, all/the/branches, true
          *feature, ver-10-feature, true
          v2*, v2.9, true
          v[12].[0-9]+.[0-9]+, v1.10.1, true
          v[12].[0-9]+.[0-9]+, v3.0.0, false
          *.jsx?, page.js, true
          *.jsx?, page.jsx, true
          *.js, js/index.js, false
          **.js, src/js/app.js, true
          docs/*, docs/mona/octocat.txt, false
          docs/**, docs/mona/octocat.txt, true
          docs/**/*.md, docs/README.md, true
          docs/**/*.md, docs/a/markdown/file.md, true
          **/docs/**, docs/hello.md, true
          **/docs/**, space/docs/plan/space.doc, true
          **/README.md, js/README.md, true
          **/README.md, README.md, true
          **/*src/**, a/src/app.js, true
          **/*src/**, my-src/code/js/app.js, true
          **/*-post.md, my-post.md, true
          **/*-post.md, a-post.mdx, false
          **/migrate-*.sql, db/sept/migrate-v1.sql, true
          """)
  void aPatternFitsAsInGitHubsCheatSheet(String pattern, String name, boolean fits) {
    assertThat(GlobPattern.of(pattern).matches(name)).isEqualTo(fits);
  }

  @Test
  void aLaterPatternDecidesOverAnEarlierOne() {
    Trigger push =
        trigger("push: {branches: ['releases/**', '!releases/**-alpha', 'releases/x-alpha']}");
    assertThat(push.refusal(branch("releases/10"))).isEmpty();
    assertThat(push.refusal(branch("releases/beta/3-alpha"))).isPresent();
    assertThat(push.refusal(branch("releases/x-alpha"))).isEmpty();
    assertThat(push.refusal(branch("main")))
        .hasValueSatisfying(why -> assertThat(why).startsWith("'main' is none of its branches"));
  }

  @Test
  void branchFiltersKeepTagsOutAndTheOtherWayRound() {
    assertThat(trigger("push: {branches: [main]}").refusal(tag("v1"))).isPresent();
    assertThat(trigger("push: {tags: ['v*']}").refusal(tag("v1"))).isEmpty();
    assertThat(trigger("push: {tags: ['v*']}").refusal(branch("main"))).isPresent();
    assertThat(trigger("push: {tags-ignore: ['v*']}").refusal(tag("v1"))).isPresent();
    assertThat(trigger("push").refusal(tag("v1"))).isEmpty();
    assertThat(trigger("push").refusal(SubmittedEvent.of("schedule"))).isPresent();
  }

  @Test
  void pathFiltersHoldBesides() {
    Trigger docs = trigger("push: {branches: [main], paths: ['docs/**', '!docs/old/**']}");
    assertThat(docs.refusal(changed("docs/a.md"))).isEmpty();
    assertThat(docs.refusal(changed("docs/old/a.md"))).isPresent();
    assertThat(docs.refusal(changed("docs/old/a.md", "docs/b.md"))).isEmpty();
    Trigger code = trigger("push: {paths-ignore: ['docs/**']}");
    assertThat(code.refusal(changed("docs/a.md"))).isPresent();
    assertThat(code.refusal(changed("docs/a.md", "src/a.c"))).isEmpty();
  }

  @Test
  void aPullRequestIsAskedForItsBaseAndItsType() {
    Trigger main = trigger("pull_request: {branches: [main]}");
    assertThat(main.refusal(pull("opened", "main"))).isEmpty();
    assertThat(main.refusal(pull("", "main"))).as("no type said").isEmpty();
    assertThat(main.refusal(pull("opened", "topic")))
        .hasValue("'topic' is none of its branches: main");
    assertThat(main.refusal(pull("labeled", "main")))
        .hasValue("'labeled' is none of its types: opened, synchronize, reopened");
    assertThat(main.refusal(pull("opened", "")))
        .hasValue("it asks for the branch of the pull request, and no base was named");
    assertThat(trigger("pull_request: {types: [labeled]}").refusal(pull("labeled", ""))).isEmpty();
    assertThat(trigger("push: {branches: [main], paths: [src/**]}").text())
        .isEqualTo("push (branches: main; paths: src/**)");
  }

  @Test
  void anEventThatIsNoneIsRefusedWithWhatWouldBeRight() {
    assertThatThrownBy(() -> SubmittedEvent.of("pusch"))
        .hasMessage("'pusch' is no event that starts a workflow; did you mean 'push'?");
    assertThatThrownBy(() -> pushed("main"))
        .hasMessage("'main' is no ref in full; write refs/heads/BRANCH or refs/tags/TAG");
    assertThatThrownBy(() -> new SubmittedEvent("push", "", "", "main", List.of()))
        .hasMessage("Only a pull request has a base; push has none");
  }

  private static Trigger trigger(String on) {
    return Parsed.workflow(
            "on: "
                + (on.contains(":") ? "{" + on + "}" : on)
                + "\njobs: {a: {runs-on: x, steps: [{run: make}]}}\n")
        .triggers()
        .getFirst();
  }

  private static SubmittedEvent branch(String name) {
    return pushed("refs/heads/" + name);
  }

  private static SubmittedEvent tag(String name) {
    return pushed("refs/tags/" + name);
  }

  private static SubmittedEvent changed(String... paths) {
    return pushed("refs/heads/main", paths);
  }

  private static SubmittedEvent pushed(String ref, String... paths) {
    return new SubmittedEvent("push", "", ref, "", List.of(paths));
  }

  private static SubmittedEvent pull(String type, String base) {
    return new SubmittedEvent("pull_request", type, "refs/heads/topic", base, List.of());
  }
}
