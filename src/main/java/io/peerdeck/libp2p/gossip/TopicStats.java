package io.peerdeck.libp2p.gossip;

/// One peer's behaviour on one topic, P₁ to P₄ of the score. Guarded by the router's lock.
final class TopicStats {
  private final TopicScore params;
  private boolean inMesh;
  private long graftedAt;
  private double timeInMesh;
  private boolean meshActive;
  private double first;
  private double mesh;
  private double failure;
  private double invalid;

  TopicStats(TopicScore params) {
    this.params = params;
  }

  void grafted(long now) {
    inMesh = true;
    graftedAt = now;
    timeInMesh = 0;
    meshActive = false;
  }

  void pruned() {
    if (inMesh && meshActive && mesh < params.meshThreshold()) {
      failure += deficit() * deficit();
    }
    inMesh = false;
  }

  void firstDelivery() {
    first = Math.min(params.firstCap(), first + 1);
    meshDelivery();
  }

  /// A copy that came soon enough after the first.
  void meshDelivery() {
    if (inMesh) {
      mesh = Math.min(params.meshCap(), mesh + 1);
    }
  }

  void invalid() {
    invalid++;
  }

  /// The peer left: what it delivered counts no more, what it failed to does.
  void left() {
    pruned();
    first = 0;
  }

  double score() {
    double score = 0;
    if (inMesh) {
      double quanta = timeInMesh / params.timeInMeshQuantum().toNanos();
      score += params.timeInMesh() * Math.min(params.timeInMeshCap(), Math.floor(quanta));
    }
    score += params.first() * first;
    if (inMesh && meshActive && mesh < params.meshThreshold()) {
      score += params.mesh() * deficit() * deficit();
    }
    score += params.failure() * failure;
    score += params.invalid() * invalid * invalid;
    return score * params.weight();
  }

  void decay(double toZero, long now) {
    first = decayed(first, params.firstDecay(), toZero);
    mesh = decayed(mesh, params.meshDecay(), toZero);
    failure = decayed(failure, params.failureDecay(), toZero);
    invalid = decayed(invalid, params.invalidDecay(), toZero);
    if (inMesh) {
      timeInMesh = now - graftedAt;
      meshActive |= timeInMesh > params.meshActivation().toNanos();
    }
  }

  static double decayed(double value, double factor, double toZero) {
    double less = value * factor;
    return less < toZero ? 0 : less;
  }

  TopicScore params() {
    return params;
  }

  private double deficit() {
    return params.meshThreshold() - mesh;
  }
}
