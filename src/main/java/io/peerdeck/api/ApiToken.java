package io.peerdeck.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A secret of a data folder, kept in a file readable by its owner alone: `api.token` is the API's,
/// `mcp.token` that of assistants, who may do less. A server
/// proves that it knows it, by an HMAC over the client's nonce, before a client sends it.
final class ApiToken {
  static final String API = "api.token";
  static final String MCP = "mcp.token";
  private static final int BYTES = 32;
  private static final HexFormat HEX = HexFormat.of();
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + 2 * BYTES + "}");

  private final String text;
  private final byte[] bearer;

  private ApiToken(String text) {
    this.text = text;
    this.bearer = ("Bearer " + text).getBytes(StandardCharsets.UTF_8);
  }

  /// Reads the folder's token, making one when there is none; it has its name only once it is
  /// whole.
  static ApiToken ofFolder(Path folder, SecureRandom random) {
    return ofFolder(folder, API, random);
  }

  /// The same of the token in this file.
  static ApiToken ofFolder(Path folder, String name, SecureRandom random) {
    Path file = folder.resolve(name);
    if (Files.exists(file)) {
      return read(folder, name);
    }
    Path temporary = folder.resolve(name + ".new");
    try {
      byte[] secret = new byte[BYTES];
      random.nextBytes(secret);
      Files.deleteIfExists(temporary);
      Files.write(
          createPrivate(temporary), HEX.formatHex(secret).getBytes(StandardCharsets.US_ASCII));
      Files.move(temporary, file);
    } catch (IOException e) {
      throw new ApiException(500, "The API token " + file + " cannot be written: " + e, e);
    }
    return read(folder, name);
  }

  /// Reads the folder's token; throws [ApiException] when there is none.
  static ApiToken read(Path folder) {
    return read(folder, API);
  }

  /// The same of the token in this file.
  static ApiToken read(Path folder, String name) {
    Path file = folder.resolve(name);
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
      if (!FORM.matcher(text).matches()) {
        throw new ApiException(
            500, "The API token " + file + " is damaged: delete it and restart the node.");
      }
      return new ApiToken(text);
    } catch (NoSuchFileException e) {
      throw new ApiException(404, "No API token in " + folder + ": no node has run there.", e);
    } catch (IOException e) {
      throw new ApiException(500, "The API token " + file + " cannot be read: " + e, e);
    }
  }

  /// Makes an empty file that its owner alone can read.
  static Path createPrivate(Path file) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)
        .close();
    return file;
  }

  /// The header value that carries it.
  String bearer() {
    return new String(bearer, StandardCharsets.UTF_8);
  }

  /// Whether a request's `Authorization` value carries this token; compared in constant time.
  boolean accepts(String authorization) {
    return MessageDigest.isEqual(bearer, authorization.getBytes(StandardCharsets.UTF_8));
  }

  /// HMAC-SHA256 of the nonce, as hex: what only a holder of the token can answer.
  String proof(String nonce) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(HEX.parseHex(text), "HmacSHA256"));
      return HEX.formatHex(
          mac.doFinal(("peerdeck-api-v1:" + nonce).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  boolean proves(String nonce, String proof) {
    return MessageDigest.isEqual(
        proof(nonce).getBytes(StandardCharsets.US_ASCII), proof.getBytes(StandardCharsets.UTF_8));
  }
}
