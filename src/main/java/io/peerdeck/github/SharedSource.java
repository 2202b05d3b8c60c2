package io.peerdeck.github;

import java.time.Duration;
import java.util.Optional;

/// What this node may give to the other members: answers of the public partition that GitHub itself
/// gave or confirmed to this node. Never asks another member, so that no question goes round. May
/// block; called on virtual threads.
public interface SharedSource {
  /// Gives nothing.
  SharedSource NONE =
      new SharedSource() {
        @Override
        public Optional<SharedAnswer> shared(ApiRead read, Duration freshFor) {
          return Optional.empty();
        }

        @Override
        public Optional<SharedAnswer> forFleet(ApiRead read, Duration freshFor, Duration deadline) {
          return Optional.empty();
        }
      };

  /// What is here already; GitHub is not asked.
  ///
  /// @param freshFor how old it may be
  Optional<SharedAnswer> shared(ApiRead read, Duration freshFor);

  /// The same, and GitHub is asked if need be.
  ///
  /// @param read a question whose endpoint is on the list
  /// @param freshFor how old it may be
  /// @param deadline for all of it
  /// @return empty if the public does not see it, or GitHub cannot be asked
  /// @throws GitHubException if GitHub could not be asked
  Optional<SharedAnswer> forFleet(ApiRead read, Duration freshFor, Duration deadline);
}
