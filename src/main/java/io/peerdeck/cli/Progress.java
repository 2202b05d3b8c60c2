package io.peerdeck.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;

/// Tells how far long work is, in one line of a terminal that is gone when the work is done. Says
/// nothing where there is no terminal, nor of work that is done before anyone would ask.
final class Progress implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMillis(400);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int WIDTH = 78;
  private static final String ERASED = "\r" + (char) 27 + "[K";

  private final PrintWriter err;
  private final Supplier<String> line;
  private final Thread teller;
  private final Thread atEnd;
  private boolean shown;
  private boolean over;

  private Progress(PrintWriter err, Supplier<String> line) {
    this.err = err;
    this.line = line;
    teller = Thread.ofPlatform().daemon().name("progress").unstarted(this::tell);
    atEnd = new Thread(this::erase, "erase-progress");
  }

  /// Begins to tell; what the line says is asked four times a second on a thread of its own.
  static Progress of(CommonOptions common, Supplier<String> line) {
    Progress progress = new Progress(common.err(), line);
    if (common.terminal().progress()) {
      Runtime.getRuntime().addShutdownHook(progress.atEnd);
      progress.teller.start();
    }
    return progress;
  }

  private void tell() {
    try {
      Thread.sleep(PATIENCE);
      while (show(TextTable.printable(line.get()))) {
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the work is done
    }
  }

  private synchronized boolean show(String text) {
    if (over) {
      return false;
    }
    shown = true;
    err.print(ERASED + (text.length() > WIDTH ? text.substring(0, WIDTH) : text));
    err.flush();
    return true;
  }

  /// Says something that stays, above the line, also where there is no terminal.
  synchronized void say(String text) {
    if (shown && !over) {
      err.print(ERASED);
    }
    err.println(TextTable.printable(text));
    err.flush();
  }

  private synchronized void erase() {
    if (shown && !over) {
      err.print(ERASED);
      err.flush();
    }
    over = true;
  }

  @Override
  public void close() {
    erase();
    teller.interrupt();
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      return; // the process is ending, which erases again what is gone
    }
  }
}
