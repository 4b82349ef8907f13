import { Component, type ReactNode } from "react";

interface Props {
  children: ReactNode;
}

/** What visitors see when a component throws in their browser, in place of an empty page. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main>
        <h1>Something went wrong</h1>
        <p>
          <a href={window.location.href}>Load this page again</a>
        </p>
      </main>
    );
  }
}
