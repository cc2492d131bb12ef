import type { Json, KubeObject } from '../../src/plan/json.ts';

/** Whether labels satisfy a label selector: `a=b`, `a!=b`, `a`, `!a`, `a in (x,y)`, `a notin (x,y)`, joined by commas. */
export function matchesLabels(object: KubeObject, selector: string | undefined): boolean {
  const labels = object.metadata.labels ?? {};
  return terms(selector).every((term) => matchesTerm(labels, term));
}

/** Whether an object satisfies a field selector: `path=value` and `path!=value`, joined by commas. */
export function matchesFields(object: KubeObject, selector: string | undefined): boolean {
  return terms(selector).every((term) => {
    const [path = '', value = ''] = term.split(/!=|==?/);
    const found = path.split('.').reduce<Json | undefined>((at, key) => {
      return at !== null && typeof at === 'object' ? (at as { [key: string]: Json })[key] : undefined;
    }, object);
    return term.includes('!=') !== (String(found ?? '') === value);
  });
}

function terms(selector = ''): string[] {
  return selector.split(/,(?![^(]*\))/).filter((term) => term.trim() !== '');
}

function matchesTerm(labels: { readonly [key: string]: string }, term: string): boolean {
  const among = /^\s*(\S+)\s+(in|notin)\s+\(([^)]*)\)\s*$/.exec(term);
  if (among !== null) {
    const values = among[3]!.split(',').map((value) => value.trim());
    const within = labels[among[1]!] !== undefined && values.includes(labels[among[1]!]!);
    return (among[2] === 'in') === within;
  }
  const [key = '', value] = term.split(/!=|==?/).map((part) => part.trim());
  if (value === undefined) return key.startsWith('!') ? labels[key.slice(1)] === undefined : labels[key] !== undefined;
  return term.includes('!=') !== (labels[key] === value);
}
