package io.peerdeck.panel.log;

import io.peerdeck.panel.bridge.NodeBridge;

/// What belongs to the log a view shows now, and ends with it.
record OpenLog(LogSource source, LogIndex index, LogTail tail, LogPages pages, LogPlaces places) {
  /// Nothing is read before the tail is started.
  static OpenLog begin(NodeBridge bridge, LogSource source, LogView view) {
    return of(bridge, source, new LogTail(bridge, source, view), view);
  }

  /// The same followed on, as another attempt of which nothing is known yet.
  OpenLog again(NodeBridge bridge, LogView view) {
    pages.close();
    places.close();
    return of(bridge, source, tail, view);
  }

  private static OpenLog of(NodeBridge bridge, LogSource source, LogTail tail, LogView view) {
    LogIndex index = new LogIndex();
    return new OpenLog(
        source,
        index,
        tail,
        new LogPages(bridge, source, index, view),
        new LogPlaces(bridge, source, index));
  }

  void close() {
    tail.close();
    pages.close();
    places.close();
  }
}
