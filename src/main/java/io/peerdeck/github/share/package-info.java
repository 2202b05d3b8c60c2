/// What of GitHub's answers members share, and how: which endpoints, signed by whom, asked of whom.
/// `node` wires it; the cache sees it as [io.peerdeck.github.FleetShare] and gives to it as
/// [io.peerdeck.github.SharedSource].
///
/// Nothing that a credential was needed for comes here. A question itself is told to another member
/// only when the repository it is about is known to be public; before that a hash stands for it.
@NullMarked
package io.peerdeck.github.share;

import org.jspecify.annotations.NullMarked;
