#!/usr/bin/env node
import { run } from './program';

// A reader such as `head` may close the pipe early.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void run(process.argv.slice(2), {
  colours: process.stdout.isTTY === true && !process.env.NO_COLOR,
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
}).then((exit) => { process.exitCode = exit; });
