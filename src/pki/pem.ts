/** One block of a PEM text (RFC 7468). */
export interface PemBlock {
  readonly label: string;
  readonly der: Buffer;
}

const block = /^-----BEGIN ([^\n-]+)-----[ \t]*\r?\n([\s\S]*?)\r?\n?^-----END \1-----[ \t]*\r?$/gm;

/** The blocks of a text, in order. What stands between them is passed over, and so are blocks with headers (encrypted keys). */
export function pemBlocks(text: string): readonly PemBlock[] {
  return [...text.matchAll(block)].flatMap((match) => {
    const body = match[2]!.replace(/\s+/g, '');
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(body)) return [];
    return [{ label: match[1]!, der: Buffer.from(body, 'base64') }];
  });
}

/** One block as text: lines of 64 characters and a newline at the end. */
export function toPem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
