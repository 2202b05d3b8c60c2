package io.peerdeck.github;

import io.peerdeck.multiformats.Multihash;
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
        public Optional<SharedAnswer> held(Multihash key, Duration freshFor) {
          return Optional.empty();
        }

        @Override
        public Optional<SharedAnswer> fetch(ApiRead read, Duration freshFor, Duration patience) {
          return Optional.empty();
        }
      };

  /// What is here already; GitHub is not asked.
  ///
  /// @param key [ApiRead#key()] of the question
  /// @param freshFor how old it may be
  Optional<SharedAnswer> held(Multihash key, Duration freshFor);

  /// The same, and GitHub is asked if need be, without a credential or for a mere confirmation.
  ///
  /// @param read a question whose endpoint is on the list
  /// @param freshFor how old it may be
  /// @param patience how long the asker waits
  /// @return empty if the public does not see it, if the anonymous budget is spent, or GitHub gave
  ///     no answer in time
  /// @throws GitHubException if GitHub could not be asked
  Optional<SharedAnswer> fetch(ApiRead read, Duration freshFor, Duration patience);
}
