package io.peerdeck.node;

/// One task of a run: a job id and the index of its matrix instance (0 where there is no matrix).
public record TaskRef(String job, int index) {
  /// Reads `job` or `job:index`; the form [#toString] writes.
  public static TaskRef parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return new TaskRef(text, 0);
    }
    try {
      return new TaskRef(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "`" + text + "` is not a task: write `job` or `job:index`.",
          e);
    }
  }

  @Override
  public String toString() {
    return index == 0 ? job : job + ":" + index;
  }
}
