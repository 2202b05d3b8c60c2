package io.peerdeck.node;

/// A third-party action's repository at one commit, kept by the fleet.
///
/// @param uses `owner/repo@sha`
/// @param folder CID of its UnixFS folder
/// @param by who vendored it
public record VendoredAction(String uses, String folder, int files, long bytes, PeerRef by) {}
