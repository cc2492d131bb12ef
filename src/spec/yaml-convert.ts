import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap } from 'yaml';
import type { Issue } from '../errors.ts';
import type { Json } from '../plan/json.ts';
import { deepestNesting } from './yaml-nesting.ts';
import { plainScalar, taggedScalar } from './yaml-scalars.ts';

/** A member of a mapping or sequence: where it stands and what it holds. */
interface Member {
  readonly offset: number;
  readonly node: Node | null;
}

/** A node once converted; `weight` counts the values it stands for with all aliases written out, `depth` their levels. */
interface Converted {
  readonly value: Json;
  readonly members: ReadonlyMap<string | number, Member>;
  readonly weight: number;
  readonly depth: number;
}

/** kubeadm refuses documents that grow too much by aliases ("billion laughs"); this many values is beyond any real one. */
const weightLimit = 400_000;

/** What YAML allows a key that has no `?` in front. */
const longestKey = 1024;

const mergeTag = 'tag:yaml.org,2002:merge';

/** Turns the nodes of one YAML document into plain data by kubeadm's rules and remembers where everything stood. */
export class YamlConverter {
  readonly issues: Issue[] = [];
  readonly repeatedKeys: Issue[] = [];
  readonly #converted = new Map<Node, Converted>();
  readonly #open = new Set<Node>();
  readonly #anchors = new Map<string, Node>();
  /** Members copied by `<<` so far. */
  #merged = 0;
  readonly #issue: (path: string, message: string, offset: number) => Issue;

  /** @param issue makes an issue of field path, message and offset in the text */
  constructor(issue: (path: string, message: string, offset: number) => Issue) {
    this.#issue = issue;
  }

  /** The value of a node; complaints gather in `issues`. */
  convert(node: Node | null, path: string): Json {
    return this.#convert(node, path).value;
  }

  /** Offset of the deepest existing member on the way of a path. */
  offsetOf(root: Node | null, path: readonly (string | number)[]): number {
    let node = this.#follow(root);
    let offset = root?.range?.[0] ?? 0;
    for (const step of path) {
      const member = node && this.#converted.get(node)?.members.get(step);
      if (!member) break;
      offset = member.offset;
      node = this.#follow(member.node);
    }
    return offset;
  }

  readonly #targets = new Map<Node, Node>();

  #follow(node: Node | null): Node | null {
    return node === null ? null : (this.#targets.get(node) ?? node);
  }

  #convert(node: Node | null, path: string): Converted {
    if (node === null) return leaf(null);
    const known = this.#converted.get(node);
    if (known !== undefined) return known;
    if (this.#open.has(node)) return this.#refuse(path, 'an anchor contains itself', node);
    this.#open.add(node);
    if ('anchor' in node && node.anchor) this.#anchors.set(node.anchor, node);
    const result = this.#convertNew(node, path);
    this.#open.delete(node);
    this.#converted.set(node, result);
    return result;
  }

