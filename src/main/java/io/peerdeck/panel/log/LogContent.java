package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import java.util.Optional;

/// What a [LogArea] asks its view: lines from the ring or read again, hits, folds.
final class LogContent implements LogArea.Content {
  private final LogView view;
  private final LogRing ring;
  private final LogRows rows;
  private final LogSearch search;

  LogContent(LogView view, LogRing ring, LogRows rows, LogSearch search) {
    this.view = view;
    this.ring = ring;
    this.rows = rows;
    this.search = search;
  }

  @Override
  public Optional<LogChunk.Line> line(long number) {
    return ring.line(number).or(() -> view.open().flatMap(now -> now.pages().line(number)));
  }

  @Override
  public void want(long number) {
    view.open().ifPresent(now -> now.pages().want(number));
  }

  @Override
  public boolean isHit(long number) {
    return search.isHit(number);
  }

  @Override
  public boolean isCurrent(long number) {
    return search.isCurrent(number);
  }

  @Override
  public String wanted() {
    return search.wanted();
  }

  @Override
  public void moved(boolean up) {
    if (up && view.isFollowing()) {
      view.following(false);
    }
  }

  @Override
  public void fold(long number, boolean folded) {
    if (!folded) {
      rows.unfold(number + 1);
      view.arrived();
      return;
    }
    view.open()
        .ifPresent(
            now ->
                now.places()
                    .groupEnd(
                        number,
                        end -> {
                          rows.fold(number + 1, end);
                          view.arrived();
                        }));
  }
}
