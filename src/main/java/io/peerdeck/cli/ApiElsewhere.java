package io.peerdeck.cli;

import io.peerdeck.api.ApiException;
import io.peerdeck.api.ApiListen;
import io.peerdeck.api.ApiTls;
import io.peerdeck.api.NodeHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where `peerdeck node` lets the API listen besides loopback: only by TLS.
final class ApiElsewhere {
  private static final String PASSWORD = "PEERDECK_API_TLS_PASSWORD";

  private ApiElsewhere() {}

  /// Empty without an address. Throws [ApiException] 400 for an address without TLS, or TLS without
  /// an address.
  static Optional<ApiListen> of(
      Path folder, @Nullable String address, @Nullable String tls, List<String> names) {
    if (address == null) {
      if (tls != null || !names.isEmpty()) {
        throw new ApiException(400, "--api-tls and --api-name belong to --api-listen.");
      }
      return Optional.empty();
    }
    if (tls == null) {
      throw new ApiException(
          400,
          "Beyond loopback the API is served by TLS only: add --api-tls KEYSTORE.p12, or"
              + " --api-tls self for a certificate the node makes.");
    }
    return Optional.of(ApiListen.parse(address, certificate(folder, address, tls, names), names));
  }

  private static ApiTls certificate(Path folder, String address, String tls, List<String> names) {
    if (!tls.equals(ApiTls.SELF_MADE)) {
      return ApiTls.of(Path.of(tls), Optional.ofNullable(System.getenv(PASSWORD)).orElse(""));
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ApiException(500, "The data folder " + folder + " cannot be made: " + e, e);
    }
    List<String> all = new ArrayList<>(names);
    all.add(ApiListen.host(address));
    return ApiTls.selfMade(folder, all, new SecureRandom(), InstantSource.system());
  }

  /// Listens there.
  ///
  /// @return what people are told
  static String open(NodeHost host, ApiListen listen) {
    int port = host.listenElsewhere(listen);
    return "  api      https://"
        + listen.names().stream().sorted().findFirst().orElseThrow()
        + ":"
        + port
        + "/api/v1/, certificate SHA-256 "
        + listen.tls().fingerprint();
  }
}