  #convertNew(node: Node, path: string): Converted {
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target === undefined) return this.#refuse(path, 'there is no such anchor', node);
      this.#targets.set(node, target);
      return this.#convert(target, path);
    }
    if (isMap(node)) return this.#convertMap(node, path);
    if (isSeq(node)) {
      const members = new Map<string | number, Member>();
      const value: Json[] = [];
      let weight = 1;
      let depth = 1;
      for (const [index, item] of (node.items as (Node | null)[]).entries()) {
        const converted = this.#convert(item, `${path}[${index}]`);
        members.set(index, { offset: item?.range?.[0] ?? 0, node: item });
        value.push(converted.value);
        weight += converted.weight;
        depth = Math.max(depth, converted.depth + 1);
      }
      return this.#weighed({ value, members, weight, depth }, path, node);
    }
    return isScalar(node) ? this.#convertScalar(node, path) : leaf(null);
  }

  #convertScalar(node: Scalar, path: string): Converted {
    const text = String(node.value ?? '');
    const plain = node.type === undefined || node.type === Scalar.PLAIN;
    const value = node.tag === undefined ? (plain ? plainScalar(text) : text) : taggedScalar(node.tag, text);
    if (value === undefined) return this.#refuse(path, `the value does not fit its tag ${shortTag(node.tag!)}`, node);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return this.#refuse(path, 'infinities and .nan cannot stand in a configuration', node);
    }
    return leaf(value);
  }

  #convertMap(node: YAMLMap, path: string): Converted {
    const members = new Map<string | number, Member>();
    const value = new Map<string, Json>();
    let weight = 1;
    let depth = 1;
    const merge = (from: Node | null, at: number): void => {
      const source = this.#convert(from, path);
      weight += source.weight;
      if (!isObject(source.value)) {
        this.issues.push(this.#issue(path, '<< takes a mapping or a list of mappings', at));
        return;
      }
      // Merging copies, again for each level of a chain: the whole document has one limit.
      this.#merged += source.members.size;
      if (this.#merged > weightLimit) return;
      depth = Math.max(depth, source.depth);
      for (const [key, item] of Object.entries(source.value)) value.set(key, item);
      for (const [key, member] of source.members) members.set(key, member);
    };
    const seen = new Set<string>();
    for (const pair of node.items as Pair<Node | null, Node | null>[]) {
      const at = pair.key?.range?.[0] ?? node.range?.[0] ?? 0;
      if (isMergeKey(pair.key)) {
        // Read as Go's library does: a merge takes effect where it stands, so it also overrides keys in front of it;
        // of a list of mappings the first wins.
        const target = this.#mergeTarget(pair.value);
        if (isSeq(target)) for (const item of [...target.items].reverse()) merge(item as Node, at);
        else merge(pair.value, at);
        continue;
      }
      const key = this.#key(pair.key, path, at);
      if (key === undefined) continue;
      const itemPath = path === '' ? key : `${path}.${key}`;
      if (seen.has(key)) this.repeatedKeys.push(this.#issue(itemPath, 'the field stands here a second time', at));
      seen.add(key);
      const converted = this.#convert(pair.value, itemPath);
      members.set(key, { offset: at, node: pair.value });
      value.set(key, converted.value);
      weight += converted.weight;
      depth = Math.max(depth, converted.depth + 1);
    }
    return this.#weighed({ value: Object.fromEntries(value), members, weight, depth }, path, node);
  }

  #mergeTarget(node: Node | null): Node | null {
    return isAlias(node) ? (this.#anchors.get(node.source) ?? node) : node;
  }

  #key(node: Node | null, path: string, at: number): string | undefined {
    const key = this.#convert(node, path).value;
    if (typeof key === 'string') {
      if (key.length <= longestKey) return key;
      this.issues.push(this.#issue(path, `a key may have at most ${longestKey} characters`, at));
      return undefined;
    }
    if (typeof key === 'number' || typeof key === 'boolean') return String(key);
    this.issues.push(this.#issue(path, 'a key must be text, a number or a boolean', at));
    return undefined;
  }

  #weighed(converted: Converted, path: string, node: Node): Converted {
    if (converted.weight > weightLimit || this.#merged > weightLimit) {
      return this.#refuse(path, 'aliases make the document grow too much', node);
    }
    // Aliases can stack what the text does not.
    return converted.depth > deepestNesting
      ? this.#refuse(path, `aliases nest the document more than ${deepestNesting} levels deep`, node)
      : converted;
  }

  #refuse(path: string, message: string, node: Node): Converted {
    this.issues.push(this.#issue(path, message, node.range?.[0] ?? 0));
    return leaf(null);
  }
}

function leaf(value: Json): Converted {
  return { value, members: new Map(), weight: 1, depth: 0 };
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isMergeKey(node: Node | null): boolean {
  if (!isScalar(node) || node.value !== '<<') return false;
  return node.tag === undefined ? node.type === Scalar.PLAIN : node.tag === mergeTag;
}

function shortTag(tag: string): string {
  return tag.replace('tag:yaml.org,2002:', '!!');
}
