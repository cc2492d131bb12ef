import { LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { Issue } from '../errors.ts';
import type { Json } from '../plan/json.ts';
import type { Path } from './field-path.ts';
import { YamlConverter } from './yaml-convert.ts';
import { splitDocuments } from './yaml-split.ts';

/** Where something stands in a file; both 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One document of a file. */
export interface YamlDocument {
  /** Plain data; null for a document without content. */
  readonly value: Json;
  /**
   * Where the key (or list item) at a path stands; of a path that is not there, its nearest ancestor that is. What came
   * through `<<` or an alias stands where it was written.
   */
  locate(path: Path): Position;
  /** Keys that stand twice in one mapping; the last one counts, as for kubeadm (which calls it a strict error). */
  readonly repeatedKeys: readonly Issue[];
}

/**
 * Reads a file of YAML or JSON documents as kubeadm does: split at lines beginning with `---`, YAML 1.1 scalars,
 * anchors, `<<`. Documents with a syntax error are left out; each error is an issue with line and column.
 * @param file the name that issues carry
 */
export function readYaml(text: string, file: string): { documents: YamlDocument[]; issues: Issue[] } {
  const { chunks, issues } = splitDocuments(text, file);
  const documents: YamlDocument[] = [];
  for (const chunk of chunks) {
    const result = readChunk(chunk.text, file, chunk.firstLine);
    issues.push(...result.issues);
    if (result.document !== undefined) documents.push(result.document);
  }
  return { documents, issues };
}

/**
 * The value of the first document of machine-written YAML or JSON (kubeconfigs, ConfigMap data).
 * @throws Error naming line and column of the first syntax error
 */
export function parseYaml(text: string): Json {
  const { documents, issues } = readYaml(text, '');
  const issue = issues[0];
  if (issue !== undefined) throw new Error(`YAML line ${issue.line}, column ${issue.column}: ${issue.message}`);
  return documents[0]?.value ?? null;
}

function readChunk(
  text: string,
  file: string,
  firstLine: number,
): { readonly document?: YamlDocument; readonly issues: readonly Issue[] } {
  const counter = new LineCounter();
  const position = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: line + firstLine - 1, column: col };
  };
  // Failsafe: every scalar comes as text, and its type is decided here by kubeadm's rules.
  const parsed = parseAllDocuments(text, {
    schema: 'failsafe',
    version: '1.1',
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    lineCounter: counter,
  });
  // What follows `...` is not read by kubeadm either.
  const root = 'empty' in parsed ? undefined : parsed[0];
  if (root === undefined) return { document: emptyDocument(firstLine), issues: [] };
  if (root.errors.length > 0) {
    const issues = root.errors.map((error) => ({ path: '', message: error.message, file, ...position(error.pos[0]) }));
    return { issues };
  }
  const converter = new YamlConverter((path, message, offset) => ({ path, message, file, ...position(offset) }));
  const value = converter.convert(root.contents as Node | null, '');
  if (converter.issues.length > 0) return { issues: converter.issues };
  const locate = (path: Path): Position => position(converter.offsetOf(root.contents as Node | null, path));
  return { document: { value, locate, repeatedKeys: converter.repeatedKeys }, issues: [] };
}

function emptyDocument(line: number): YamlDocument {
  return { value: null, locate: () => ({ line, column: 1 }), repeatedKeys: [] };
}
