export * from './fields';
export * from './ingress';
export * from './services';
export * from './source-ranges';
export * from './values';
