import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, runDirectory } from './process';

/** A self-signed certificate for the listeners that end TLS; `bundle` is both parts in one file. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
  readonly bundle: string;
}

let made: Certificate | undefined;

/** Made once a run. */
export function selfSignedCertificate(): Certificate {
  if (made) return made;
  const directory = runDirectory('certificate');
  const [key, certificate, bundle] = ['key.pem', 'certificate.pem', 'bundle.pem'].map((name) => join(directory, name));
  const { exitCode, output } = run(
    'openssl',
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=api.example.com',
    '-keyout',
    key,
    '-out',
    certificate,
  );
  if (exitCode !== 0) throw new Error(`openssl made no certificate: ${output}`);
  writeFileSync(bundle, readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'));
  made = { certificate, key, bundle };
  return made;
}
