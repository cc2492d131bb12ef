import { createHash, createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { execa } from 'execa';

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----\n?/g;

/** Base64 of a PEM block, as kubeconfigs and Secrets carry it: always begins with the base64 of five dashes. */
const PEM_IN_BASE64 = /LS0tLS1CRUdJTi[A-Za-z0-9+/=]+/g;

/**
 * Replaces certificates and keys in a text by what can be said of them, so that two runs with different keys compare
 * equal exactly when they made the same kind of thing. The beginning of a certificate is told relative to `written`.
 */
export async function describePem(text: string, written?: Date): Promise<string> {
  const plain = await replaceAll(text, PEM, (block) => describeBlock(block, written));
  return replaceAll(plain, PEM_IN_BASE64, async (encoded) => {
    const decoded = Buffer.from(encoded, 'base64').toString('utf8');
    return `<base64\n${await replaceAll(decoded, PEM, (block) => describeBlock(block, written))}>`;
  });
}

async function describeBlock(block: string, written?: Date): Promise<string> {
  const label = /BEGIN ([A-Z0-9 ]+)-----/.exec(block)![1]!;
  const ending = block.endsWith('\n') ? '' : ' (no newline at the end)';
  if (label === 'CERTIFICATE') return `<${label}${ending}\n${await describeCertificate(block, written)}>\n`;
  if (label.endsWith('PRIVATE KEY')) return `<${label} ${describeKey(createPrivateKey(block))}${ending}>\n`;
  if (label.endsWith('PUBLIC KEY')) return `<${label} ${describeKey(createPublicKey(block))}${ending}>\n`;
  return `<${label}${ending}>\n`;
}

function describeKey(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  return `${key.asymmetricKeyType} ${modulusLength ?? namedCurve}`;
}

/**
 * openssl's words for everything in the certificate, in its order: version, algorithms, names with their string types,
 * extensions. What is random in it (serial, keys, signature) is replaced by its kind.
 */
async function describeCertificate(pem: string, written?: Date): Promise<string> {
  const certificate = new X509Certificate(pem);
  const options = ['-noout', '-text', '-nameopt', 'RFC2253,show_type'];
  const { stdout } = await execa('openssl', ['x509', ...options], { input: pem });
  const serialBits = BigInt(`0x${certificate.serialNumber}`).toString(2).length;
  return (
    stdout
      .replace(
        /Serial Number:[\s\S]*?(?=\n\s+Signature Algorithm)/,
        `Serial Number: at most ${serialBits > 64 ? 160 : 64} bits`,
      )
      .replace(/ *Validity\n.*\n.*\n/, `${validity(certificate, written)}\n`)
      .replace(/(Modulus|pub|Signature Value):\n(\s+[0-9a-f:]+\n?)+/g, '$1: …\n')
      .replace(
        /(Key Identifier: \n\s+)((?:[0-9A-F]{2}:)+[0-9A-F]{2})/g,
        (_, head, id) => head + kindOfKeyId(id, certificate),
      )
      // The kubelet signs its own serving certificate and puts the time into the name.
      .replace(/@\d{10}/g, '@TIME')
  );
}

/** Rounded down to five minutes: programs of different speed should not look different, but backdating must show. */
function validity(certificate: X509Certificate, written?: Date): string {
  const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  const hours = Math.round((to - from) / 3_600_000);
  if (!written) return `        Validity: ${hours} hours`;
  const backdated = Math.floor((written.getTime() - from) / 300_000) * 5;
  return `        Validity: ${hours} hours, from ${backdated} minutes before the file was written`;
}

function kindOfKeyId(id: string, { publicKey }: X509Certificate): string {
  const found = id.replaceAll(':', '').toLowerCase();
  const bits = publicKeyBits(publicKey);
  if (found === createHash('sha1').update(bits).digest('hex')) return 'SHA-1 of its own key';
  if (found === createHash('sha256').update(bits).digest('hex').slice(0, 40)) return 'shortened SHA-256 of its own key';
  return `${found.length / 2} bytes`;
}

/** The key alone, without its algorithm: what RFC 5280 hashes into a key identifier. */
function publicKeyBits(key: KeyObject): Buffer {
  if (key.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs1', format: 'der' });
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
}

async function replaceAll(text: string, pattern: RegExp, by: (found: string) => Promise<string>): Promise<string> {
  const found = [...text.matchAll(pattern)];
  const replacements = await Promise.all(found.map(([match]) => by(match)));
  let at = 0;
  const parts = found.flatMap((match, index) => {
    const before = text.slice(at, match.index);
    at = match.index + match[0].length;
    return [before, replacements[index]!];
  });
  return [...parts, text.slice(at)].join('');
}
