import { z } from 'zod';
import { kubeletConfiguration, kubeProxyConfiguration } from '../src/spec/schema/component-configs.ts';
import { documentSchemas } from '../src/spec/schema/field-guide.ts';
import { fieldText } from '../src/spec/schema/field-texts.ts';

/** What we look at of a JSON Schema. */
interface Schema {
  readonly properties?: { readonly [name: string]: Schema };
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly [key: string]: unknown;
}

const group = 'kubeadm.k8s.io/v1beta4';
/** Carried through; only the types of fields are looked at. */
const components: readonly (readonly [apiVersion: string, kind: string, type: z.ZodType])[] = [
  ['kubelet.config.k8s.io/v1beta1', 'KubeletConfiguration', kubeletConfiguration],
  ['kubeproxy.config.k8s.io/v1alpha1', 'KubeProxyConfiguration', kubeProxyConfiguration],
];

/** JSON Schema of one document of a configuration file, whichever it is; each field with what it is for. */
export function configurationSchema(): object {
  const own = Object.entries(documentSchemas).map(([kind, type]) =>
    document(group, kind, explained(kind, '', z.toJSONSchema(type, { io: 'input' }) as Schema)),
  );
  const others = components.map(([apiVersion, kind, type]) =>
    document(apiVersion, kind, z.toJSONSchema(type, { io: 'input' }) as Schema),
  );
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', oneOf: [...own, ...others] };
}

function document(apiVersion: string, kind: string, { $schema: _, ...schema }: Schema): Schema {
  return {
    title: kind,
    ...schema,
    properties: { ...schema.properties, apiVersion: { const: apiVersion }, kind: { const: kind } },
    required: ['apiVersion', 'kind'],
  };
}

function explained(kind: string, path: string, schema: Schema): Schema {
  const text = path === '' ? undefined : fieldText(kind, path)?.text;
  const { properties, items, anyOf } = schema;
  const below = (name: string): string => (path === '' ? name : `${path}.${name}`);
  return {
    ...(text === undefined ? {} : { description: text }),
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, field]) => [name, explained(kind, below(name), field)]),
      ),
    }),
    ...(items && { items: inside(kind, `${path}[]`, items) }),
    ...(anyOf && { anyOf: anyOf.map((each) => inside(kind, path, each)) }),
  };
}

/** What lies in a list or an alternative: the text stands above it already. */
function inside(kind: string, path: string, schema: Schema): Schema {
  const { description: _, ...rest } = explained(kind, path, schema);
  return rest;
}
