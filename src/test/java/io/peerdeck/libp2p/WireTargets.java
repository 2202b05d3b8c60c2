package io.peerdeck.libp2p;

import static io.peerdeck.fuzz.FuzzTarget.refusing;
import static io.peerdeck.fuzz.FuzzTarget.same;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.peerdeck.fuzz.BytesStream;
import io.peerdeck.fuzz.FuzzConnection;
import io.peerdeck.fuzz.FuzzTarget;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerdeckException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The decoders of the wire.
public final class WireTargets {
  private static final byte[] KEY = new byte[32];
  private static final KnownKeys KNOWN = new KnownKeys();

  private WireTargets() {}

  /// All of them.
  public static List<FuzzTarget> all() {
    Arrays.fill(KEY, (byte) 7);
    return List.of(
        refusing(
            "multistream-answer",
            Libp2pException.class,
            WireTargets::answer,
            lines("/multistream/1.0.0", "/unknown", "/noise")),
        refusing(
            "multistream-select",
            Libp2pException.class,
            input -> {
              ByteArrayOutputStream out = new ByteArrayOutputStream();
              Multistream.select(new ByteArrayInputStream(input), out, "/noise");
              same(out.toByteArray(), lines("/multistream/1.0.0", "/noise"), "the proposal");
            },
            lines("/multistream/1.0.0", "/noise"),
            lines("/multistream/1.0.0", "na")),
        refusing(
            "noise-payload",
            Libp2pException.class,
            WireTargets::noisePayload,
            NoisePayload.of(FuzzConnection.KEY, KEY, List.of("/yamux/1.0.0")).encode()),
        refusing(
            "noise-handshake", Libp2pException.class, WireTargets::noiseHandshake, handshake()),
        refusing("noise-frame", Libp2pException.class, WireTargets::noiseFrame, noiseFrames()),
        refusing("yamux", Libp2pException.class, WireTargets::yamux, yamuxFrames()),
        refusing("identify", Libp2pException.class, WireTargets::identify, identify()),
        refusing(
            "ipld-frames",
            PeerdeckException.class,
            WireTargets::ipldFrames,
            frame(Ipld.map().put("t", "hello").put("v", 1).build())));
  }

  private static byte[] lines(String... lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String line : lines) {
      bytes.write(line.length() + 1);
      bytes.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void answer(byte[] input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      String agreed = Multistream.answer(new ByteArrayInputStream(input), out, "/noise"::equals);
      same(agreed, "/noise", "the protocol");
    } finally {
      if (out.size() > 128) {
        throw new AssertionError(out.size() + " bytes were answered");
      }
    }
  }

  private static void noisePayload(byte[] input) {
    NoisePayload payload = NoisePayload.decode(input);
    NoisePayload again = NoisePayload.decode(payload.encode());
    same(again.identityKey(), payload.identityKey(), "the key");
    same(again.signature(), payload.signature(), "the signature");
    same(again.muxers(), payload.muxers(), "the muxers");
    payload.verify(KEY, KNOWN);
    if (!Arrays.equals(
        payload.signature(), NoisePayload.of(FuzzConnection.KEY, KEY, List.of()).signature())) {
      throw new AssertionError("a forged signature was taken");
    }
  }

  private static byte[] handshake() {
    try (NoiseHandshake dialer = initiator();
        NoiseHandshake listener =
            new NoiseHandshake(false, new byte[0], KEY.clone(), KEY.clone())) {
      listener.read(dialer.write(new byte[0]));
      return listener.write(new byte[] {1, 2, 3});
    }
  }

  private static NoiseHandshake initiator() {
    byte[] ephemeral = new byte[32];
    Arrays.fill(ephemeral, (byte) 9);
    return new NoiseHandshake(true, new byte[0], KEY.clone(), ephemeral);
  }

  private static void noiseHandshake(byte[] input) {
    try (NoiseHandshake dialer = initiator()) {
      dialer.write(new byte[0]);
      dialer.read(input);
      if (dialer.remoteStatic().length != 32) {
        throw new AssertionError("no static key");
      }
    }
  }

  private static byte[] noiseFrames() {
    byte[] frame = new byte[2 + 5 + Aead.TAG];
    frame[1] = 5 + Aead.TAG;
    try (Aead cipher = Aead.of(KEY)) {
      cipher.seal(0, new byte[0], java.nio.ByteBuffer.wrap(frame, 2, frame.length - 2));
    }
    return frame;
  }

