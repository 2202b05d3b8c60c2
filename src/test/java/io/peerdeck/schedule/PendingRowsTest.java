package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.store.Database;
import io.peerdeck.store.Migration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingRowsTest {
  @TempDir Path folder;

  @Test
  void aLongPastWaitsUntilWhatWasReadOfItIsWritten() {
    try (Database database =
        Database.open(
            folder.resolve("rows.db"), List.of(new Migration(1, ScheduleSchema.STATEMENTS)))) {
      PendingRows pending =
          new PendingRows(
              new RunTable(
                  database,
                  InstantSource.system(),
                  new RunNumbers(database, run -> Optional.empty(), row -> List.of())),
              0,
              (id, state) -> new RunTable.Change(id, state, false, ""));
      int read = 0;
      while (!pending.full() && read < 100_000) {
        pending.put(cid(read++), Optional.empty());
        pending.upTo(read);
      }
      assertThat(read).isBetween(500, 20_000);
      PendingRows.Rows rows = pending.take();
      assertThat(pending.full()).isFalse();
      pending.notWritten(rows, 0);
      assertThat(pending.full()).isTrue();
      assertThat(pending.write(pending.take()).join()).isEqualTo(read);
    }
  }

  private static Cid cid(int number) {
    return Cid.of(Cid.RAW, ("run " + number).getBytes(StandardCharsets.UTF_8));
  }
}
