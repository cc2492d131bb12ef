import type { Issue } from '../errors.ts';

/** More documents than anybody writes into one file; each costs a parser. */
const mostDocuments = 1000;

/** A document's text and the line of the file it begins at (1-based). */
export interface Chunk {
  readonly text: string;
  readonly firstLine: number;
}

/**
 * Cuts a stream into documents as Kubernetes does, before any YAML is read: every line that begins with `---` is a
 * boundary, even inside a block scalar, unless nothing stands before it: then it is the first line of the document. After
 * the dashes only blanks or a comment may follow. A document of blank lines is one, too.
 */
export function splitDocuments(text: string, file: string): { readonly chunks: readonly Chunk[]; issues: Issue[] } {
  const chunks: Chunk[] = [];
  const issues: Issue[] = [];
  let start = 0;
  let startLine = 1;
  let line = 1;
  let offset = 0;
  while (offset < text.length) {
    const newline = text.indexOf('\n', offset);
    const next = newline === -1 ? text.length : newline + 1;
    if (text.startsWith('---', offset)) {
      const rest = text.slice(offset + 3, next).trim();
      if (rest !== '' && !rest.startsWith('#')) {
        issues.push({
          path: '',
          message: 'a line that begins with --- separates documents and may hold nothing else but a comment',
          file,
          line,
          column: 4,
        });
      }
      if (offset > start) {
        chunks.push({ text: text.slice(start, offset), firstLine: startLine });
        start = next;
        startLine = line + 1;
        if (chunks.length === mostDocuments) {
          const message = `the file has more than ${mostDocuments} documents`;
          issues.push({ path: '', message, file, line, column: 1 });
          return { chunks: [], issues };
        }
      }
    }
    offset = next;
    line += 1;
  }
  if (text.length > start) chunks.push({ text: text.slice(start), firstLine: startLine });
  return { chunks, issues };
}
