import type * as z from 'zod';
import * as fields from './fields.ts';
import { joinConfiguration } from './join.ts';
import { resetConfiguration } from './reset.ts';
import { upgradeConfiguration } from './upgrade.ts';
import { clusterConfiguration, initConfiguration } from './v1beta4.ts';

/** A field of a document as people write it. */
export interface FieldGuide {
  /** From the document down; `[]` stands for each member of a list. */
  readonly path: string;
  /** In words: `text`, `list of texts`, `duration`, … */
  readonly type: string;
}

/** The documents of kubeadm.k8s.io/v1beta4 by kind. */
export const documentSchemas: { readonly [kind: string]: z.ZodType } = {
  InitConfiguration: initConfiguration,
  ClusterConfiguration: clusterConfiguration,
  JoinConfiguration: joinConfiguration,
  ResetConfiguration: resetConfiguration,
  UpgradeConfiguration: upgradeConfiguration,
};

const types: ReadonlyMap<z.core.$ZodType, string> = new Map<z.core.$ZodType, string>([
  [fields.text, 'text'],
  [fields.flag, 'true or false'],
  [fields.int32, 'whole number'],
  [fields.texts, 'list of texts'],
  [fields.duration, 'duration'],
  [fields.token, 'bootstrap token'],
  [fields.time, 'time'],
  [fields.quantity, 'quantity'],
]);

/** Fields whose inside is that of a Pod and not described here. */
const asInPods: readonly string[] = ['valueFrom'];

/** What we look at of zod's own description of a schema. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly shape?: { readonly [name: string]: z.core.$ZodType };
}

/** Every field of a document, in the order of its schema; apiVersion and kind are left out. */
export function fieldGuides(kind: string): readonly FieldGuide[] {
  return fieldsOf(documentSchemas[kind]!, '').filter(({ path }) => path !== 'apiVersion' && path !== 'kind');
}

function fieldsOf(schema: z.core.$ZodType, above: string): readonly FieldGuide[] {
  return Object.entries(inside(schema).shape ?? {}).flatMap(([name, field]) => guidesOf(field, `${above}${name}`));
}

function guidesOf(schema: z.core.$ZodType, path: string): readonly FieldGuide[] {
  const type = types.get(schema);
  if (type !== undefined) return [{ path, type }];
  if (asInPods.some((name) => path.endsWith(`.${name}`))) return [{ path, type: 'as in a Pod' }];
  const { type: kind, element } = inside(schema);
  if (kind === 'array') return [{ path, type: 'list' }, ...fieldsOf(element!, `${path}[].`)];
  if (kind === 'record') return [{ path, type: 'mapping of true or false' }];
  return [{ path, type: 'fields' }, ...fieldsOf(schema, `${path}.`)];
}

/** null and absence are allowed everywhere and say nothing. */
function inside(schema: z.core.$ZodType): Definition {
  const definition = schema._zod.def as unknown as Definition;
  return definition.innerType === undefined ? definition : inside(definition.innerType);
}
