package io.peerdeck.panel.bridge;

import java.time.InstantSource;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What has been said and not been read yet, newest first. Only on the FX thread.
public final class Notices {
  /// More unread errors than anyone reads; the oldest give way.
  static final int KEPT = 200;

  private final ObservableList<Notice> unread = FXCollections.observableArrayList();
  private final InstantSource time;

  public Notices(InstantSource time) {
    this.time = time;
  }

  public ObservableList<Notice> unread() {
    return unread;
  }

  public void tell(String title, String text) {
    add(new Notice(time.instant(), false, title, text, 1));
  }

  public void problem(String title, String text) {
    add(new Notice(time.instant(), true, title, text, 1));
  }

  public void read(Notice notice) {
    unread.remove(notice);
  }

  private void add(Notice notice) {
    for (int i = 0; i < unread.size(); i++) {
      Notice known = unread.get(i);
      if (known.sameAs(notice)) {
        unread.remove(i);
        unread.addFirst(
            new Notice(
                notice.at(), notice.error(), notice.title(), notice.text(), known.times() + 1));
        return;
      }
    }
    unread.addFirst(notice);
    if (unread.size() > KEPT) {
      unread.removeLast();
    }
  }
}
