const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "2026-11-21T06:15:00.000Z" -> "21 Nov 2026, 06:15 UTC", with seconds "21 Nov 2026, 06:15:00 UTC". */
export function formatDate(iso: string, withSeconds = false): string {
  const time = new Date(iso).toISOString().slice(11, withSeconds ? 19 : 16);
  return `${formatDay(iso)}, ${time} UTC`;
}

/** "2026-11-21T06:15:00.000Z" -> "21 Nov 2026": by hand, since locales differ between machines. */
export function formatDay(iso: string): string {
  const date = new Date(iso);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}
