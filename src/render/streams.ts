/** What render writes to: process.stdout and process.stderr, or a test's strings. */
export interface TextStream {
  write(text: string): unknown;
  /** True for a terminal. */
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface TextStreams {
  readonly out: TextStream;
  readonly err: TextStream;
}

/** Writes, and does not mind when nobody reads any more: a closed pipe is no reason to stop working on a node. */
export function writeTo(stream: TextStream, text: string): void {
  try {
    stream.write(text);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code !== 'EPIPE' && code !== 'ERR_STREAM_DESTROYED') throw error;
  }
}
