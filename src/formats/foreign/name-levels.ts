/**
 * Splits levels off a name: `sum n=1000, workers=4` is `sum` with n 1000 and workers 4. A name that is nothing but levels
 * stays whole, beside them.
 */
export function splitLevels(given: string): { name: string; parameters: Map<string, string> } {
  const parameters = new Map<string, string>();
  const rest = given.replace(/\b([A-Za-z_]\w*)=([^\s,;()[\]=]+)/g, (written, key: string, level: string) => {
    if (parameters.has(key)) return written;
    parameters.set(key, level);
    return "";
  });
  const name = rest
    .replace(/\(\s*[,;\s]*\)|\[\s*[,;\s]*\]/g, "")
    .replace(/[\s,;]+$/, "")
    .trim();
  return { name: name || given, parameters };
}
