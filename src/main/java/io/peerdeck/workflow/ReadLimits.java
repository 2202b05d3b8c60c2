package io.peerdeck.workflow;

/// How large a workflow may be once it is read.
///
/// @param depth levels of sequences and mappings
/// @param bytes what the values take, as GitHub counts it
/// @param jobs in the file and all it calls
/// @param calls how deep called workflows may call others
/// @param file bytes of one file
record ReadLimits(int depth, long bytes, int jobs, int calls, int file) {

  /// GitHub's limits, but for the jobs: a submission is one entry of at most 64 KiB that names all
  /// its jobs. ([limits](https://docs.github.com/actions/reference/limits): ten levels of calls)
  static final ReadLimits USUAL = new ReadLimits(50, 10 << 20, 256, 9, 1 << 20);
}
