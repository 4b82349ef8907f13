/** `backup.retentionDays` → `backup-retention-days`. */
export const flagName = (path: string): string =>
  path.replaceAll(".", "-").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
