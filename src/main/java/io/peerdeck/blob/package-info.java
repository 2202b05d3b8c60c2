/// Content on disk and between peers: blocks in files named by their CID, UnixFS files and folders
/// made of them, and their exchange over `/peerdeck/blob/1.0.0`.
///
/// The runner imports and exports workspaces, artifacts and logs here; the scheduler asks what is
/// held and has the rest fetched; `node` wires it and shows the transfers. Nothing here knows what
/// a workflow is. Every block is hashed when it comes from the disk or from a peer.
@NullMarked
package io.peerdeck.blob;

import org.jspecify.annotations.NullMarked;
