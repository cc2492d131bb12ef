/**
 * The scheme of a URL as Go's net/url reads it, '' when there is none. So `name:2379` has the scheme `name`.
 * @returns undefined when the text is no URL
 */
export function schemeOf(url: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Go refuses them
  if (/[\u0000-\u001f\u007f]/.test(url)) return undefined;
  if (url.startsWith(':')) return undefined;
  const scheme = /^(?<scheme>[A-Za-z][A-Za-z\d+.-]*):/.exec(url)?.groups?.['scheme'];
  const rest = scheme === undefined ? url : url.slice(scheme.length + 1);
  // Without a scheme a colon may not stand in the first segment of a path: `10.0.0.1:2379`.
  if (scheme === undefined && !url.startsWith('/') && /^[^/?#]*:/.test(url)) return undefined;
  if (/%(?![\da-fA-F]{2})/.test(rest)) return undefined;
  const authority = /^\/\/(?<authority>[^/?#]*)/.exec(rest)?.groups?.['authority'] ?? '';
  if (/[\s<>"^`{|}\\]/.test(authority)) return undefined;
  if (!/^(?:[^@]*@)?(?:\[[^\]]*\]|[^:[\]]*)(?::\d*)?$/.test(authority)) return undefined;
  return (scheme ?? '').toLowerCase();
}
