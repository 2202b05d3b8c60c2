package io.peerdeck.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ViewTest {
  @Test
  void aViewIsTheOneBeforeItAndOneEntryMore() {
    View view = View.after(7, 5, 300);
    View read = View.decode(7, view.encode());
    assertThat(read.isLink()).isTrue();
    assertThat(read.base()).isEqualTo(5);
    assertThat(read.row()).isEqualTo(300);
    assertThat(view.encode()).hasSizeLessThan(8);
    assertThat(View.after(9, 5, 300).digest()).isEqualTo(view.digest());
    assertThat(View.after(7, 6, 300).digest()).isNotEqualTo(view.digest());
  }

  @Test
  void aViewOfAnEarlierVersionNamesAllItsEntries() {
    View old = View.decode(3, new byte[] {1, 1, 5});
    assertThat(old.rows()).containsExactly(1, 2, 7);
    assertThat(old.base()).isEqualTo(View.EMPTY.id());
    assertThat(old.isLink()).isFalse();
  }

  @Test
  void aViewThatStandsOnALaterOneIsDamaged() {
    assertThatThrownBy(() -> View.decode(4, View.after(9, 4, 2).encode()))
        .isInstanceOf(ClockException.class)
        .hasMessageContaining("damaged");
    assertThatThrownBy(() -> View.decode(4, new byte[] {0, 1})).isInstanceOf(ClockException.class);
    assertThatThrownBy(() -> View.decode(4, new byte[] {(byte) 0x80}))
        .isInstanceOf(ClockException.class)
        .hasMessageContaining("damaged");
  }
}
