/** Steps into a document: keys and list indexes. */
export type Path = readonly (string | number)[];

/** A path as Kubernetes writes it: `apiServer.extraArgs[0].name`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/** The steps of a written path; indexes stand in brackets. */
export function parsePath(text: string): Path {
  return text
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
