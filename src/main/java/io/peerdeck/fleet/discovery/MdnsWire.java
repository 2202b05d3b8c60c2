package io.peerdeck.fleet.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.function.BiConsumer;
import javax.jmdns.impl.DNSEntry;
import javax.jmdns.impl.DNSRecord;
import javax.jmdns.impl.JmDNSImpl;
import javax.jmdns.impl.constants.DNSRecordType;
import org.jspecify.annotations.Nullable;

/// jmdns on one interface, listening to TXT records of one service as they come: jmdns itself tells
/// of a service only once it has an SRV and an address too, which libp2p's peers need not send.
final class MdnsWire extends JmDNSImpl {
  /// A network that fills jmdns's cache with names is not one to listen to.
  static final int MOST_NAMES = 4096;

  private final String suffix;
  // Null while the constructor above this one opens the socket and starts to listen.
  private volatile @Nullable BiConsumer<byte[], DNSRecord> ear;

  /// @param address of the interface
  /// @param name of this host in mDNS, unlike any other's
  /// @param service with a dot at its end
  /// @param ear takes the bytes of a TXT record of that service, and the record; must be quick
  MdnsWire(InetAddress address, String name, String service, BiConsumer<byte[], DNSRecord> ear)
      throws IOException {
    super(address, name);
    this.suffix = "." + service;
    this.ear = ear;
  }

  @Override
  public void updateRecord(long now, DNSRecord record, Operation operation) {
    super.updateRecord(now, record, operation);
    if (operation == Operation.Add || operation == Operation.Update) {
      tell(record);
    }
  }

  /// Tells of all records that are known and hold, once more.
  ///
  /// @return false if there are too many names to go on with
  boolean tellAll() {
    long now = System.currentTimeMillis(); // jmdns's own clock
    for (DNSEntry entry : getCache().allValues()) {
      if (entry instanceof DNSRecord record && !record.isExpired(now)) {
        tell(record);
      }
    }
    return getCache().size() <= MOST_NAMES;
  }

  private void tell(DNSRecord record) {
    BiConsumer<byte[], DNSRecord> listening = ear;
    if (listening != null
        && record.getRecordType() == DNSRecordType.TYPE_TXT
        && record.getName().toLowerCase(Locale.ROOT).endsWith(suffix)) {
      byte[] text = record.getServiceInfo(false).getTextBytes();
      if (text != null) {
        listening.accept(text, record);
      }
    }
  }
}
