package io.peerdeck.blob;

import io.peerdeck.multiformats.PeerId;

/// Hears how peers serve what is fetched from them. Called on the fetching thread; must return
/// quickly.
public interface FetchEar {
  /// Hears nothing.
  FetchEar NONE =
      new FetchEar() {
        @Override
        public void served(PeerId peer, long blocks) {}

        @Override
        public void failed(FetchReport.Failure failure) {}
      };

  /// The peer sent blocks that were asked for, and right.
  void served(PeerId peer, long blocks);

  /// The peer did not deliver all it was asked for.
  void failed(FetchReport.Failure failure);
}
