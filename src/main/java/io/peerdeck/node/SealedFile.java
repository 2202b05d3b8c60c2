package io.peerdeck.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The file of [LocalSecrets], version 1: the bytes `PDSEALED`, a version byte 1, a random nonce of
/// 12 bytes, then the JSON of the book in AES-256-GCM with the nine bytes before the nonce as
/// associated data. The key, 32 random bytes, is a file of its own that only this user may read:
/// whoever has both files has the secrets; a copy of one alone tells nothing. Every write takes a
/// new nonce, replaces the file as a whole and is durable on return.
final class SealedFile {
  private static final byte[] HEAD = {'P', 'D', 'S', 'E', 'A', 'L', 'E', 'D', 1};
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY = 32;
  private static final long MAX_FILE = 64L << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path keyFile;
  private final Path file;
  private final SecureRandom random;

  SealedFile(Path keyFile, Path file, SecureRandom random) {
    this.keyFile = keyFile;
    this.file = file;
    this.random = random;
  }

  /// What the file says; nothing if there is none. Throws [NodeException] if it cannot be opened:
  /// it is left as it is, for whoever finds the right key.
  LocalSecrets.Book read() {
    try {
      if (!Files.exists(file)) {
        return LocalSecrets.Book.EMPTY;
      }
      if (Files.size(file) > MAX_FILE) {
        throw new IOException("it is larger than 64 MiB");
      }
      byte[] all = Files.readAllBytes(file);
      if (all.length < HEAD.length + NONCE
          || !Arrays.equals(all, 0, HEAD.length, HEAD, 0, HEAD.length)) {
        throw new IOException("it is not of version 1");
      }
      byte[] nonce = Arrays.copyOfRange(all, HEAD.length, HEAD.length + NONCE);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce);
      int from = HEAD.length + NONCE;
      return JSON.readValue(cipher.doFinal(all, from, all.length - from), LocalSecrets.Book.class);
    } catch (GeneralSecurityException e) {
      throw broken("its key " + keyFile + " does not open it, or it was changed", e);
    } catch (IOException e) {
      throw broken(DiskError.why(e), e);
    }
  }

  void write(LocalSecrets.Book book) {
    try {
      byte[] nonce = new byte[NONCE];
      random.nextBytes(nonce);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(JSON.writeValueAsBytes(book));
      DataFolder.replacePrivate(
          file,
          ByteBuffer.allocate(HEAD.length + NONCE + sealed.length)
              .put(HEAD)
              .put(nonce)
              .put(sealed)
              .array());
    } catch (GeneralSecurityException | IOException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          "The secrets " + file + " cannot be written: " + e.getMessage() + ".",
          e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException, IOException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(HEAD);
    return cipher;
  }

  private byte[] key() throws IOException {
    if (!Files.exists(keyFile)) {
      if (Files.exists(file)) {
        throw new IOException("its key " + keyFile + " is missing");
      }
      byte[] fresh = new byte[KEY];
      random.nextBytes(fresh);
      DataFolder.replacePrivate(keyFile, fresh);
    }
    byte[] key = Files.readAllBytes(keyFile);
    if (key.length != KEY) {
      throw new IOException("its key " + keyFile + " has " + key.length + " bytes, not " + KEY);
    }
    return key;
  }

  private NodeException broken(String why, Exception cause) {
    return new NodeException(
        NodeException.Reason.FAILED,
        "The secrets " + file + " cannot be read: " + why + ". The file was left as it is.",
        cause);
  }
}
