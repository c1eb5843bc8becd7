import { useMemo, useRef, useState } from "react";
import { useNow } from "../app/now";
import { Composer } from "../composer/Composer";
import { useDraft } from "../composer/drafts";
import { usePlay } from "../play";
import { unread } from "../side/unread";
import type { Channel, Message } from "../wire";
import { Calm } from "./calm";
import { MessageList } from "./MessageList";
import { inChannel, replies } from "./rows";
import { Scroller } from "./Scroller";
import { Beginning } from "./Welcome";

const NONE: readonly Message[] = [];

interface ConversationProps {
  readonly channel: Channel;
  readonly name: string;
  /** Up to where the messages were seen before the place was opened. */
  readonly mark: string | undefined;
  readonly onThread: (ts: string) => void;
  /** Take the keyboard at once. */
  readonly takesFocus: boolean;
}

/** The messages of a channel and the field below them. */
export function Conversation(props: ConversationProps) {
  const { channel, name } = props;
  const { state } = usePlay();
  const [draft, onDraft] = useDraft(channel.id);
  const all = state.messages.get(channel.id) ?? NONE;
  const messages = useMemo(() => inChannel(all), [all]);
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
          <Messages all={all} messages={messages} mark={props.mark} onThread={props.onThread} />
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

interface MessagesProps extends Pick<ConversationProps, "mark" | "onThread"> {
  /** With the replies in threads. */
  readonly all: readonly Message[];
  readonly messages: readonly Message[];
}

function Messages({ all, messages, mark, onThread }: MessagesProps) {
  const { state, inspect } = usePlay();
  const [firstNew] = useState(() => unread(all, state.me, mark)[0]?.ts ?? null);
  const answered = useMemo(() => replies(all), [all]);
  return (
    <MessageList
      label="Messages"
      messages={messages}
      users={state.users}
      replies={answered}
      now={useNow(state)}
      hasDays
      firstNew={firstNew}
      inspect={inspect}
      onThread={onThread}
    />
  );
}
