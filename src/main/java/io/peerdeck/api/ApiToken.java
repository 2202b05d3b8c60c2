package io.peerdeck.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
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
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret of a data folder's API, kept in `api.token` readable by its owner alone. A server
/// proves that it knows it, by an HMAC over the client's nonce, before a client sends it.
final class ApiToken {
  private static final String FILE = "api.token";
  private static final int BYTES = 32;
  private static final HexFormat HEX = HexFormat.of();

  private final String text;

  private ApiToken(String text) {
    this.text = text;
  }

  /// Reads the folder's token, making one when there is none.
  static ApiToken ofFolder(Path folder, SecureRandom random) {
    Path file = folder.resolve(FILE);
    try {
      byte[] secret = new byte[BYTES];
      random.nextBytes(secret);
      Files.write(createPrivate(file), HEX.formatHex(secret).getBytes(StandardCharsets.US_ASCII));
    } catch (FileAlreadyExistsException e) {
      return read(folder);
    } catch (IOException e) {
      throw new ApiException(500, "The API token " + file + " cannot be written: " + e, e);
    }
    return read(folder);
  }

  /// Reads the folder's token; throws [ApiException] when there is none.
  static ApiToken read(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      String text = Files.readString(file).strip();
      if (text.length() != 2 * BYTES) {
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

  private static Path createPrivate(Path file) throws IOException {
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
    return "Bearer " + text;
  }

  /// Whether a request's `Authorization` value carries this token; compared in constant time.
  boolean accepts(String authorization) {
    return MessageDigest.isEqual(
        bearer().getBytes(StandardCharsets.UTF_8), authorization.getBytes(StandardCharsets.UTF_8));
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
