package io.peerdeck.github.share;

import io.peerdeck.github.ApiBody;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.SharedAnswer;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.Signatures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// All of a [SharedAnswer] but its body, as its fetcher signed it: a DAG-CBOR map `{v: 1, target,
/// accept, version: text, status: 200, headers: {text: text}, body: link, size: int, fetched: int
/// (Unix ms), fetcher: bytes}`, and Ed25519 over `peerdeck-github-answer-v1:` and that map.
///
/// @param read the question
/// @param headers those on the list
/// @param body the body's name
/// @param size its bytes
/// @param fetched when GitHub gave or confirmed it
/// @param fetcher who signed it
record SignedAnswer(
    ApiRead read,
    Map<String, String> headers,
    Cid body,
    int size,
    Instant fetched,
    PeerId fetcher) {
  /// The longest map, in bytes.
  static final int MAX_BYTES = 32 * 1024;

  static final int SIGNATURE_BYTES = 64;
  static final byte[] DOMAIN = "peerdeck-github-answer-v1:".getBytes(StandardCharsets.US_ASCII);

  /// GitHub's headers that belong to an answer; another is never sent, and refused where it comes.
  static final Set<String> HEADERS =
      Set.of(
          "content-type",
          "deprecation",
          "last-modified",
          "link",
          "sunset",
          "x-github-api-version-selected",
          "x-github-media-type");

  private static final int MAX_HEADER = 8 * 1024;
  private static final int OK = 200;
  // 9999-12-31, so that no time overflows.
  private static final long LAST_MILLIS = 253_402_300_799_999L;

  /// The fields `answer` and `sig` of a frame.
  ///
  /// @param answer fetched by the owner of the key
  /// @throws GitHubException if it is too large to be sent
  static Ipld.Map seal(SharedAnswer answer, KeyPair key) {
    Map<String, String> headers = new TreeMap<>(answer.headers());
    headers.entrySet().removeIf(header -> !sound(header.getKey(), header.getValue()));
    byte[] statement =
        DagCbor.encode(
            Ipld.map()
                .put("v", 1)
                .put("target", answer.read().target())
                .put("accept", answer.read().accept())
                .put("version", answer.read().apiVersion())
                .put("status", OK)
                .putTexts("headers", headers)
                .put("body", answer.body().cid())
                .put("size", answer.body().bytes().length)
                .put("fetched", answer.fetched().toEpochMilli())
                .put("fetcher", answer.fetcher().bytes())
                .build());
    if (statement.length > MAX_BYTES || answer.body().bytes().length > ApiBody.MAX_BYTES) {
      throw new GitHubException("the answer is too large to be shared");
    }
    return Ipld.map().put("answer", statement).put("sig", key.sign(signed(statement))).build();
  }

  /// Reads one and checks its signature; whether it is the answer that was asked for, from whom and
  /// how old, is the asker's to check.
  ///
  /// @param frame with the fields `answer` and `sig`
  /// @throws MultiformatException saying what is wrong
  static SignedAnswer open(Ipld.Map frame) {
    byte[] statement = frame.bytes("answer");
    byte[] signature = frame.bytes("sig");
    if (statement.length > MAX_BYTES || signature.length != SIGNATURE_BYTES) {
      throw new MultiformatException(
          "an answer of %d bytes with a signature of %d"
              .formatted(statement.length, signature.length));
    }
    SignedAnswer answer = read(statement);
    if (!Signatures.verify(answer.fetcher.ed25519Key(), signed(statement), signature)) {
      throw new MultiformatException("the signature is not the one of " + answer.fetcher);
    }
    return answer;
  }

  /// Reads what was signed, and checks all but the signature.
  static SignedAnswer read(byte[] statement) {
    Ipld.Map map = DagCbor.decodeMap(statement);
    map.integer("v", 1, 1);
    map.integer("status", OK, OK);
    Cid body = map.link("body");
    if (body.codec() != Cid.RAW) {
      throw new MultiformatException("the body's name " + body + " is not one of raw bytes");
    }
    long fetched = map.integer("fetched");
    if (fetched < 0 || fetched > LAST_MILLIS) {
      throw new MultiformatException("fetched at " + fetched + " is no time");
    }
    return new SignedAnswer(
        question(map),
        headers(map.map("headers")),
        body,
        map.integer("size", 0, ApiBody.MAX_BYTES),
        Instant.ofEpochMilli(fetched),
        PeerId.decode(map.bytes("fetcher")));
  }

  /// The question in the fields `target`, `accept` and `version`.
  ///
  /// @throws MultiformatException if it is none, or not in its canonical form
  static ApiRead question(Ipld.Map map) {
    String target = map.text("target");
    String accept = map.text("accept");
    String version = map.text("version");
    try {
      ApiRead read = new ApiRead(target, accept, version);
      if (read.target().equals(target)
          && read.accept().equals(accept)
          && read.apiVersion().equals(version)) {
        return read;
      }
    } catch (GitHubException e) {
      throw new MultiformatException(
          "a question that is none: " + String.valueOf(e.getMessage()), e);
    }
    throw new MultiformatException("a question that is not in its canonical form");
  }

  private static Map<String, String> headers(Ipld.Map fields) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : fields.keys()) {
      String value = fields.text(name);
      if (!sound(name, value)) {
        throw new MultiformatException("an answer's headers do not have such a field");
      }
      headers.put(name, value);
    }
    return headers;
  }

  private static boolean sound(String name, String value) {
    return HEADERS.contains(name)
        && value.length() <= MAX_HEADER
        && value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  /// The whole answer.
  ///
  /// @throws MultiformatException if that is not the body that was signed
  SharedAnswer with(byte[] bytes) {
    if (bytes.length != size || !body.matches(bytes)) {
      throw new MultiformatException(
          "a body of %d bytes that is not %s".formatted(bytes.length, body));
    }
    return new SharedAnswer(read, headers, ApiBody.of(bytes), fetched, fetcher);
  }

  private static byte[] signed(byte[] statement) {
    byte[] message = new byte[DOMAIN.length + statement.length];
    System.arraycopy(DOMAIN, 0, message, 0, DOMAIN.length);
    System.arraycopy(statement, 0, message, DOMAIN.length, statement.length);
    return message;
  }
}
