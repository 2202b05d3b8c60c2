package io.peerdeck.schedule;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// What was read of the table of runs, kept until the table is written again. Safe for use by many
/// threads.
final class KeptReads {
  private final Map<Object, Object> answers = new HashMap<>();
  private final int most;
  private long writes;

  /// @param most answers kept; when there is no more room all are dropped
  KeptReads(int most) {
    this.most = most;
  }

  /// The kept answer, else what is read now.
  ///
  /// @param question what is asked, with all that the answer depends on besides the table; answers
  ///     to equal questions are of one type
  @SuppressWarnings("unchecked") // by the condition above
  <T> T read(Object question, Supplier<T> table) {
    long before;
    synchronized (this) {
      Object known = answers.get(question);
      if (known != null) {
        return (T) known;
      }
      before = writes;
    }
    T read = table.get();
    synchronized (this) {
      if (before == writes) {
        if (answers.size() >= most) {
          answers.clear();
        }
        answers.put(question, read);
      }
    }
    return read;
  }

  /// The table was written; to be called before anybody is told.
  synchronized void written() {
    writes++;
    answers.clear();
  }
}
