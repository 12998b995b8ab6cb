/** A file of more is not one that people write, and would take the reader's memory. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

const MOST_VALUES = 1_000_000;

/** How often aliases may repeat anchors, in total. */
export const MOST_ALIASES = 10_000;

export function tooMuch(text: string): string | undefined {
  if (text.length > MOST_CHARACTERS) {
    return (
      `the file has ${Math.round(text.length / 1024 / 1024)} MB, and up to ${MOST_CHARACTERS / 1024 / 1024} MB ` +
      'are read; give it in parts, such as a namespace at a time'
    );
  }
  if (text.includes('\0')) {
    return 'this is a binary file: it holds a NUL character';
  }
  return valuesIn(text) > MOST_VALUES
    ? `the file holds more than ${MOST_VALUES.toLocaleString('en')} values; ` +
        'give it in parts, such as a namespace at a time'
    : undefined;
}

export function lineEndsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** At least as many as there are: lines with text, commas, brackets and braces begin a value. */
function valuesIn(text: string): number {
  let values = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const isLine = code === 10 && text.charCodeAt(index + 1) !== 10;
    if (isLine || code === 44 || code === 91 || code === 123) values++;
  }
  return values;
}
