import { useMemo, useRef } from "react";
import { Icon } from "../app/icons";
import { useNow } from "../app/now";
import { Calm } from "../channel/calm";
import { MessageList } from "../channel/MessageList";
import { inThread } from "../channel/rows";
import { Scroller } from "../channel/Scroller";
import { Composer } from "../composer/Composer";
import { useDraft } from "../composer/drafts";
import { usePlay } from "../play";
import type { Channel, Message } from "../wire";
import { counted } from "./ThreadFooter";

interface ThreadProps {
  readonly channel: Channel;
  /** Of the message it began with. */
  readonly ts: string;
  /** How the channel is called. */
  readonly name: string;
  readonly onClose: () => void;
  /** Take the keyboard at once. */
  readonly takesFocus: boolean;
}

/** A message and its replies, beside the channel. */
export function Thread(props: ThreadProps) {
  const { channel, ts } = props;
  const { state } = usePlay();
  const [draft, redraft] = useDraft(channel.id, ts);
  const all = state.messages.get(channel.id);
  const messages = useMemo(() => inThread(all ?? [], ts), [all, ts]);
  const toEnd = useRef(() => {});
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <aside className="thread" aria-label="Thread">
      <header className="pane-head">
        <h2>
          Thread <span className="pane-place">{props.name}</span>
        </h2>
        <button type="button" className="plain" title="Close thread" onClick={props.onClose}>
          <Icon name="close" />
          <span className="unseen">Close thread</span>
        </button>
      </header>
      <Scroller messages={messages} users={state.users} me={state.me} toEnd={toEnd}>
        <Calm>
          <Replies messages={messages} ts={ts} />
        </Calm>
      </Scroller>
      <Composer
        field={field}
        channel={channel}
        label="Reply…"
        thread={ts}
        draft={draft}
        onDraft={redraft}
        onSent={() => toEnd.current()}
        takesFocus={props.takesFocus}
      />
    </aside>
  );
}

interface RepliesProps {
  readonly messages: readonly Message[];
  readonly ts: string;
}

function Replies({ messages, ts }: RepliesProps) {
  const { state, inspect } = usePlay();
  const now = useNow(state);
  const parent = useMemo(() => messages.filter((row) => row.ts === ts), [messages, ts]);
  const replies = useMemo(() => messages.filter((row) => row.ts !== ts), [messages, ts]);
  const count = replies.filter((row) => !row.is_ephemeral).length;
  const lists = { users: state.users, now, inspect };
  return (
    <>
      {parent.length > 0 ? (
        <MessageList label="First message" messages={parent} {...lists} />
      ) : (
        <p className="thread-gone">The message this thread began with is not here any more.</p>
      )}
      {count > 0 && <p className="thread-count">{counted(count)}</p>}
      {replies.length > 0 && <MessageList label="Replies" messages={replies} {...lists} />}
    </>
  );
}
