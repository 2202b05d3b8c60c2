package io.peerdeck.schedule;

import io.peerdeck.multiformats.Ipld;

/// A `concurrency` group with its expressions evaluated: of all that name it, in the whole fleet,
/// one runs and the newest waits.
///
/// @param name compared without letter case, as at GitHub
/// @param cancelInProgress whether who enters the group ends what runs in it
public record ConcurrencyGroup(String name, boolean cancelInProgress) {
  private static final int MAX_NAME = 400;

  /// Checks the name.
  ///
  /// @throws ScheduleException when it is empty or longer than 400 characters
  public ConcurrencyGroup {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new ScheduleException(
          "a concurrency group has a name of 1 to " + MAX_NAME + " characters");
    }
  }

  Ipld toIpld() {
    return Ipld.map().put("name", name).put("cancel", cancelInProgress).build();
  }

  static ConcurrencyGroup parse(Ipld.Map map) {
    return new ConcurrencyGroup(map.text("name"), map.bool("cancel"));
  }
}
