package io.peerdeck.github;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// GitHub's REST API over HTTP, within its limits: refuses by itself what GitHub would refuse, and
/// leaves a GitHub that does not answer alone for a while. Never follows a redirect, since where it
/// leads is for the caller's eyes.
public final class GitHubClient implements Upstream, AutoCloseable {
  /// Where GitHub's API is.
  public static final URI GITHUB = URI.create("https://api.github.com");

  private static final Logger LOG = LoggerFactory.getLogger(GitHubClient.class);
  private static final int MOST_WORDS = 4096;
  private static final Set<Integer> MOVED = Set.of(301, 302, 307, 308);

  private final URI base;
  private final Partitions partitions;
  private final RateLimits limits;
  private final Transport transport;
  private final String agent;

  /// @param base `https://api.github.com`, or `https://HOST/api/v3` of a server of one's own;
  ///     plain `http` only to this machine
  /// @param limits shared by everything that asks the same GitHub
  /// @param agent what the `User-Agent` says
  /// @throws GitHubException if the base is no such address
  public GitHubClient(
      URI base, Partitions partitions, RateLimits limits, InstantSource wall, String agent) {
    this.base = checked(base);
    this.partitions = partitions;
    this.limits = limits;
    this.transport = new Transport(wall);
    this.agent = agent;
  }

