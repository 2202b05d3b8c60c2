package io.peerdeck.api;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// A key on P-256 and a certificate it signed itself, good for ten years, as a PKCS #12 file that
/// its owner alone can read.
final class SelfMadeCertificate {
  /// The file's mode keeps the key; the format only wants some password.
  static final String PASSWORD = "peerdeck";

  private static final Duration GOOD_FOR = Duration.ofDays(3650);
  private static final int SERIAL_BITS = 127;

  private SelfMadeCertificate() {}

  static void write(Path file, List<String> names, SecureRandom random, Instant now)
      throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    KeyPair pair = generator.generateKeyPair();
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(sign(pair, names, random, now)));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "api", pair.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, PASSWORD.toCharArray());
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    Files.write(ApiToken.createPrivate(temporary), bytes.toByteArray());
    Files.move(temporary, file);
  }

  private static byte[] sign(KeyPair pair, List<String> names, SecureRandom random, Instant now)
      throws IOException, GeneralSecurityException {
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    X500Name name = new X500Name("CN=Peerdeck API");
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            names.stream().map(SelfMadeCertificate::name).toArray(GeneralName[]::new)));
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(new BigInteger(SERIAL_BITS, random).setBit(0)));
    generator.setSignature(algorithm);
    generator.setIssuer(name);
    generator.setSubject(name);
    generator.setStartDate(new Time(Date.from(now.minus(Duration.ofDays(1)))));
    generator.setEndDate(new Time(Date.from(now.plus(GOOD_FOR))));
    generator.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    generator.setExtensions(extensions.generate());
    TBSCertificate signed = generator.generateTBSCertificate();
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate(), random);
    signature.update(signed.getEncoded("DER"));
    ASN1EncodableVector whole = new ASN1EncodableVector();
    whole.add(signed);
    whole.add(algorithm);
    whole.add(new DERBitString(signature.sign()));
    return new DERSequence(whole).getEncoded("DER");
  }

  private static GeneralName name(String text) {
    boolean address = text.matches("[0-9.]+") || text.contains(":");
    String bare = text.replaceAll("^\\[|]$", "");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, bare);
  }
}
