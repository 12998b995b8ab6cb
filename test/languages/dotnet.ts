import { Language } from './language';

/** Sources alone: they are made, but neither compiled nor run. C# escapes reserved words without changing them. */
export const dotnet: Language = { name: '.NET', target: 'dotnet', tools: [] };
