import { StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { App } from "./App.tsx";
import type { PageData } from "./data.ts";
import { ErrorBoundary } from "./ErrorBoundary.tsx";

const root = document.getElementById("root");
const data = document.getElementById("data");
if (root === null || data === null) throw new Error("the page has no #root and #data");

hydrateRoot(
  root,
  <StrictMode>
    <ErrorBoundary>
      <App {...(JSON.parse(data.textContent) as PageData)} />
    </ErrorBoundary>
  </StrictMode>,
);
