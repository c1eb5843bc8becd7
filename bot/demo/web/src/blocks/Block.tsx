/** Any block of Block Kit, by its type. */

import { memo, useMemo } from "react";
import type { Json } from "../wire";
import { Input } from "./Input";
import { part, text } from "./json";
import { Library } from "./Library";
import { Picture } from "./Picture";
import { pictures, prepared } from "./prepared";
import { useReader } from "./reader";
import { Actions, Context, Header, Image, Section } from "./Section";
import { Table } from "./Table";
import { Boundary, Note } from "./Trouble";

type Drawn = (block: Json) => React.ReactNode;

const library: Drawn = (block) => <Prepared block={block} />;
const table: Drawn = (block) => <Table block={block} />;

const KINDS: { readonly [type: string]: Drawn } = {
  section: (block) => <Section block={block} />,
  actions: (block) => <Actions block={block} />,
  context: (block) => <Context block={block} />,
  input: (block) => <Input block={block} />,
  header: (block) => <Header block={block} />,
  image: (block) => <Image block={block} />,
  table,
  data_table: table,
  alert: library,
  card: library,
  carousel: library,
  container: library,
  context_actions: library,
  data_visualization: library,
  divider: library,
  markdown: library,
  plan: library,
  rich_text: library,
  task_card: library,
};

export const Block = memo(function Block({ block }: { readonly block: Json }) {
  const type = text(block, "type");
  const drawn = KINDS[type];
  return (
    <div className="block" data-block={text(block, "block_id")} data-type={type}>
      <Boundary type={type} of={block}>
        {drawn === undefined ? <Undrawn block={block} type={type} /> : drawn(block)}
      </Boundary>
    </div>
  );
});

function Prepared({ block }: { readonly block: Json }) {
  const reader = useReader();
  const fit = useMemo(() => prepared(block, reader), [block, reader]);
  return (
    <>
      {pictures(block).map((alt, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pictures have no names and keep their order.
        <Picture key={at} alt={alt} />
      ))}
      <Library block={fit} />
    </>
  );
}

function Undrawn({ block, type }: { readonly block: Json; readonly type: string }) {
  const title = text(part(block, "title") ?? {}, "text");
  return (
    <Note>
      A block of type “{type || "unknown"}” is not drawn here{title && `: ${title}`}.
    </Note>
  );
}
