/** A border round each panel: one that throws says so and can be drawn again; the others work on. */
import { Component, type ErrorInfo, type ReactNode } from "react";
import type { PanelName } from "../view.ts";
import { Button } from "./Button.tsx";

export class Guarded extends Component<{ name: PanelName | "status"; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error(`The ${this.props.name} panel threw`, error, info.componentStack);
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <section className="panel" data-panel={this.props.name} aria-label={`${this.props.name}, broken`} tabIndex={-1}>
        <div className="broken" role="alert">
          <b className="fault">Internal error in the {this.props.name} panel, logged. The other panels work on.</b>
          <Button onClick={() => this.setState({ broken: false })}>Draw it again</Button>
        </div>
      </section>
    );
  }
}
