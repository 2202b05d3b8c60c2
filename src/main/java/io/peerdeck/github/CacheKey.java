package io.peerdeck.github;

/// What an answer is kept under: whose eyes it is for, and the question.
record CacheKey(Partition partition, ApiRead read) {}
