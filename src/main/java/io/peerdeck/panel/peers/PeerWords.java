package io.peerdeck.panel.peers;

import io.peerdeck.node.PeerLink;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.TrustView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Mark;

/// What is said of a peer, the same in table, map and inspector.
final class PeerWords {
  private static final Texts TEXTS = Texts.of("peers");
  private static final String UNKNOWN = "–";

  private PeerWords() {}

  static Mark mark(PeerView peer) {
    return peer.self() ? Mark.SELF : Mark.of(peer.state());
  }

  static Mark trust(PeerView peer) {
    if (peer.self() || peer.trust().level().equals("host")) {
      return peer.self() || peer.trust().approval().equals("never") ? Mark.TRUSTED : Mark.HELD;
    }
    return Mark.NOT_TRUSTED;
  }

  static String trustWord(PeerView peer) {
    return peer.self() ? Mark.TRUSTED.word() : trustWord(peer.trust());
  }

  /// In two or three words.
  static String trustWord(TrustView trust) {
    return switch (trust.level()) {
      case "host" -> TEXTS.get("trusted." + trust.approval());
      case "sandboxed" -> TEXTS.get("trusted.sandboxed");
      default -> Mark.NOT_TRUSTED.word();
    };
  }

  static String rtt(PeerView peer) {
    return peer.rtt().map(Words::roundTrip).orElse(peer.self() ? "" : UNKNOWN);
  }

  static String loss(PeerView peer) {
    return peer.link().loss().map(Words::percent).orElse(peer.self() ? "" : UNKNOWN);
  }

  static String rates(PeerView peer) {
    return peer.self()
        ? ""
        : TEXTS.get(
            "rates",
            Words.bytes(Math.round(peer.link().bytesInPerSecond())),
            Words.bytes(Math.round(peer.link().bytesOutPerSecond())));
  }

  static String bytes(PeerView peer) {
    return TEXTS.get("bytes", Words.bytes(peer.bytesIn()), Words.bytes(peer.bytesOut()));
  }

  static String score(PeerView peer) {
    return peer.self() ? "" : Integer.toString(peer.conduct().score());
  }

  /// Why the score is what it is; one reason a line.
  static String reasons(PeerView peer) {
    return peer.conduct().reasons().isEmpty()
        ? TEXTS.get("conduct.none")
        : String.join("\n", peer.conduct().reasons());
  }

  /// The connection in a word or two: direct, via whom, or none.
  static String way(PeerView peer) {
    PeerLink link = peer.link();
    if (!link.connected()) {
      return TEXTS.get("way.none");
    }
    return link.via()
        .map(via -> TEXTS.get("way.via", via.name()))
        .orElseGet(() -> TEXTS.get("way.direct"));
  }

  /// The connection in a sentence; where there is none, why.
  static String link(PeerView peer) {
    if (peer.self()) {
      return peer.stateReason();
    }
    PeerLink link = peer.link();
    if (!link.connected()) {
      return TEXTS.get("link.none", peer.stateReason());
    }
    String address = link.address().orElseGet(() -> TEXTS.get("link.noAddress"));
    String since = link.openedAt().map(Words::timeOfDay).orElse(UNKNOWN);
    if (link.via().isPresent()) {
      return TEXTS.get("link.via", link.via().get().name(), since);
    }
    return TEXTS.get(link.dialled() ? "link.dialled" : "link.accepted", address, since);
  }
}
