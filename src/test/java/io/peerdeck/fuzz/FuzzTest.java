package io.peerdeck.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Holds every decoder to its property: on the inputs that were kept, on damaged ones, and on what
/// Jazzer finds. What the long run comes upon is left below `target/fuzz`. `-Dfuzz.seconds` is the
/// time of the short run, `-Dfuzz.long.seconds` that of each target in the long one.
class FuzzTest {
  private static final List<FuzzTarget> TARGETS = FuzzTargets.all();
  private static final Duration SHORT = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 20));
  private static final Duration LONG =
      Duration.ofSeconds(Integer.getInteger("fuzz.long.seconds", 360 / TARGETS.size()));
  private static final Path FOUND =
      Path.of(System.getProperty("peerdeck.build", "target"), "fuzz").toAbsolutePath();
  private static final int DAMAGED = 300;

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> everyKeptInputIsReadOrRefused() {
    return TARGETS.stream()
        .map(
            target ->
                dynamicTest(
                    target.name(),
                    () -> {
                      for (byte[] input : inputs(target)) {
                        FuzzEntry.hold(target, input);
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyDamagedInputIsReadOrRefused() {
    return TARGETS.stream()
        .map(target -> dynamicTest(target.name(), () -> damage(target, new Random(1))));
  }

  private static void damage(FuzzTarget target, Random random) throws Exception {
    List<byte[]> inputs = inputs(target);
    for (int i = 0; i < DAMAGED; i++) {
      byte[] input = inputs.get(i % inputs.size()).clone();
      for (int flips = random.nextInt(4); flips >= 0 && input.length > 0; flips--) {
        input[random.nextInt(input.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(5) == 0 ? random.nextInt(input.length + 1) : input.length;
      FuzzEntry.hold(target, Arrays.copyOf(input, length));
    }
  }

  /// A target whose good inputs are refused looks at nothing.
  @TestFactory
  Stream<DynamicTest> theSeedsReachWhatTheyAreFor() {
    return TARGETS.stream()
        .map(
            target ->
                dynamicTest(
                    target.name(),
                    () -> {
                      assertThat(target.seeds()).isNotEmpty();
                      for (byte[] seed : target.seeds()) {
                        target.check().hold(seed);
                      }
                    }));
  }

  @Test
  void aShortRunOverAllDecodersFindsNothing() throws Exception {
    Path corpus = Files.createDirectories(folder.resolve("all"));
    for (int i = 0; i < TARGETS.size(); i++) {
      int number = 0;
      for (byte[] input : inputs(TARGETS.get(i))) {
        ByteArrayOutputStream chosen = new ByteArrayOutputStream();
        chosen.write(i);
        chosen.writeBytes(input);
        Files.write(corpus.resolve(i + "-" + number++), chosen.toByteArray());
      }
    }
    finds(Optional.empty(), corpus, SHORT);
  }

  @Tag("full")
  @TestFactory
  Stream<DynamicTest> aLongRunFindsNothing() {
    return TARGETS.stream()
        .map(
            target ->
                dynamicTest(
                    target.name(),
                    () -> {
                      Path corpus = Files.createDirectories(FOUND.resolve(target.name()));
                      int number = 0;
                      for (byte[] input : inputs(target)) {
                        Files.write(corpus.resolve("kept-" + number++), input);
                      }
                      finds(Optional.of(target.name()), corpus, LONG);
                    }));
  }

  private static void finds(Optional<String> target, Path corpus, Duration time) throws Exception {
    JazzerRun.Outcome outcome = JazzerRun.fuzz(target, corpus, time);
    assertThat(outcome.output()).contains("INITED");
    assertThat(outcome.clean()).as(outcome.output()).isTrue();
  }

  private static List<byte[]> inputs(FuzzTarget target) throws IOException {
    List<byte[]> inputs = new ArrayList<>(target.seeds());
    for (Path file : JazzerRun.kept(target.name())) {
      inputs.add(Files.readAllBytes(file));
    }
    return inputs;
  }
}