  /// The address without a slash at its end.
  ///
  /// @throws GitHubException if a token would go over the network in clear
  public static URI checked(URI base) {
    String host = base.getHost() == null ? "" : base.getHost();
    boolean here = host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]");
    boolean plain = "http".equals(base.getScheme());
    if (host.isEmpty()
        || !((plain && here) || "https".equals(base.getScheme()))
        || base.getRawQuery() != null
        || base.getRawUserInfo() != null) {
      throw new GitHubException(
          "the address of GitHub's API is like https://api.github.com or https://HOST/api/v3, not "
              + base);
    }
    String text = base.toString();
    return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : base;
  }

  /// Where it asks.
  public URI base() {
    return base;
  }

  @Override
  public Reply get(ApiRead read, Credential credential, Optional<String> etag, Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    transport.check();
    Partition who = partitions.of(credential);
    try (RateLimits.Permit _ = limits.take(who, read.path(), false, deadline)) {
      HttpRequest request = request(read, credential, etag).timeout(deadline).build();
      HttpResponse<byte[]> response =
          transport.send(
              request,
              head -> new CappedBody(ApiBody.MAX_BYTES),
              Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      Map<String, String> headers = Transport.headers(response);
      byte[] body = plain(response.body(), headers);
      limits.heard(who, read.path(), response.statusCode(), headers, words(response, body));
      return new Reply(response.statusCode(), headers, ApiBody.of(body));
    }
  }

  private HttpRequest.Builder request(ApiRead read, Credential credential, Optional<String> etag) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + read.target()))
            .header("User-Agent", agent)
            .header("Accept-Encoding", "gzip");
    if (!read.accept().isEmpty()) {
      request.header("Accept", read.accept());
    }
    if (!read.apiVersion().isEmpty()) {
      request.header("X-GitHub-Api-Version", read.apiVersion());
    }
    credential.authorization().ifPresent(value -> request.header("Authorization", value));
    etag.ifPresent(value -> request.header("If-None-Match", value));
    return request;
  }

  /// Sends a request as it is and hands its answer on as it comes. Nothing is kept.
  ///
  /// @param target path and query below [#base]
  /// @param headers what the caller said, without what belongs to one connection
  /// @param write whether it counts as one
  /// @return the answer; its stream must be closed
  /// @throws GitHubException if GitHub could not be asked, or a limit forbids asking now
  Passed pass(
      String method,
      String target,
      Map<String, String> headers,
      Credential credential,
      HttpRequest.BodyPublisher body,
      boolean write,
      Duration deadline) {
    transport.check();
    Partition who = partitions.of(credential);
    String path = target.split("\\?", 2)[0];
    RateLimits.Permit permit = limits.take(who, path, write, deadline);
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + target)).timeout(deadline).method(method, body);
      headers.forEach(request::header);
      if (!headers.containsKey("authorization")) {
        credential.authorization().ifPresent(value -> request.header("Authorization", value));
      }
      HttpResponse<InputStream> response =
          transport.send(request.build(), HttpResponse.BodyHandlers.ofInputStream(), deadline);
      Map<String, String> flat = Transport.headers(response);
      return new Passed(response.statusCode(), flat, heard(who, path, response, flat), permit);
    } catch (RuntimeException e) {
      permit.close();
      throw e;
    }
  }

  /// What an answer that goes through tells of the limits: its headers at once, but words only when
  /// it has gone through.
  private InputStream heard(
      Partition who, String path, HttpResponse<InputStream> response, Map<String, String> headers) {
    int status = response.statusCode();
    boolean packed = headers.getOrDefault("content-encoding", "").equals("gzip");
    if (path.equals("/graphql")) {
      return new Overheard(
          response.body(),
          packed,
          GraphQl.MOST,
          body -> limits.heardGraphQl(who, status, headers, body));
    }
    if (status >= 400) {
      return new Overheard(
          response.body(),
          packed,
          MOST_WORDS,
          body ->
              limits.heard(who, path, status, headers, new String(body, StandardCharsets.UTF_8)));
    }
    limits.heard(who, path, status, headers, "");
    return response.body();
  }

  /// Asks for something large, and for where GitHub keeps it if the answer says so. Elsewhere than
  /// at the API the credential is not shown: the address is the right to what lies there.
  ///
  /// @param target path and query below [#base]
  /// @param deadline for all of it, the last byte too
  /// @return what GitHub gives, as it comes; must be closed
  /// @throws GitHubException if it gives nothing, or names a place that is not its own
  InputStream download(String target, Credential credential, Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    Map<String, String> headers = Map.of("accept", ApiRead.JSON, "user-agent", agent);
    Passed said =
        pass(
            "GET",
            target,
            headers,
            credential,
            HttpRequest.BodyPublishers.noBody(),
            false,
            deadline);
    try {
      Passed given =
          MOVED.contains(said.status())
              ? elsewhere(said, Duration.ofNanos(Math.max(1, end - System.nanoTime())))
              : said;
      if (given.status() != 200) {
        shut(given.body());
        throw new GitHubException(
            GitHubException.Reason.UNREACHABLE,
            "GitHub does not give " + target + " (" + given.status() + ")");
      }
      return new Download(given, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    } catch (RuntimeException e) {
      shut(said.body());
      said.permit().close();
      throw e;
    }
  }

  private static void shut(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      LOG.debug("an answer that nobody reads did not end", e);
    }
  }

  private Passed elsewhere(Passed said, Duration deadline) {
    URI place = Download.place(base, said.headers().getOrDefault("location", ""));
    shut(said.body());
    HttpRequest request =
        HttpRequest.newBuilder(place).timeout(deadline).header("User-Agent", agent).build();
    HttpResponse<InputStream> response =
        transport.send(request, HttpResponse.BodyHandlers.ofInputStream(), deadline);
    return new Passed(
        response.statusCode(), Transport.headers(response), response.body(), said.permit());
  }

  private static byte[] plain(byte[] body, Map<String, String> headers) {
    String encoding = headers.getOrDefault("content-encoding", "identity");
    if (body.length == 0 || encoding.equals("identity")) {
      return body;
    }
    if (!encoding.equals("gzip")) {
      throw new GitHubException(
          GitHubException.Reason.UNREACHABLE, "the answer is packed in a way nobody asked for");
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] plain = in.readNBytes(ApiBody.MAX_BYTES + 1);
      if (plain.length > ApiBody.MAX_BYTES) {
        throw CappedBody.tooLarge(ApiBody.MAX_BYTES);
      }
      return plain;
    } catch (IOException e) {
      throw new GitHubException(
          GitHubException.Reason.UNREACHABLE,
          "the answer cannot be unpacked: " + e.getMessage(),
          e);
    }
  }

  private static String words(HttpResponse<byte[]> response, byte[] body) {
    return response.statusCode() < 400
        ? ""
        : new String(body, 0, Math.min(body.length, MOST_WORDS), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    transport.close();
  }
}
