import { useMemo, useRef, useState } from "react";
import { useNow } from "../app/now";
import { Composer } from "../composer/Composer";
import type { Draft, Redraft } from "../composer/drafts";
import { usePlay } from "../play";
import { unread } from "../side/unread";
import type { Channel } from "../wire";
import { Calm } from "./calm";
import { MessageList } from "./MessageList";
import { inChannel, replies } from "./rows";
import { Scroller } from "./Scroller";
import { Beginning } from "./Welcome";

interface ConversationProps {
  readonly channel: Channel;
  readonly name: string;
  /** Up to where the messages were seen before the place was opened. */
  readonly mark: string | undefined;
  readonly draft: Draft;
  readonly onDraft: Redraft;
  readonly onThread: (ts: string) => void;
  /** Take the keyboard at once. */
  readonly takesFocus: boolean;
}

/** The messages of a channel and the field below them. */
export function Conversation(props: ConversationProps) {
  const { channel, name, draft, onDraft } = props;
  const { state, inspect } = usePlay();
  const all = state.messages.get(channel.id);
  const messages = useMemo(() => inChannel(all ?? []), [all]);
  const answered = useMemo(() => replies(all ?? []), [all]);
  const [firstNew] = useState(() => unread(all ?? [], state.me, props.mark)[0]?.ts ?? null);
  const now = useNow(state);
  const toEnd = useRef(() => {});
  const field = useRef<HTMLTextAreaElement>(null);

  const onTry = (text: string) => {
    onDraft((old) => ({ ...old, text }));
    field.current?.focus();
  };
  return (
    <>
      <Scroller messages={messages} users={state.users} me={state.me} toEnd={toEnd}>
        <Beginning channel={channel} isEmpty={messages.length === 0} onTry={onTry} />
        <Calm>
          <MessageList
            label="Messages"
            messages={messages}
            users={state.users}
            replies={answered}
            now={now}
            hasDays
            firstNew={firstNew}
            inspect={inspect}
            onThread={props.onThread}
          />
        </Calm>
      </Scroller>
      <Composer
        field={field}
        channel={channel}
        label={channel.kind === "im" ? `Message ${name}` : `Message #${name}`}
        draft={draft}
        onDraft={onDraft}
        onSent={() => toEnd.current()}
        takesFocus={props.takesFocus}
      />
    </>
  );
}
