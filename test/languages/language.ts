/** A place for one language, empty at first. */
export interface Workspace {
  readonly directory: string;
  /** The library's sources in this language, as jsii-pacmak makes them; for TypeScript the npm package itself. */
  readonly generated: string;
}

/** What came of the example and of the mistakes in one language. */
export interface Outcome {
  /** What a user runs to install the package and to run the example. */
  readonly commands: string[];
  /** The package's name in the language's registry. */
  readonly packageName: string;
  /** The package as it would be published: a file, or a directory of sources. */
  readonly packagePath: string;
  /** Where the example put its manifests. */
  readonly manifests: string;
  /** What each mistake led to: the output of the compiler, or of the program. */
  readonly mistakes: { [mistake: string]: string };
  /** Where the examples of the package's README put their manifests: `example-1`, `example-2`, … */
  readonly readme?: string;
  /** Packages that the language's registry does not have, and that were made from the npm packages instead. */
  readonly substitutes?: string[];
}

export interface Language {
  readonly name: string;
  /** Commands that show whether its tools are there, and what to install if one is not. */
  readonly tools: { command: string; args: string[]; install: string }[];
  /** jsii's name of the language. */
  readonly target: string;
  /** The form of a name in the generated sources that jsii changed because it is reserved in the language. */
  readonly mangled?: { files: RegExp; names: RegExp };
  /** Undefined if the sources are made, but not run. */
  readonly prove?: (workspace: Workspace) => Outcome;
}
