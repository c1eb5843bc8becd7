/** A message that is text alone. */

import { ReaderContext, useCurrentReader } from "./reader";
import { Marked } from "./Text";
import { Boundary } from "./Trouble";
import "./blocks.css";

export function Mrkdwn({ text }: { readonly text: string }) {
  return (
    <ReaderContext value={useCurrentReader()}>
      <Boundary type="text" of={text}>
        <Marked text={text} autolink />
      </Boundary>
    </ReaderContext>
  );
}
