package io.peerdeck.fleet;

import io.peerdeck.multiformats.Multiaddr;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Passes TCP bytes on between two peers until told to stall: then connections stay open and
/// nothing arrives, as with a pulled cable.
final class StallingRelay implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Object lock = new Object();
  private boolean stalled;
  private boolean closed;
  // Guarded by lock: connections from before the last one of this number stay silent for good.
  private int deadBefore;
  private int accepted;

  StallingRelay(Multiaddr target) throws IOException {
    this.target = target.tcpPort().orElseThrow();
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  Multiaddr address() {
    return Multiaddr.tcp("127.0.0.1", server.getLocalPort());
  }

  void stall(boolean now) {
    synchronized (lock) {
      stalled = now;
      lock.notifyAll();
    }
  }

  /// From now on nothing more arrives over the connections there are; new ones are as usual.
  void stallOpenOnes() {
    synchronized (lock) {
      deadBefore = accepted;
      lock.notifyAll();
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket in = server.accept();
        Socket out = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(in);
        sockets.add(out);
        int number;
        synchronized (lock) {
          number = accepted++;
        }
        Thread.ofVirtual().start(() -> pass(in, out, number));
        Thread.ofVirtual().start(() -> pass(out, in, number));
      }
    } catch (IOException ended) {
      // Closed by the test, or the target is gone: dials fail, which is what a relay is for.
    }
  }

  private void pass(Socket from, Socket to, int number) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (lock) {
          while ((stalled || number < deadBefore) && !closed) {
            lock.wait();
          }
        }
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException ended) {
      // One side hung up; closing both tells the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
