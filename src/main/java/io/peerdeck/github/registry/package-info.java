/// Peers that can be found by the issues of a repository: one issue per peer, its record signed by
/// the peer itself. One more source of `fleet.discovery`, wired by `node`; GitHub is asked through
/// [IssueDesk].
///
/// What an issue says is believed by its signature and the repository named in it, never by who
/// opened it or when. Only a node that was told to registers; only one at a time tidies up.
@NullMarked
package io.peerdeck.github.registry;

import org.jspecify.annotations.NullMarked;
