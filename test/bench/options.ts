/** Value of `--name <text>` on the command line; undefined where it was not given. */
export function textOption(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

/** As {@link numberOption}, a whole number, which may be 0. */
export function countOption(name: string, usual: number): number {
  return textOption(name) === "0" ? 0 : Math.ceil(numberOption(name, usual));
}

/** As {@link textOption}, a number above 0. Ends the program with a message where it is none. */
export function numberOption(name: string, usual: number): number {
  const text = textOption(name);
  const value = text === undefined ? usual : Number(text);
  if (value > 0) return value;
  console.error(`${name} is "${text}": give a number above 0`);
  process.exit(2);
}
