package io.peerdeck.schedule;

import io.peerdeck.clock.MerkleClock;
import io.peerdeck.clock.StoredEntry;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;

/// What `github.run_number` and `github.run_attempt` count: the runs of one workflow, and how often
/// one of them was run. A submission carries its number, so every peer tells the same; two
/// submitters that do not know of each other's runs may give the same number to both.
///
/// Safe for use by many threads.
final class RunNumbers {
  private static final int REMEMBERED = 1_000;
  private static final int LONGEST = 1_000;
  private static final String RAISE =
      "INSERT INTO run_number (counted, last) VALUES (?1, ?2)"
          + " ON CONFLICT (counted) DO UPDATE SET last = max(last, ?2)";

  private static final int PAGE = 500;

  private final Database database;
  private final Function<Cid, Optional<Submission>> submissions;
  private final LongFunction<List<StoredEntry>> news;
  private final Map<String, Integer> given = remembered();
  private final Map<String, Integer> written = remembered();
  private long read = -1; // guarded by this

  /// @param submissions reads one from the clock
  /// @param news the clock's next entries after a row
  RunNumbers(
      Database database,
      Function<Cid, Optional<Submission>> submissions,
      LongFunction<List<StoredEntry>> news) {
    this.database = database;
    this.submissions = submissions;
    this.news = news;
  }

  /// Of all runs of the clock.
  static RunNumbers of(Database database, MerkleClock<Roster> clock, RunHistory history) {
    return new RunNumbers(
        database,
        run -> clock.get(run).flatMap(entry -> RunFold.of(history, entry)).map(RunFold::submission),
        row -> clock.entriesSince(row, PAGE));
  }

  private static Map<String, Integer> remembered() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  /// The submission with the number it would have now; another may get the same until [#take].
  Submission shown(Submission submission) {
    return counted(submission, after(submission, last(key(submission))));
  }

  /// The submission with its number, one above all this node knows, which no other of this node
  /// gets.
  Submission next(Submission submission) {
    String key = key(submission);
    int known = last(key);
    synchronized (given) {
      int last = Math.max(known, given.getOrDefault(key, 0));
      int number = Math.max(after(submission, last), number(submission));
      given.put(key, number);
      return counted(submission, number);
    }
  }

  /// Whether a submission may keep the number it was shown with.
  boolean take(Submission numbered) {
    String key = key(numbered);
    int number = number(numbered);
    int known = last(key);
    synchronized (given) {
      if (Math.max(known, given.getOrDefault(key, 0)) >= number) {
        return false;
      }
      given.put(key, number);
      return true;
    }
  }

  /// Takes a number back that no submission got in the end, unless a later one is given already.
  void leave(Submission numbered) {
    synchronized (given) {
      given.replace(key(numbered), number(numbered), number(numbered) - 1);
    }
  }

  /// Notes what a submission of anybody says, on the writer's connection.
  void write(Connection connection, Submission submission) throws SQLException {
    int number = number(submission);
    String key = number == 0 ? "" : key(submission);
    if (number == 0 || isWritten(key, number)) {
      return;
    }
    try (PreparedStatement raise = connection.prepareStatement(RAISE)) {
      raise.setString(1, key);
      raise.setInt(2, number);
      raise.executeUpdate();
    }
    synchronized (given) {
      written.merge(key, number, Math::max);
    }
  }

  /// Hears how the commit ended that [#write] was called in.
  void written(boolean durable) {
    if (!durable) {
      synchronized (given) {
        written.clear();
      }
    }
  }

  private boolean isWritten(String key, int number) {
    synchronized (given) {
      return written.getOrDefault(key, 0) >= number;
    }
  }

  /// The last number that the clock knows or this node gave.
  private int last(String key) {
    catchUp();
    synchronized (given) {
      Integer known = given.get(key);
      if (known != null) {
        return known;
      }
    }
    int stored = stored(key);
    synchronized (given) {
      return given.merge(key, stored, Math::max);
    }
  }

  /// Reads what the clock has beyond the tables.
  private synchronized void catchUp() {
    if (read < 0) {
      read = number("SELECT row FROM run_watermark", List.of());
    }
    for (List<StoredEntry> page = news.apply(read); !page.isEmpty(); page = news.apply(read)) {
      page.stream()
          .map(StoredEntry::entry)
          .filter(entry -> entry.kind().equals(Submission.KIND))
          .flatMap(entry -> submissions.apply(entry.cid()).stream())
          .filter(submission -> number(submission) > 0)
          .forEach(submission -> raise(key(submission), number(submission)));
      read = page.getLast().row();
    }
  }

  private void raise(String key, int number) {
    int stored;
    synchronized (given) {
      stored = given.getOrDefault(key, -1);
    }
    int known = Math.max(number, stored < 0 ? stored(key) : stored);
    synchronized (given) {
      given.merge(key, known, Math::max);
    }
  }

  private int stored(String key) {
    return (int) number("SELECT last FROM run_number WHERE counted = ?", List.of(key));
  }

  private long number(String sql, List<String> values) {
    return database.read(
        c ->
            RunTable.query(c, sql, values, rows -> rows.getLong(1)).stream()
                .findFirst()
                .orElse(0L));
  }

  /// One more, up to the most that a submission can say: a member who claims that ends the counting
  /// of that workflow, and nothing else.
  private static int after(Submission submission, int last) {
    int most = submission.again().isPresent() ? RunEvent.MAX_ATTEMPT : Integer.MAX_VALUE;
    return Math.min(last, most - 1) + 1;
  }

  private static int number(Submission submission) {
    return submission.again().map(Repeat::attempt).orElse(submission.terms().number());
  }

  /// A run that is run again keeps its number; what counts then are its attempts.
  private static Submission counted(Submission submission, int number) {
    return submission
        .again()
        .map(
            repeat ->
                submission.repeated(
                    new Repeat(repeat.run(), Math.max(repeat.attempt(), number), repeat.taken())))
        .orElseGet(() -> submission.numbered(number));
  }

  private String key(Submission submission) {
    return submission
        .again()
        .map(repeat -> "attempts of " + first(repeat.run()))
        .orElseGet(
            () ->
                "runs of " + submission.terms().revision().repository() + " " + submission.file());
  }

  /// The run that was not itself run again.
  private Cid first(Cid run) {
    Cid at = run;
    for (int i = 0; i < LONGEST; i++) {
      Optional<Cid> before = submissions.apply(at).flatMap(Submission::again).map(Repeat::run);
      if (before.isEmpty()) {
        return at;
      }
      at = before.get();
    }
    return at;
  }
}
