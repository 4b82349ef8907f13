/**
 * Plays the document of a browser, as far as React writes one: a tree of elements and texts, read from HTML and written down
 * as HTML. It hides layout, events and every other thing that a page is.
 */

const [ELEMENT, TEXT, COMMENT, DOCUMENT] = [1, 3, 8, 9];
/** These have no end. */
const VOID = new Set(["meta", "link", "input", "img", "br", "hr", "base"]);

class PlayedNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly ownerDocument: PlayedDocument | null;
  readonly namespaceURI = "http://www.w3.org/1999/xhtml";
  readonly style = {};
  attributes: { name: string; value: string }[] = [];
  childNodes: PlayedNode[] = [];
  parentNode: PlayedNode | null = null;
  nodeValue: string | null;

  constructor(nodeType: number, nodeName: string, ownerDocument: PlayedDocument | null, nodeValue: string | null) {
    this.nodeType = nodeType;
    this.nodeName = nodeName;
    this.ownerDocument = ownerDocument;
    this.nodeValue = nodeValue;
  }

  get tagName(): string {
    return this.nodeName;
  }
  get data(): string | null {
    return this.nodeValue;
  }
  get firstChild(): PlayedNode | null {
    return this.childNodes[0] ?? null;
  }
  get lastChild(): PlayedNode | null {
    return this.childNodes.at(-1) ?? null;
  }
  get nextSibling(): PlayedNode | null {
    const all = this.parentNode?.childNodes ?? [];
    return all[all.indexOf(this) + 1] ?? null;
  }
  get textContent(): string {
    return this.nodeType === TEXT ? (this.nodeValue ?? "") : this.childNodes.map((one) => one.textContent).join("");
  }
  set textContent(text: string) {
    this.childNodes = [];
    if (text !== "") this.appendChild(new PlayedNode(TEXT, "#text", this.ownerDocument, text));
  }

  insertBefore(child: PlayedNode, other: PlayedNode | null): PlayedNode {
    child.parentNode?.removeChild(child);
    child.parentNode = this;
    const at = other === null ? this.childNodes.length : this.childNodes.indexOf(other);
    this.childNodes.splice(at, 0, child);
    return child;
  }
  appendChild(child: PlayedNode): PlayedNode {
    return this.insertBefore(child, null);
  }
  removeChild(child: PlayedNode): PlayedNode {
    this.childNodes.splice(this.childNodes.indexOf(child), 1);
    child.parentNode = null;
    return child;
  }

  getAttribute(name: string): string | null {
    return this.attributes.find((one) => one.name === name)?.value ?? null;
  }
  hasAttribute(name: string): boolean {
    return this.getAttribute(name) !== null;
  }
  setAttribute(name: string, value: unknown): void {
    this.removeAttribute(name);
    this.attributes.push({ name, value: String(value) });
  }
  removeAttribute(name: string): void {
    this.attributes = this.attributes.filter((one) => one.name !== name);
  }
  addEventListener(): void {}

  get outerHTML(): string {
    if (this.nodeType !== ELEMENT) return this.nodeType === TEXT ? (this.nodeValue ?? "") : "";
    const name = this.nodeName.toLowerCase();
    const own = this.attributes.map((one) => ` ${one.name}="${one.value}"`).join("");
    return `<${name}${own}>${this.childNodes.map((one) => one.outerHTML).join("")}</${name}>`;
  }
}

const unescaped = (text: string): string =>
  text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export class PlayedDocument extends PlayedNode {
  title = "";
  readonly activeElement = null;
  defaultView: unknown = null;

  constructor(html: string) {
    super(DOCUMENT, "#document", null, null);
    let at: PlayedNode = this;
    for (const [, comment, close, open, attributes = "", text] of html.matchAll(
      /<!doctype[^>]*>|<!--([\s\S]*?)-->|<\/([\w-]+)>|<([\w-]+)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>|([^<]+)/g,
    )) {
      if (comment !== undefined) at.appendChild(new PlayedNode(COMMENT, "#comment", this, comment));
      else if (close !== undefined) at = at.parentNode ?? this;
      else if (text !== undefined) at.appendChild(this.createTextNode(unescaped(text)));
      else if (open !== undefined) {
        const element = this.createElement(open);
        for (const [, name = "", value = ""] of attributes.matchAll(/([\w-]+)(?:="([^"]*)")?/g))
          element.setAttribute(name, unescaped(value));
        at.appendChild(element);
        if (!VOID.has(open)) at = element;
      }
    }
  }

  createElement(name: string): PlayedNode {
    return new PlayedNode(ELEMENT, name.toUpperCase(), this, null);
  }
  createTextNode(text: string): PlayedNode {
    return new PlayedNode(TEXT, "#text", this, text);
  }
  getElementById(id: string): PlayedNode | null {
    const among = (nodes: readonly PlayedNode[]): PlayedNode | null => {
      for (const one of nodes) {
        const found = one.getAttribute("id") === id ? one : among(one.childNodes);
        if (found !== null) return found;
      }
      return null;
    };
    return among(this.childNodes);
  }
}

/** The globals of a page that React and rendered pages ask for. */
export function playPage(html: string, url: string) {
  const document = new PlayedDocument(html);
  const navigator = { userAgent: "" };
  const { href, pathname } = new URL(url);
  const window = {
    document,
    navigator,
    location: { href, pathname },
    HTMLIFrameElement: class {},
    addEventListener() {},
  };
  document.defaultView = window;
  return { document, globals: { window, document, navigator } };
}
