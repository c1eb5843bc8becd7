/** What stands where a block cannot be drawn. */

import { Component, type ReactNode } from "react";

export function Note({ children }: { readonly children: ReactNode }) {
  return <p className="block-note">{children}</p>;
}

interface Props {
  /** The block's type. */
  readonly type: string;
  /** Another one is given another chance. */
  readonly of: unknown;
  readonly children: ReactNode;
}

/** Keeps an error in one block from taking the page down.  React has no hook for this. */
export class Boundary extends Component<
  Props,
  { readonly failed: boolean; readonly of: unknown }
> {
  override state = { failed: false, of: this.props.of };

  static getDerivedStateFromProps(props: Props, state: { readonly of: unknown }) {
    return props.of === state.of ? null : { failed: false, of: props.of };
  }

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (this.state.failed)
      return <Note>A block of type “{this.props.type}” could not be drawn.</Note>;
    return this.props.children;
  }
}
