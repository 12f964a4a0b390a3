/** A colour of ours as it passes through Vega: a token with its fallback, or a mix of two of them. */
const TOKEN = /var\(--c-[a-z0-9-]+,(#[0-9a-f]{6})\)/g;
const MIX = /color-mix\(in srgb, (#[0-9a-f]{6}) (\d+)%, (#[0-9a-f]{6})\)/g;

/** Colours as every program knows them, "#0f97dd", in place of tokens and mixes; all else stays as it is. */
export function plainColours(text: string): string {
  return text
    .replace(TOKEN, "$1")
    .replace(MIX, (_, first: string, share: string, second: string) => mixed(first, Number(share) / 100, second));
}

function mixed(first: string, share: number, second: string): string {
  const channel = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  const channels = [1, 3, 5].map((at) => Math.round(channel(first, at) * share + channel(second, at) * (1 - share)));
  return `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
