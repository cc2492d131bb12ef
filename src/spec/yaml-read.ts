import { Composer, type CST, type Document, LineCounter, type Node, Parser } from 'yaml';
import type { Issue } from '../errors.ts';
import type { Json } from '../plan/json.ts';
import type { Path } from './field-path.ts';
import { forbiddenCharacter } from './yaml-characters.ts';
import { YamlConverter } from './yaml-convert.ts';
import { deepestNesting, tooDeepAt } from './yaml-nesting.ts';
import { splitDocuments } from './yaml-split.ts';
import { syntaxMessage } from './yaml-syntax-message.ts';

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
  const forbidden = forbiddenCharacter(text);
  if (forbidden !== undefined) return { documents: [], issues: [{ path: '', file, ...forbidden }] };
  const { chunks, issues: misplaced } = splitDocuments(text, file);
  const issues: Issue[][] = [misplaced];
  const documents: YamlDocument[] = [];
  for (const chunk of chunks) {
    const result = readChunk(chunk.text, file, chunk.firstLine);
    issues.push([...result.issues]);
    if (result.document !== undefined) documents.push(result.document);
  }
  return { documents, issues: issues.flat() };
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
  const { root, deep } = compose(text, counter);
  if (deep !== undefined) {
    const message = `mappings and lists are nested more than ${deepestNesting} levels deep`;
    return { issues: [{ path: '', message, file, ...position(deep) }] };
  }
  if (root === undefined) return { document: emptyDocument(firstLine), issues: [] };
  if (root.errors.length > 0) {
    return {
      issues: root.errors.map((error) => ({
        path: '',
        file,
        message: syntaxMessage(error),
        ...position(error.pos[0]),
      })),
    };
  }
  const converter = new YamlConverter((path, message, offset) => ({ path, message, file, ...position(offset) }));
  const value = converter.convert(root.contents as Node | null, '');
  if (converter.issues.length > 0) return { issues: converter.issues };
  const locate = (path: Path): Position => position(converter.offsetOf(root.contents as Node | null, path));
  return { document: { value, locate, repeatedKeys: converter.repeatedKeys }, issues: [] };
}

/** The first document of a chunk, or where it is too deep to be looked at. */
function compose(text: string, counter: LineCounter): { readonly root?: Document; readonly deep?: number } {
  let deep: number | undefined;
  function* shallow(): Generator<CST.Token> {
    for (const token of new Parser(counter.addNewLine).parse(text)) {
      deep = tooDeepAt(token);
      if (deep !== undefined) return;
      yield token;
    }
  }
  // Failsafe: every scalar comes as text, and its type is decided here by kubeadm's rules.
  const composer = new Composer({
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
  const root = withoutStackTraces(() => composer.compose(shallow()).next().value);
  return { ...(root !== undefined && { root: root as Document }), ...(deep !== undefined && { deep }) };
}

/** The library makes an error for every mistake; of a binary file's thousands, stack traces would cost seconds. */
function withoutStackTraces<T>(work: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function emptyDocument(line: number): YamlDocument {
  return { value: null, locate: () => ({ line, column: 1 }), repeatedKeys: [] };
}
