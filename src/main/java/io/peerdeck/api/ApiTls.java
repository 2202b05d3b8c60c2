package io.peerdeck.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The certificate the API shows beyond loopback.
public final class ApiTls {
  /// The word for a certificate the node makes itself.
  public static final String SELF_MADE = "self";

  private static final String FILE = "api-tls.p12";

  private final SSLContext context;
  private final String fingerprint;

  private ApiTls(SSLContext context, String fingerprint) {
    this.context = context;
    this.fingerprint = fingerprint;
  }

  /// Reads a PKCS #12 key store. Throws [ApiException] 400.
  ///
  /// @param password of the store and of its key
  public static ApiTls of(Path keyStore, String password) {
    try (InputStream in = Files.newInputStream(keyStore)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password.toCharArray());
      return of(store, password);
    } catch (IOException | GeneralSecurityException e) {
      throw new ApiException(
          400,
          "The key store "
              + keyStore
              + " cannot be used: "
              + e.getMessage()
              + ". It must be a"
              + " PKCS #12 file, its password in PEERDECK_API_TLS_PASSWORD.",
          e);
    }
  }

  /// The folder's own certificate; makes one for these names where there is none yet.
  public static ApiTls selfMade(
      Path folder, List<String> names, SecureRandom random, InstantSource wall) {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        SelfMadeCertificate.write(file, names, random, wall.instant());
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new ApiException(500, "The certificate " + file + " cannot be made: " + e, e);
    }
    return of(file, SelfMadeCertificate.PASSWORD);
  }

  private static ApiTls of(KeyStore store, String password) throws GeneralSecurityException {
    String alias =
        Collections.list(store.aliases()).stream()
            .filter(each -> isKey(store, each))
            .findFirst()
            .orElseThrow(() -> new GeneralSecurityException("there is no key in it"));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, password.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(store.getCertificate(alias).getEncoded());
    return new ApiTls(
        context, HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT));
  }

  private static boolean isKey(KeyStore store, String alias) {
    try {
      return store.isKeyEntry(alias);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the store was loaded", e);
    }
  }

  SSLContext context() {
    return context;
  }

  /// SHA-256 of the certificate, to be compared by whoever connects.
  public String fingerprint() {
    return fingerprint;
  }
}
