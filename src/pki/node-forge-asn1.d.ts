/** The ASN.1 sub-module of node-forge, loaded alone because the whole library takes ten times as long to load. */
declare module 'node-forge/lib/asn1.js' {
  import type { asn1 } from 'node-forge';

  const module: typeof asn1;
  export default module;
}
