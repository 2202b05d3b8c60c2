package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
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

  private static Trigger trigger(String on) {
    return Parsed.workflow(
            "on: "
                + (on.contains(":") ? "{" + on + "}" : on)
                + "\njobs: {a: {runs-on: x, steps: [{run: make}]}}\n")
        .triggers()
        .getFirst();
  }

  private static SubmittedEvent branch(String name) {
    return new SubmittedEvent("push", Optional.of(name), Optional.empty(), List.of());
  }

  private static SubmittedEvent tag(String name) {
    return new SubmittedEvent("push", Optional.empty(), Optional.of(name), List.of());
  }

  private static SubmittedEvent changed(String... paths) {
    return new SubmittedEvent("push", Optional.of("main"), Optional.empty(), List.of(paths));
  }
}