  private static void noiseFrame(byte[] input) {
    int[] plain = new int[1];
    ByteBuf in = Unpooled.directBuffer(Math.max(1, input.length)).writeBytes(input);
    try (FrameReader reader = new FrameReader(KEY, UnpooledByteBufAllocator.DEFAULT)) {
      while (in.isReadable()) {
        reader.feed(
            in.readSlice(Math.min(in.readableBytes(), 1 + input.length / 3)),
            text -> plain[0] += text.readableBytes());
      }
    } finally {
      in.release();
      if (plain[0] > input.length) {
        throw new AssertionError("more plain text than bytes");
      }
    }
  }

  private static byte[] yamuxFrames() {
    ByteBuf out = Unpooled.buffer();
    YamuxFrame.write(out, YamuxFrame.WINDOW, YamuxFrame.SYN, 1, 1000);
    YamuxFrame.write(out, YamuxFrame.DATA, YamuxFrame.FIN, 1, 3).writeBytes(new byte[] {1, 2, 3});
    YamuxFrame.write(out, YamuxFrame.PING, YamuxFrame.SYN, 0, 7);
    YamuxFrame.write(out, YamuxFrame.GO_AWAY, 0, 0, 0);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  /// Frames mean the same however their bytes were cut, and are written as they were read.
  private static void yamux(byte[] input) {
    Heard whole = heard(input, input.length);
    for (int piece : new int[] {1, 5, 13}) {
      Heard cut = heard(input, piece);
      same(cut.frames, whole.frames, "the frames in pieces of " + piece);
      same(cut.bytes.toByteArray(), whole.bytes.toByteArray(), "the bytes of pieces");
      same(cut.refused, whole.refused, "the refusal of pieces");
    }
    if (whole.refused.isPresent()) {
      throw new Libp2pException(whole.refused.get());
    }
    same(
        whole.bytes.toByteArray(),
        Arrays.copyOf(input, whole.bytes.size()),
        "the frames as they were");
  }

  private static final class Heard implements YamuxReader.Sink {
    private final List<String> frames = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Optional<String> refused = Optional.empty();

    @Override
    public void begin(YamuxFrame frame) {
      frames.add("begin " + frame);
      ByteBuf header = Unpooled.buffer(YamuxFrame.HEADER);
      YamuxFrame.write(header, frame.type(), frame.flags(), frame.id(), (int) frame.length());
      bytes.writeBytes(header.array());
    }

    @Override
    public void body(ByteBuf piece) {
      byte[] part = new byte[piece.readableBytes()];
      piece.readBytes(part);
      bytes.writeBytes(part);
    }

    @Override
    public void end(YamuxFrame frame) {
      frames.add("end " + frame);
    }
  }

  private static Heard heard(byte[] input, int piece) {
    Heard heard = new Heard();
    YamuxReader reader = new YamuxReader(heard);
    try {
      for (int at = 0; at < input.length; at += piece) {
        reader.feed(Unpooled.wrappedBuffer(input, at, Math.min(piece, input.length - at)));
      }
    } catch (Libp2pException e) {
      heard.refused = Optional.of(String.valueOf(e.getMessage()));
    }
    return heard;
  }

  private static byte[] identify() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Multiaddr address = Multiaddr.parse("/ip4/127.0.0.1/tcp/1");
      PeerRecord record = new PeerRecord(FuzzConnection.KEY.peerId(), 1, List.of(address));
      IdentifyMessage.of(
              FuzzConnection.KEY.peerId(),
              new Identify(
                  "agent",
                  List.of("/ipfs/ping/1.0.0"),
                  List.of(address),
                  Optional.of(Multiaddr.parse("/ip4/192.0.2.1/tcp/9")),
                  Optional.of(record)),
              record.seal(FuzzConnection.KEY))
          .write(out);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  private static void identify(byte[] input) throws IOException {
    IdentifyMessage message = IdentifyMessage.read(new ByteArrayInputStream(input));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.write(out);
    IdentifyMessage again = IdentifyMessage.read(new ByteArrayInputStream(out.toByteArray()));
    same(again.over(null, Optional.empty()), message.over(null, Optional.empty()), "identify");
  }

  private static byte[] frame(Ipld.Map map) {
    BytesStream stream = FuzzConnection.stream(new byte[0]);
    new IpldFrames(stream, 4096).write(map);
    return stream.written();
  }

  private static void ipldFrames(byte[] input) {
    BytesStream stream = FuzzConnection.stream(input);
    IpldFrames frames = new IpldFrames(stream, 4096);
    int at = 0;
    for (Optional<Ipld.Map> map = frames.read(); map.isPresent(); map = frames.read()) {
      byte[] again = frame(map.get());
      same(again, Arrays.copyOfRange(input, at, stream.consumed()), "a frame");
      at = stream.consumed();
    }
  }
}
