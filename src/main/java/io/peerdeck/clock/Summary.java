package io.peerdeck.clock;

import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one side tells at the start of a round.
///
/// @param fleet the genesis
/// @param compound the compound head, equal when both hold the same
/// @param heads entries without children
/// @param tips the last entry of every branch
/// @param want entries asked for by name, because descendants wait for them
/// @param gained entries that the round before brought
record Summary(
    Cid fleet,
    String compound,
    List<Cid> heads,
    List<AuthorTip> tips,
    List<Cid> want,
    long gained) {
  private static final int ITEMS_PER_FRAME = 1000;
  private static final int MAX_FRAMES = 64;

  /// An author's last entry on one branch.
  record AuthorTip(PeerId author, long seq, Cid cid) {}

  /// In frames of at most 1,000 items each, the last without `more`.
  void write(IpldFrames frames) {
    List<Ipld.Map> items = new ArrayList<>();
    heads.forEach(cid -> items.add(Ipld.map().put("head", cid).build()));
    tips.forEach(
        tip ->
            items.add(
                Ipld.map()
                    .put("author", tip.author.bytes())
                    .put("seq", tip.seq)
                    .put("cid", tip.cid)
                    .build()));
    want.forEach(cid -> items.add(Ipld.map().put("want", cid).build()));
    int at = 0;
    do {
      int end = Math.min(items.size(), at + ITEMS_PER_FRAME);
      frames.write(
          Ipld.map()
              .put("type", "summary")
              .put("fleet", fleet)
              .put("compound", compound)
              .put("gained", gained)
              .put("more", end < items.size())
              .put("items", items.subList(at, end))
              .build());
      at = end;
    } while (at < items.size());
  }

  /// @throws ProtocolBreach when the peer sends something else, or does not end
  /// @throws io.peerdeck.multiformats.MultiformatException when an item is not what it should be
  static Summary read(IpldFrames frames) {
    List<Cid> heads = new ArrayList<>();
    List<AuthorTip> tips = new ArrayList<>();
    List<Cid> want = new ArrayList<>();
    for (int frame = 0; frame < MAX_FRAMES; frame++) {
      Ipld.Map map =
          frames
              .read()
              .orElseThrow(() -> new ClockException("the peer ended the sync before its summary"));
      if (!map.text("type").equals("summary")) {
        throw new ProtocolBreach("the peer sent '" + map.text("type") + "' in place of a summary");
      }
      for (Ipld.Map item : map.list("items").maps()) {
        item.optLink("head").ifPresent(heads::add);
        item.optLink("want").ifPresent(want::add);
        Optional<byte[]> author = item.optBytes("author");
        author.ifPresent(
            bytes ->
                tips.add(
                    new AuthorTip(PeerId.decode(bytes), item.integer("seq"), item.link("cid"))));
      }
      if (!map.bool("more")) {
        return new Summary(
            map.link("fleet"), map.text("compound"), heads, tips, want, map.integer("gained"));
      }
    }
    throw new ProtocolBreach(
        "the peer's summary is over " + MAX_FRAMES * ITEMS_PER_FRAME + " items");
  }
}
