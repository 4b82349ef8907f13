import type { Problem } from "../../errors.ts";
import { Unclear } from "./form.ts";
import { FORMS, type Forms, formOf } from "./table.ts";

/** An answer that is stored in another form than it was written in. */
export interface Understood {
  path: string;
  given: unknown;
  stored: unknown;
}

export interface Read {
  /** The document, as it is stored. */
  document: Record<string, unknown>;
  understood: Understood[];
  /** What can be read in more than one way; it stands in the document as it was written. */
  unclear: Problem[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

const quoted = (value: unknown): string => (typeof value === "string" ? `"${value}"` : JSON.stringify(value));

/** Reads one document by the table, and notes what it found on the way. */
class Reader {
  readonly understood: Understood[] = [];
  readonly unclear: Problem[] = [];

  /** What becomes of the values that a form has read: a list may have an unclear one among them. */
  #settle(path: string, given: unknown, stored: unknown): unknown {
    if (stored instanceof Unclear) {
      this.unclear.push({ path, message: `${quoted(given)} may be ${stored.meanings.join(" or ")}: say which` });
      return given;
    }
    if (!Array.isArray(stored) || !stored.some((one) => one instanceof Unclear)) {
      if (JSON.stringify(stored) !== JSON.stringify(given)) this.understood.push({ path, given, stored });
      return stored;
    }
    const items = Array.isArray(given) ? given : String(given).split(/[\s,]+/);
    return stored.map((one, i) => this.#settle(`${path}[${i}]`, items[i], one));
  }

  read(path: string, value: unknown, forms: Forms[string] | undefined): unknown {
    if (typeof forms === "function") return this.#settle(path, value, forms(value));
    if (Array.isArray(forms))
      return Array.isArray(value) ? value.map((one, i) => this.read(`${path}[${i}]`, one, forms[0])) : value;
    if (forms === undefined || !isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key,
        this.read(
          path === "" ? key : `${path}.${key}`,
          one,
          Object.hasOwn(forms, key) ? (forms as Forms)[key] : undefined,
        ),
      ]),
    );
  }
}

/** A document of answers, each in the form that is stored. */
export function inStoredForm(given: Record<string, unknown>): Read {
  const reader = new Reader();
  const document = reader.read("", given, FORMS) as Record<string, unknown>;
  return { document, understood: reader.understood, unclear: reader.unclear };
}

/**
 * One answer, in the form that is stored; what can be read in more than one way stays as it was written.
 * @param list the list that it is in an item of
 */
export const storedForm = (list: string | null, path: string, given: unknown): unknown =>
  new Reader().read(path, given, formOf(list, path));
