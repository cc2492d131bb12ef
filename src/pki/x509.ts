import { type KeyObject, sign } from 'node:crypto';
import type { asn1 as Forge } from 'node-forge';
import asn1 from 'node-forge/lib/asn1.js';
import { addressBytes, addressText, type SubjectNames } from './sans.ts';

/**
 * X.509 certificates as bytes, built and read field by field (RFC 5280). Fields, string types and the order of
 * extensions are those that Go's crypto/x509 gives kubeadm's certificates (seen with 1.36.3).
 */

type Node = Forge.Asn1;

/** A subject as kubeadm writes it: organizations in one set, then the common name. */
export interface SubjectName {
  readonly organizations: readonly string[];
  readonly commonName: string;
}

/** Everything that goes into a certificate. */
export interface CertificateTemplate {
  readonly subject: SubjectName;
  /** DER of the issuer's subject, taken over byte by byte (RFC 5280, 7.1); undefined: issued by itself. */
  readonly issuer: Uint8Array | undefined;
  /** Lower-case hex of a positive integer. */
  readonly serial: string;
  /** Milliseconds since the epoch; certificates hold whole seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly isAuthority: boolean;
  /** Object identifiers of extended key usages. */
  readonly extendedUsages: readonly string[];
  readonly subjectKeyId?: Uint8Array;
  readonly authorityKeyId?: Uint8Array;
  readonly sans: SubjectNames;
}

/** What a certificate says. */
export interface DecodedCertificate {
  readonly subject: SubjectName;
  /** DER of the subject and issuer names. */
  readonly subjectDer: Uint8Array;
  readonly issuerDer: Uint8Array;
  readonly issuer: SubjectName;
  readonly serial: string;
  readonly notBefore: number;
  readonly notAfter: number;
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly isAuthority: boolean;
  /** First octet of the key usage, most significant bit digitalSignature; undefined without the extension. */
  readonly keyUsage: number | undefined;
  readonly extendedUsages: readonly string[];
  readonly subjectKeyId?: Uint8Array;
  readonly authorityKeyId?: Uint8Array;
  readonly sans: SubjectNames;
}

/** Bit keyCertSign in the first octet of a key usage. */
export const certificateSignBit = 0x04;

/** Object identifiers that kubeadm's certificates use. */
export const oids = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  basicConstraints: '2.5.29.19',
  subjectKeyId: '2.5.29.14',
  authorityKeyId: '2.5.29.35',
  subjectAltName: '2.5.29.17',
  extensionRequest: '1.2.840.113549.1.9.14',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  ecdsaWithSha384: '1.2.840.10045.4.3.3',
  ecdsaWithSha512: '1.2.840.10045.4.3.4',
} as const;

/**
 * Builds and signs a certificate. With an RSA key the bytes depend on the input alone; ECDSA signatures are random.
 * @returns its DER
 */
export function issueCertificate(template: CertificateTemplate, signer: KeyObject): Buffer {
  const { hash, algorithm } = signatureAlgorithm(signer);
  const subject = nameNode(template.subject);
  const body = sequence([
    tagged(0, [integer('02')]),
    integer(template.serial),
    algorithm(),
    template.issuer === undefined ? nameNode(template.subject) : parse(template.issuer),
    sequence([time(template.notBefore), time(template.notAfter)]),
    subject,
    parse(template.publicKey),
    tagged(3, [sequence(extensions(template))]),
  ]);
  const signature = sign(hash, encode(body), signer);
  return encode(sequence([body, algorithm(), bitString(signature)]));
}

/** Everything that goes into a certificate signing request. */
export interface RequestTemplate {
  readonly subject: SubjectName;
  readonly sans: SubjectNames;
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
}

/**
 * Builds and signs a certificate signing request (RFC 2986). It asks for names only; usages are for the authority to
 * decide, as in kubeadm's.
 * @returns its DER
 */
export function issueCertificateRequest({ subject, sans, publicKey }: RequestTemplate, key: KeyObject): Buffer {
  const { hash, algorithm } = signatureAlgorithm(key);
  const names = sans.dns.length + sans.ips.length === 0 ? [] : [extension(oids.subjectAltName, false, namesNode(sans))];
  const attributes = names.length === 0 ? [] : [sequence([oid(oids.extensionRequest), set([sequence(names)])])];
  const body = sequence([integer('00'), nameNode(subject), parse(publicKey), tagged(0, attributes)]);
  return encode(sequence([body, algorithm(), bitString(sign(hash, encode(body), key))]));
}

/**
 * Reads a certificate. Extensions that are not listed in DecodedCertificate are passed over.
 * @throws Error when the bytes are no X.509 certificate
 */
