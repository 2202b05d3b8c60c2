package io.peerdeck.node;

import java.time.Duration;
import java.util.List;

/// What an invitation is to allow.
///
/// @param roles of those who come by it: `admin`, `operator`, `worker`, `observer`
/// @param uses how many may come by it, 1 to 1,000
/// @param validFor how long from now, a minute to a year
public record InviteRequest(List<String> roles, int uses, Duration validFor) {
  /// For one machine that submits and works, for a day.
  public static final InviteRequest STANDARD =
      new InviteRequest(List.of("operator", "worker"), 1, Duration.ofDays(1));

  /// Copies the list.
  public InviteRequest {
    roles = List.copyOf(roles);
  }
}
