package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// Holds the tags found to the earlier systems' answers, and says by rule where they differ.
///
/// The earlier coordinator looked for both tags in the workflow's name, but only for `p2p-workflow`
/// in the jobs' names; took each label, key of a label mapping, or letter of a label text as a tag,
/// in the letter case given; and gave up on the first job or label of an odd shape. The earlier
/// accelerator read other words from comments and an environment variable: none of them is a tag
/// here.
class TagVectorsTest {
  private static final List<String> TAGS = List.of("p2p-workflow", "offline-workflow");

  @TestFactory
  Stream<DynamicTest> tagsAreThoseOfTheEarlierSystemButForTheRules() throws IOException {
    String given = System.getProperty("vectors.dir", "");
    Path folder = given.isEmpty() ? Path.of("src/test/resources/vectors") : Path.of(given);
    JsonNode cases =
        new ObjectMapper().readTree(folder.resolve("tags.json").toFile()).path("cases");
    assertThat(cases).isNotEmpty();
    return cases
        .valueStream()
        .map(
            example ->
                DynamicTest.dynamicTest(example.path("file_stem").asText(), () -> holds(example)));
  }

  private static void holds(JsonNode example) {
    String yaml = example.path("yaml").asText();
    Set<String> ours = new TreeSet<>();
    TagRule.tagsOf("a.yml", yaml.getBytes(StandardCharsets.UTF_8))
        .forEach(tag -> ours.add(tag.text()));

    JsonNode earlier = example.path("kit");
    Set<String> expected = new TreeSet<>();
    Parts parts = Parts.of(yaml);
    for (String tag : TAGS) {
      boolean found =
          earlier.path("tags").valueStream().anyMatch(text -> text.asText().equals(tag));
      // 1. A name in any letter case counts for both tags, of the workflow and of jobs, also in a
      //    file the earlier system gave up on.
      boolean inName =
          parts.names().stream().anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(tag));
      // 2. A label counts as a whole, in any letter case, blanks around it aside; it stands in a
      //    list or is a single text.
      boolean isLabel =
          parts.labels().stream().anyMatch(label -> label.strip().equalsIgnoreCase(tag));
      // 3. A mapping of labels gives none; nothing else the earlier system found is lost.
      boolean lost = found && !inName && !isLabel;
      assertThat(lost && !parts.labelMapping()).as("%s lost from %s", tag, yaml).isFalse();
      if (inName || isLabel) {
        expected.add(tag);
      }
    }
    assertThat(ours).as(yaml).isEqualTo(expected);
  }

  /// What the rules look at, read by other means than ours.
  private record Parts(List<String> names, List<String> labels, boolean labelMapping) {

    static Parts of(String yaml) {
      List<String> names = new ArrayList<>();
      List<String> labels = new ArrayList<>();
      boolean mapping = false;
      // 4. A file that is no YAML, holds several documents or a tag of a foreign type has no tags.
      if (load(yaml) instanceof Map<?, ?> file) {
        List<Object> owners = new ArrayList<>(List.of(file));
        if (file.get("jobs") instanceof Map<?, ?> jobs) {
          owners.addAll(jobs.values());
        }
        for (Object owner : owners) {
          if (owner instanceof Map<?, ?> keys) {
            if (keys.get("name") instanceof String name) {
              names.add(name);
            }
            switch (keys.get("labels")) {
              case String label -> labels.add(label);
              case List<?> list ->
                  list.stream()
                      .filter(String.class::isInstance)
                      .forEach(label -> labels.add((String) label));
              case Map<?, ?> ignored -> mapping = true;
              case null, default -> {}
            }
          }
        }
      }
      return new Parts(names, labels, mapping);
    }

    private static Object load(String yaml) {
      try {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      } catch (YAMLException broken) {
        return List.of();
      }
    }
  }
}
