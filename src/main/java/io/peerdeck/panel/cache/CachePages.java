package io.peerdeck.panel.cache;

import io.peerdeck.panel.part.Pages;

/// What is told of the caches besides their list: over time, what is kept, the reads of GitHub.
final class CachePages extends Pages {}
