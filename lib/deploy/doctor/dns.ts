/** Names in DNS. */

/** A name without the dot at its end. */
export const plain = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** The domain itself, then what it is below: `app.acme.com`, `acme.com`. */
export const upwards = (domain: string): string[] => {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
};

/** Records of a name; none where there is no such name, or none of that kind. */
export async function records<T>(query: Promise<T[]>): Promise<T[]> {
  try {
    return await query;
  } catch (error) {
    const { code = "" } = error as { code?: string };
    if (code === "ENOTFOUND" || code === "ENODATA") return [];
    throw error;
  }
}
