/** The door to slack-blocks-to-jsx: one block at a time, made fit for it first. */

import { type ComponentProps, useMemo } from "react";
import { Message } from "slack-blocks-to-jsx";
import "slack-blocks-to-jsx/dist/style.css";
import "./library.css";
import type { Json } from "../wire";
import { knownEmoji } from "./emoji";
import { useReader, useTheme } from "./reader";
import type { Passage } from "./rich";

type MessageProps = ComponentProps<typeof Message>;

/** Of an emoji it does not know the library shows the bare name. */
const HOOKS: NonNullable<MessageProps["hooks"]> = {
  emoji: (emoji, parse) => {
    const name = knownEmoji(emoji.name);
    const found = parse({ ...emoji, name });
    return found === name ? `:${emoji.name}:` : found;
  },
};

export function Library({ block }: { readonly block: Json }) {
  const { users, channels } = useReader();
  const data = useMemo(
    () => ({ users: named(users), channels: named(channels) }),
    [users, channels],
  );
  return (
    <Message
      // The library takes the names it gets first and no others.
      key={`${users.size} ${channels.size}`}
      blocks={[block] as unknown as MessageProps["blocks"]}
      data={data}
      hooks={HOOKS}
      logo=""
      name=""
      theme={useTheme()}
      withoutWrapper
    />
  );
}

export function RichText({ passages }: { readonly passages: readonly Passage[] }) {
  const block = useMemo(() => ({ type: "rich_text", elements: passages }), [passages]);
  return <Library block={block} />;
}

function named(names: ReadonlyMap<string, string>) {
  return [...names].map(([id, name]) => ({ id, name }));
}