export function decodeCertificate(der: Uint8Array): DecodedCertificate {
  const fields = children(child(parse(der), 0));
  const versioned = fields[0]?.tagClass === asn1.Class.CONTEXT_SPECIFIC && fields[0]?.type === (0 as Forge.Type);
  const [serial, , issuer, validity, subject, publicKey, ...optional] = versioned ? fields.slice(1) : fields;
  if (!serial || !issuer || !validity || !subject || !publicKey) throw new Error('the certificate lacks fields');
  const wrapper = optional.find((node) => node.type === (3 as Forge.Type));
  const found = new Map(wrapper === undefined ? [] : children(child(wrapper, 0)).map(extensionEntry));
  const octets = (oid: string) => {
    const value = found.get(oid);
    return value === undefined ? undefined : parse(value);
  };
  const usage = octets(oids.keyUsage);
  const constraints = octets(oids.basicConstraints);
  const subjectKeyId = octets(oids.subjectKeyId);
  const authorityKeyId = octets(oids.authorityKeyId);
  const authorityKey =
    authorityKeyId === undefined ? undefined : children(authorityKeyId).find((node) => node.type === (0 as Forge.Type));
  return {
    subject: readName(subject),
    subjectDer: encode(subject),
    issuerDer: encode(issuer),
    issuer: readName(issuer),
    serial: bytesOf(serial)
      .toString('hex')
      .replace(/^0+(?=.)/, ''),
    notBefore: readTime(child(validity, 0)),
    notAfter: readTime(child(validity, 1)),
    publicKey: encode(publicKey),
    isAuthority: constraints !== undefined && readAuthorityFlag(constraints),
    keyUsage: usage === undefined ? undefined : (bytesOf(usage)[1] ?? 0),
    extendedUsages: readOids(octets(oids.extendedKeyUsage)),
    ...(subjectKeyId === undefined ? {} : { subjectKeyId: bytesOf(subjectKeyId) }),
    ...(authorityKey === undefined ? {} : { authorityKeyId: bytesOf(authorityKey) }),
    sans: readNames(octets(oids.subjectAltName)),
  };
}

/** The key bits inside the DER of a SubjectPublicKeyInfo: what key identifiers are made from. */
export function publicKeyBits(publicKey: Uint8Array): Uint8Array {
  return bytesOf(child(parse(publicKey), 1)).subarray(1);
}

/** SHA-256 with RSA keys; with ECDSA keys the hash that fits the curve, as Go chooses it. */
function signatureAlgorithm(key: KeyObject): { readonly hash: string; readonly algorithm: () => Node } {
  if (key.asymmetricKeyType === 'rsa') {
    const parameters = () => asn1.create(asn1.Class.UNIVERSAL, asn1.Type.NULL, false, '');
    return { hash: 'sha256', algorithm: () => sequence([oid(oids.sha256WithRsa), parameters()]) };
  }
  if (key.asymmetricKeyType !== 'ec')
    throw new Error(`a key of type ${key.asymmetricKeyType} cannot sign certificates`);
  switch (key.asymmetricKeyDetails?.namedCurve) {
    case 'secp384r1':
      return { hash: 'sha384', algorithm: () => sequence([oid(oids.ecdsaWithSha384)]) };
    case 'secp521r1':
      return { hash: 'sha512', algorithm: () => sequence([oid(oids.ecdsaWithSha512)]) };
    default:
      return { hash: 'sha256', algorithm: () => sequence([oid(oids.ecdsaWithSha256)]) };
  }
}

/** The extensions in Go's order. Every certificate may sign and encipher, whatever its key: kubeadm asks for both. */
function extensions(template: CertificateTemplate): readonly Node[] {
  const { isAuthority, extendedUsages, subjectKeyId, authorityKeyId, sans } = template;
  const usage = isAuthority ? '\x02\xa4' : '\x05\xa0';
  return [
    extension(oids.keyUsage, true, asn1.create(asn1.Class.UNIVERSAL, asn1.Type.BITSTRING, false, usage)),
    ...(extendedUsages.length === 0
      ? []
      : [extension(oids.extendedKeyUsage, false, sequence(extendedUsages.map(oid)))]),
    extension(oids.basicConstraints, true, sequence(isAuthority ? [truth()] : [])),
    ...(subjectKeyId === undefined ? [] : [extension(oids.subjectKeyId, false, octetString(subjectKeyId))]),
    ...(authorityKeyId === undefined
      ? []
      : [extension(oids.authorityKeyId, false, sequence([contextBytes(0, authorityKeyId)]))]),
    ...(sans.dns.length + sans.ips.length === 0 ? [] : [extension(oids.subjectAltName, false, namesNode(sans))]),
  ];
}

function namesNode(sans: SubjectNames): Node {
  return sequence([
    ...sans.dns.map((name) => contextBytes(2, Buffer.from(name, 'latin1'))),
    ...sans.ips.map((address) => contextBytes(7, addressBytes(address))),
  ]);
}

function extension(id: string, critical: boolean, value: Node): Node {
  return sequence([oid(id), ...(critical ? [truth()] : []), octetString(encode(value))]);
}

/** One set with all organizations, sorted as DER demands of a SET OF, then one with the common name. */
function nameNode(name: SubjectName): Node {
  const attributes = (id: string, values: readonly string[]) =>
    set(
      values
        .map((value) => sequence([oid(id), directoryString(value)]))
        .sort((a, b) => Buffer.compare(encode(a), encode(b))),
    );
  return sequence([
    ...(name.organizations.length === 0 ? [] : [attributes(oids.organization, name.organizations)]),
    ...(name.commonName === '' ? [] : [attributes(oids.commonName, [name.commonName])]),
  ]);
}

