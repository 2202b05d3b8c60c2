package io.peerdeck.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.node.NodeConfig;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The API beyond loopback, and on a port that is taken.
class ApiListenTest {
  @TempDir private Path folder;

  @Test
  void anotherAddressIsServedByTlsUnderItsOwnNamesOnly() throws Exception {
    try (NodeHost host = NodeHost.start(NodeConfig.at(folder).withName("tls").offline())) {
      ApiTls tls =
          ApiTls.selfMade(folder, List.of("127.0.0.2"), new SecureRandom(), InstantSource.system());
      assertThat(Files.getPosixFilePermissions(folder.resolve("api-tls.p12")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      int port = host.listenElsewhere(ApiListen.parse("127.0.0.2:0", tls, List.of()));
      String address = "https://127.0.0.2:" + port + "/api/v1/status";
      assertThat(ask(address, trusting(folder)).getResponseCode()).isEqualTo(200);
      assertThatThrownBy(() -> ask(address, SSLContext.getDefault()).getResponseCode())
          .isInstanceOf(SSLHandshakeException.class);
      assertThat(tls.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
      assertThat(ApiTls.of(folder.resolve("api-tls.p12"), "peerdeck").fingerprint())
          .isEqualTo(tls.fingerprint());
    }
  }

  private HttpsURLConnection ask(String address, SSLContext context) throws Exception {
    HttpsURLConnection connection =
        (HttpsURLConnection) URI.create(address).toURL().openConnection();
    connection.setSSLSocketFactory(context.getSocketFactory());
    connection.setRequestProperty("Authorization", ApiToken.read(folder).bearer());
    return connection;
  }

  private static SSLContext trusting(Path folder) throws Exception {
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("api-tls.p12"))) {
      own.load(in, "peerdeck".toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("api", own.getCertificate("api"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void anAddressThatIsNoneAndAKeyStoreThatIsNoneAreRefusedWithWhatWouldBeRight() throws Exception {
    ApiTls tls =
        ApiTls.selfMade(folder, List.of("localhost"), new SecureRandom(), InstantSource.system());
    assertThatThrownBy(() -> ApiListen.parse("0.0.0.0", tls, List.of()))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("--api-name");
    assertThat(ApiListen.parse("0.0.0.0:9443", tls, List.of("deck.lan")).names())
        .containsExactly("deck.lan");
    assertThat(ApiListen.parse("[::1]:9443", tls, List.of()).address().getPort()).isEqualTo(9443);
    assertThatThrownBy(() -> ApiListen.parse("127.0.0.1:99999", tls, List.of()))
        .isInstanceOf(ApiException.class);
    Path broken = Files.writeString(folder.resolve("broken.p12"), "nothing");
    assertThatThrownBy(() -> ApiTls.of(broken, ""))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("PKCS #12");
  }

  @Test
  void theNextFreePortIsTakenWhereTheFirstIsTaken() throws Exception {
    try (NodeHost first = NodeHost.start(NodeConfig.at(folder.resolve("a")).offline());
        NodeHost second = NodeHost.start(NodeConfig.at(folder.resolve("b")).offline())) {
      assertThat(first.address()).startsWith("127.0.0.1:").isNotEqualTo(second.address());
    }
  }
}
