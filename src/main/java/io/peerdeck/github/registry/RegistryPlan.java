package io.peerdeck.github.registry;

import io.peerdeck.github.RepositoryName;

/// What a node does with a registry.
///
/// @param repository whose issues it is
/// @param role whether and as what the node registers
/// @param publish whether its addresses may be shown to everybody in a public repository; nobody
///     can tell by an address whether it is somebody's home, so a person must say it
public record RegistryPlan(RepositoryName repository, RegistryRole role, boolean publish) {
  /// The setting that says so.
  public static final String PUBLISH = "github-registry-publish";
}
