#!/usr/bin/env node
import { run } from './program';

// A reader such as `head` may close the pipe early.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void run(process.argv.slice(2), {
  colours: coloured(),
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
}).then((exit) => {
  process.exitCode = exit;
});

/** FORCE_COLOR and NO_COLOR count as they do for other tools; otherwise only a terminal gets colours. */
function coloured(): boolean {
  const { FORCE_COLOR, NO_COLOR } = process.env;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return process.stdout.isTTY === true && !NO_COLOR;
}
