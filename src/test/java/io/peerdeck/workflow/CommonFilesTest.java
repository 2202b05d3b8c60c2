package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files in the manner of those that popular projects have: what runs on a peer is taken as it is,
/// all else is refused by name and place, and all of it at once.
class CommonFilesTest {
  private static byte[] bytes(String name) {
    try (InputStream in =
        Objects.requireNonNull(CommonFilesTest.class.getResourceAsStream("common/" + name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ParseResult parse(String name) {
    return WorkflowFile.parse(
        name,
        bytes(name),
        reference ->
            Optional.of(reference)
                .filter("./.github/workflows/_build.yml"::equals)
                .map(called -> bytes("_build.yml")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ci", "release", "composite", "cron", "reuse", "node", "java", "cancel"})
  void whatNeedsNoServiceOfGitHubIsTakenAsItIs(String name) {
    ParseResult read = parse(name + ".yml");
    assertThat(read.errors()).isEmpty();
    Plan plan = Plan.of(read.orThrow());
    assertThat(plan.jobs()).isNotEmpty();
    assertThat(read.orThrow().isTagged()).isTrue();
  }

  @Test
  void aMatrixOfCallsHasTheGroupOfTheCalledFileEachAndGoesOneAfterTheOther() {
    Plan plan = Plan.of(parse("reuse.yml").orThrow());
    PlannedJob compile = plan.job("call (two) / compile").orElseThrow();
    assertThat(compile.needs()).containsExactly("changes");
    assertThat(compile.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.combination()).isEqualTo("call (two)");
              assertThat(call.strategy().maxParallel()).hasValue(1);
            });
    assertThat(plan.job("call (two) / pack").orElseThrow().instances().getFirst().groups())
        .containsExactly(new PlannedGroup("build-two", false, "call (two)"));
  }

  @Test
  void whatAPeerDoesNotOfferIsRefusedByNameAndPlaceAllAtOnce() {
    Map<String, List<String>> refused =
        Map.of(
            "services.yml",
            List.of(
                "6:5 'container'",
                "7:5 'services'",
                "12:15 docker/build-push-action@v6",
                "13:15 codecov/codecov-action@v4",
                "18:31 'cmd'"),
            "lint.yml",
            List.of(
                "11:23 no other repository",
                "15:15 golangci/golangci-lint-action@v6",
                "16:15 actions/github-script@v7",
                "18:14 GITHUB_TOKEN",
                "22:15 Docker"));
    refused.forEach(
        (name, expected) -> {
          List<Diagnostic> errors = parse(name).errors();
          assertThat(errors).as(name).hasSameSizeAs(expected);
          for (int i = 0; i < expected.size(); i++) {
            String[] words = expected.get(i).split(" ", 2);
            Diagnostic found = errors.get(i);
            assertThat(found.position().line() + ":" + found.position().column())
                .as("%s", found)
                .isEqualTo(words[0]);
            assertThat(found.message()).contains(words[1]);
          }
        });
  }
}
