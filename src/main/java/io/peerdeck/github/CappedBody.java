package io.peerdeck.github;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Takes in a body up to a bound; the first byte beyond ends the exchange.
final class CappedBody implements HttpResponse.BodySubscriber<byte[]> {
  private final int most;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private final List<ByteBuffer> parts = new ArrayList<>();
  private Flow.@Nullable Subscription subscription;
  private int size;

  CappedBody(int most) {
    this.most = most;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (whole.isDone()) {
        return;
      }
      size += buffer.remaining();
      if (size > most) {
        parts.clear();
        whole.completeExceptionally(tooLarge(most));
        if (subscription != null) {
          subscription.cancel();
        }
        return;
      }
      parts.add(buffer);
    }
  }

  static GitHubException tooLarge(int most) {
    return new GitHubException(
        GitHubException.Reason.TOO_LARGE, "the answer is longer than " + most + " bytes");
  }

  @Override
  public void onError(Throwable error) {
    parts.clear();
    whole.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    byte[] bytes = new byte[size];
    int at = 0;
    for (ByteBuffer part : parts) {
      int length = part.remaining();
      part.get(bytes, at, length);
      at += length;
    }
    parts.clear();
    whole.complete(bytes);
  }
}
