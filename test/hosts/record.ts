import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Excerpt, excerptOf } from './excerpt';
import { CHARTS, Helm } from './helm';
import { hashOf, subjects, valuesOf } from './subjects';

/** What Kong's charts made of our values when they were last rendered. */
export interface Rendered {
  readonly helm: string;
  /** Versions of the charts by their names. */
  readonly charts: Record<string, string>;
  readonly subjects: Record<string, RenderedSubject>;
}

export interface RenderedSubject {
  /** The hash of the values that were rendered. */
  readonly values: string;
  /** By the chart's name. */
  readonly excerpts: Record<string, Excerpt>;
}

export const FILE = join(__dirname, 'rendered.json');

/** Renders both charts with the values of every subject. */
function record(helm: Helm): Rendered {
  const places = CHARTS.map((chart) => ({ ...chart, place: helm.locate(chart) }));
  return {
    helm: helm.version,
    charts: Object.fromEntries(CHARTS.map(({ name, version }) => [name, version])),
    subjects: Object.fromEntries(
      subjects.map((subject) => {
        const values = valuesOf(subject);
        const excerpts = places.map(({ name, under, place }) => [
          name,
          excerptOf(helm.template(place, under ? { [under]: values } : values)),
        ]);
        return [subject.name, { values: hashOf(values), excerpts: Object.fromEntries(excerpts) }];
      }),
    ),
  };
}

if (require.main === module) {
  const {
    values: { helm, charts },
  } = parseArgs({ options: { helm: { type: 'string' }, charts: { type: 'string' } } });
  writeFileSync(FILE, `${JSON.stringify(record(new Helm(helm, charts)), undefined, 1)}\n`);
}
