// The check as a validation of `cdk8s synth`, under a path that stays: see docs/check.md.
module.exports = require('./lib/src/check/cdk8s-validation.js');
