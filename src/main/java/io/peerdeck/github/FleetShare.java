package io.peerdeck.github;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The other members as the cache sees them. One of them owns each question (rendezvous hashing
/// over the members in reach) and asks GitHub for all. May block; called on virtual threads.
public interface FleetShare {
  /// No fleet, or nobody else in it.
  FleetShare ALONE =
      new FleetShare() {
        @Override
        public Optional<PeerId> owner(ApiRead read) {
          return Optional.empty();
        }

        @Override
        public Optional<SharedAnswer> ask(ApiRead read, Duration freshFor, Duration patience) {
          return Optional.empty();
        }

        @Override
        public void fetched(SharedAnswer answer) {}

        @Override
        public List<PeerId> holders(ApiRead read) {
          return List.of();
        }
      };

  /// Who asks GitHub this for the fleet; empty if it is this node.
  Optional<PeerId> owner(ApiRead read);

  /// The fleet's answer, its signature and CID checked: from the owner, or from who said to hold it
  /// fresh.
  ///
  /// @param read a question whose endpoint is on the list
  /// @param freshFor how old an answer is still wanted
  /// @param patience after this the caller asks GitHub itself
  /// @return empty if nobody has one or is quick enough; never an answer to another question, nor
  ///     one from the future
  Optional<SharedAnswer> ask(ApiRead read, Duration freshFor, Duration patience);

  /// Tells the fleet that this node holds a fresh answer now.
  void fetched(SharedAnswer answer);

  /// Notes that the public is not answered this: the repository is private, or is no more. Until
  /// [#fetched(SharedAnswer)] says otherwise no member is told of questions about it.
  default void gone(ApiRead read) {}

  /// Who said to hold the answer, the freshest first.
  List<PeerId> holders(ApiRead read);
}
