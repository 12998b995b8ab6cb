type Step = string | number;

/**
 * The path to a field as findings write it: `spec.ports[https].port`, `metadata.annotations[key]`, `data.KEY`. In
 * brackets is a key, the name of an item, or its number. It leads as far as the object has fields.
 */
export function fieldPath(object: unknown, field: string): Step[] {
  const path: Step[] = [];
  let value: any = object;
  let rest = field;
  while (rest !== '' && typeof value === 'object' && value !== null) {
    const [, bracketed, plain] = /^(?:\[([^\]]*)\]|\.?([^.[]+))/.exec(rest) ?? [];
    const whole = rest.replace(/^\./, '');
    // A key of a ConfigMap may hold dots.
    const name = bracketed ?? (Object.hasOwn(value, whole) ? whole : plain);
    const step = name === undefined ? undefined : stepTo(value, name);
    if (step === undefined) break;
    path.push(step);
    value = value[step];
    rest = bracketed !== undefined ? rest.slice(bracketed.length + 2) : whole.slice(name.length);
  }
  return path;
}

function stepTo(value: any, name: string): Step | undefined {
  if (!Array.isArray(value)) {
    return Object.hasOwn(value, name) ? name : undefined;
  }
  const named = value.findIndex((item) => item?.name === name);
  if (named >= 0) return named;
  return /^\d+$/.test(name) && Number(name) < value.length ? Number(name) : undefined;
}

/** A path as findings write it. */
export function fieldOf(path: readonly Step[]): string {
  return path
    .map((step) => (typeof step === 'number' || /[.[\]]/.test(step) ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}
