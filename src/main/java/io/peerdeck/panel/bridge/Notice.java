package io.peerdeck.panel.bridge;

import java.time.Instant;

/// Something the panel has to say.
///
/// @param error errors stay until read, the rest goes by itself
/// @param title what was attempted or happened
/// @param text what it means and what to do
/// @param times how often it happened in a row
public record Notice(Instant at, boolean error, String title, String text, int times) {
  public boolean sameAs(Notice other) {
    return error == other.error && title.equals(other.title) && text.equals(other.text);
  }
}