/** PrintableString while its characters allow it, else UTF8String: Go's choice. */
function directoryString(text: string): Node {
  const printable = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text);
  const type = printable ? asn1.Type.PRINTABLESTRING : asn1.Type.UTF8;
  return asn1.create(asn1.Class.UNIVERSAL, type, false, Buffer.from(text, 'utf8').toString('latin1'));
}

/** UTCTime from 1950 to 2049, GeneralizedTime else (RFC 5280, 4.1.2.5). */
function time(milliseconds: number): Node {
  const digits = new Date(Math.floor(milliseconds / 1000) * 1000).toISOString().replace(/[-:T]|\.\d+/g, '');
  const year = Number(digits.slice(0, 4));
  return year >= 1950 && year < 2050
    ? asn1.create(asn1.Class.UNIVERSAL, asn1.Type.UTCTIME, false, digits.slice(2))
    : asn1.create(asn1.Class.UNIVERSAL, asn1.Type.GENERALIZEDTIME, false, digits);
}

function readTime(node: Node): number {
  const text = bytesOf(node).toString('latin1');
  const date = node.type === asn1.Type.UTCTIME ? asn1.utcTimeToDate(text) : asn1.generalizedTimeToDate(text);
  if (Number.isNaN(date.getTime())) throw new Error(`${text} is no time`);
  return date.getTime();
}

function readName(name: Node): SubjectName {
  const organizations: string[] = [];
  let commonName = '';
  for (const attribute of children(name).flatMap(children)) {
    const id = readOid(child(attribute, 0));
    const value = child(attribute, 1);
    const text = typeof value.value === 'string' ? readString(value) : '';
    if (id === oids.commonName) commonName = text;
    if (id === oids.organization) organizations.push(text);
  }
  return { organizations, commonName };
}

function readString(node: Node): string {
  // The reader has already turned a BMPString into text; all other types are bytes.
  if (node.type === asn1.Type.BMPSTRING) return node.value as string;
  return bytesOf(node).toString('utf8');
}

function readAuthorityFlag(constraints: Node): boolean {
  const first = children(constraints)[0];
  return first?.type === asn1.Type.BOOLEAN && bytesOf(first)[0] !== 0;
}

function readOids(node: Node | undefined): readonly string[] {
  return node === undefined ? [] : children(node).map(readOid);
}

function readNames(node: Node | undefined): SubjectNames {
  const names = node === undefined ? [] : children(node);
  return {
    dns: names.filter((name) => name.type === (2 as Forge.Type)).map((name) => bytesOf(name).toString('latin1')),
    ips: names.filter((name) => name.type === (7 as Forge.Type)).map((name) => addressText(bytesOf(name))),
  };
}

function extensionEntry(node: Node): readonly [string, Buffer] {
  const parts = children(node);
  return [readOid(child(node, 0)), bytesOf(parts[parts.length - 1]!)];
}

function sequence(items: readonly Node[]): Node {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [...items]);
}

function set(items: readonly Node[]): Node {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SET, true, [...items]);
}

function tagged(tag: number, items: readonly Node[]): Node {
  return asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag as Forge.Type, true, [...items]);
}

function contextBytes(tag: number, bytes: Uint8Array): Node {
  return asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag as Forge.Type, false, latin1(bytes));
}

function oid(text: string): Node {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer(text).getBytes());
}

function readOid(node: Node): string {
  return asn1.derToOid(node.value as string);
}

/** A positive integer; a leading zero octet keeps it positive. */
function integer(hex: string): Node {
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const bytes = Buffer.from(`00${even}`, 'hex');
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.INTEGER, false, latin1(bytes));
}

function truth(): Node {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.BOOLEAN, false, '\xff');
}

function octetString(bytes: Uint8Array): Node {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OCTETSTRING, false, latin1(bytes));
}

function bitString(bytes: Uint8Array): Node {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.BITSTRING, false, `\x00${latin1(bytes)}`);
}

function parse(der: Uint8Array): Node {
  // Bit strings stay bytes: keys inside them are not ours to take apart.
  return asn1.fromDer(latin1(der), { strict: true, parseAllBytes: true, decodeBitStrings: false } as never);
}

function encode(node: Node): Buffer {
  return Buffer.from(asn1.toDer(node).getBytes(), 'latin1');
}

function children(node: Node): readonly Node[] {
  if (!Array.isArray(node.value)) throw new Error('a primitive ASN.1 value stands where parts were expected');
  return node.value;
}

function child(node: Node, index: number): Node {
  const found = children(node)[index];
  if (found === undefined) throw new Error(`an ASN.1 value lacks part ${index}`);
  return found;
}

function bytesOf(node: Node): Buffer {
  if (typeof node.value !== 'string') throw new Error('ASN.1 parts stand where a primitive value was expected');
  return Buffer.from(node.value, 'latin1');
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
