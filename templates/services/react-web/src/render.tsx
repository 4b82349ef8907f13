import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { App } from "./App.tsx";
import type { PageData } from "./data.ts";
import { ErrorBoundary } from "./ErrorBoundary.tsx";

/** The server's half of `client.tsx`. */
export function render(data: PageData): { html: string; status: number } {
  const html = renderToString(
    <StrictMode>
      <ErrorBoundary>
        <App {...data} />
      </ErrorBoundary>
    </StrictMode>,
  );
  return { html, status: data.path === "/" ? 200 : 404 };
}
