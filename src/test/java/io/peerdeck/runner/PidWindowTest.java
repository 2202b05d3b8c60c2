package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PidWindowTest {
  @Test
  void aWindowCoversWhatBeganInItAndNotTheProcessesBefore() throws Exception {
    boolean narrow = false;
    // Now and then the numbers go round while it is open, and more are covered.
    for (int i = 0; i < 3 && !narrow; i++) {
      final PidWindow window = PidWindow.open();
      final Process begun = new ProcessBuilder("/bin/true").start();
      begun.waitFor();
      window.close();
      assertThat(window.covers((int) begun.pid())).isTrue();
      narrow = !window.covers((int) ProcessHandle.current().pid()) && !window.covers(1);
    }
    assertThat(narrow).isTrue();
  }
}
