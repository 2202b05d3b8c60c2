package io.peerdeck.github.registry;

/// A comment on an issue.
///
/// @param body as it stands
/// @param author the login of who wrote it
/// @param trusted whether GitHub says that the author owns, belongs to or works on the repository
record IssueComment(String body, String author, boolean trusted) {}
