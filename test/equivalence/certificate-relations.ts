import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----\n?/g;
const PEM_IN_BASE64 = /LS0tLS1CRUdJTi[A-Za-z0-9+/=]+/g;

interface Found<T> {
  readonly path: string;
  readonly value: T;
}

/**
 * What the words about single certificates do not tell: which key each belongs to, who signed it, and how long it
 * lasts, to the minute. One line a certificate, and one for each key without certificate.
 */
export function certificateRelations(texts: ReadonlyMap<string, string>): readonly string[] {
  const certificates: Found<X509Certificate>[] = [];
  const keys: Found<KeyObject>[] = [];
  for (const [path, text] of texts) {
    for (const block of blocksOf(text)) {
      try {
        if (block.includes('BEGIN CERTIFICATE-----')) certificates.push({ path, value: new X509Certificate(block) });
        else if (block.includes('PRIVATE KEY-----')) {
          keys.push({ path, value: createPublicKey(createPrivateKey(block) as never) });
        } else if (block.includes('PUBLIC KEY-----')) keys.push({ path, value: createPublicKey(block) });
      } catch {
        keys.push({ path: `${path} (unreadable)`, value: undefined as never });
      }
    }
  }
  const lines = certificates.map(({ path, value }) => {
    const owners = keys.filter((key) => key.value && sameKey(key.value, value.publicKey)).map((key) => key.path);
    const signers = certificates.filter((other) => value.verify(other.value.publicKey)).map((other) => other.path);
    return `${path}: key in ${names(owners)}; signed by ${names(signers)}; lasts ${minutes(value)} minutes`;
  });
  const others = keys.map(({ path, value }) => {
    if (!value) return `${path}: no key that can be read`;
    return `${path}: the key of ${names(keys.filter((key) => key.value && sameKey(key.value, value)).map((key) => key.path))}`;
  });
  return [...lines, ...others];
}

function blocksOf(text: string): readonly string[] {
  const inside = [...text.matchAll(PEM_IN_BASE64)].map(([found]) => Buffer.from(found, 'base64').toString('utf8'));
  return [text, ...inside].flatMap((part) => [...part.matchAll(PEM)].map(([block]) => block));
}

function sameKey(left: KeyObject, right: KeyObject): boolean {
  return left.equals(right);
}

function names(paths: readonly string[]): string {
  return [...new Set(paths)].join(', ') || 'nothing here';
}

/** A certificate of a kubeconfig starts when its authority did: rounded to five minutes, as programs take their time. */
function minutes(certificate: X509Certificate): number {
  const span = Date.parse(certificate.validTo) - Date.parse(certificate.validFrom);
  return Math.round(span / 300_000) * 5;
}
