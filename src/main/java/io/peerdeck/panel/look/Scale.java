package io.peerdeck.panel.look;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The size of the writing in percent; every other size is an em of it.
///
/// @param percent from [#LEAST] to [#MOST]
public record Scale(int percent) {
  public static final Scale LEAST = new Scale(80);
  public static final Scale NORMAL = new Scale(100);
  public static final Scale MOST = new Scale(200);

  /// One em at 100%, in pixels.
  public static final double EM = 14;

  private static final int STEP = 10;
  private static final int FEWEST = 80;
  private static final int GREATEST = 200;

  public Scale {
    percent = Math.clamp(percent, FEWEST, GREATEST);
  }

  public Scale larger() {
    return new Scale(percent + STEP);
  }

  public Scale smaller() {
    return new Scale(percent - STEP);
  }

  /// One em in pixels.
  public double em() {
    return EM * percent / 100;
  }

  /// A stylesheet that sets the em for the scene and for the popups over it.
  String stylesheet() {
    String css = ".root { -fx-font-size: " + em() + "px; }";
    return "data:text/css;base64,"
        + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
  }
}
