package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.store.Database;
import io.peerdeck.store.Migration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one member says of its runs' numbers, and what the others count on from.
final class RunNumbersTest {
  private static final Submission RUN = RunEventTest.submission(List.of(RunEventTest.job("build")));
  private static final Submission AGAIN = RUN.repeated(RunEventTest.CID);

  @TempDir private Path folder;
  private Database database;
  private RunNumbers numbers;

  @BeforeEach
  void open() {
    database =
        Database.open(
            folder.resolve("numbers.db"),
            List.of(
                new Migration(1, ScheduleSchema.STATEMENTS),
                new Migration(2, ScheduleSchema.NUMBERS)));
    numbers = new RunNumbers(database, run -> Optional.empty(), row -> List.of());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aNumberShownIsKeptUnlessAnotherRunTookIt() {
    Submission shown = numbers.shown(RUN);
    assertThat(numbers.next(RUN).terms().number()).isEqualTo(1);
    assertThat(numbers.take(shown)).isFalse();
    Submission second = numbers.shown(RUN);
    assertThat(numbers.take(second)).isTrue();
    numbers.leave(second);
    assertThat(numbers.next(RUN).terms().number()).isEqualTo(2);
  }

  @Test
  void aMemberThatClaimsTheHighestNumberKeepsNobodyFromSubmitting() {
    say(RUN.numbered(Integer.MAX_VALUE));
    assertThat(numbers.shown(RUN).terms().number()).isEqualTo(Integer.MAX_VALUE);
    assertThat(numbers.next(RUN).terms().number()).isEqualTo(Integer.MAX_VALUE);
    assertThat(numbers.next(RUN).terms().number()).isEqualTo(Integer.MAX_VALUE);

    say(RUN.repeated(new Repeat(RunEventTest.CID, RunEvent.MAX_ATTEMPT, Map.of())));
    Submission again = numbers.next(AGAIN);
    assertThat(SubmissionCodec.parse(again.toBody())).isEqualTo(again);
  }

  private void say(Submission submission) {
    database
        .write(
            connection -> {
              numbers.write(connection, submission);
              return 1;
            })
        .join();
  }
}
