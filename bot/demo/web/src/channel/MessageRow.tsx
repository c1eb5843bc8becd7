import { memo } from "react";
import { Avatar } from "../app/Avatar";
import { Icon } from "../app/icons";
import { Blocks } from "../blocks/Blocks";
import { Files } from "../blocks/Files";
import { Mrkdwn } from "../blocks/Mrkdwn";
import { ThreadFooter } from "../thread/ThreadFooter";
import type { Message, Place, User } from "../wire";
import { isBroadcast, type Replies } from "./rows";
import { clock, exact, moment } from "./times";
import { nameOf } from "./words";
import "./message.css";

export interface MessageRowProps {
  readonly message: Message;
  readonly author: User | undefined;
  readonly hasHead: boolean;
  /** The day that begins with it, by name. */
  readonly dayLabel: string | null;
  /** The first one that was not seen before. */
  readonly isFirstNew: boolean;
  readonly replies?: Replies | undefined;
  readonly users: ReadonlyMap<string, User>;
  readonly now: number;
  readonly inspect: (place: Place) => void;
  /** Opens a thread; none in a thread itself. */
  readonly onThread?: ((ts: string) => void) | undefined;
}

/** One message with everything that belongs to it. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, author, hasHead, dayLabel, isFirstNew, replies, onThread } = props;
  const at = moment(message.ts);
  const name = nameOf(author, message.user);
  const kind = `message${hasHead ? " message-head" : ""}${message.is_ephemeral ? " message-only" : ""}`;
  return (
    <li>
      {dayLabel !== null && <Divider className="day" label={dayLabel} />}
      {isFirstNew && <Divider className="fresh" label="New" />}
      <article className={kind} aria-label={`${name}, ${clock(at)}`} tabIndex={-1}>
        {message.is_ephemeral && (
          <p className="only">
            <Icon name="eye" />
            <span>Only visible to you</span>
          </p>
        )}
        {isBroadcast(message) && (
          <p className="only">
            <Icon name="reply" />
            <span>Replied to a thread</span>
          </p>
        )}
        <div className="gutter">
          {hasHead ? <Avatar user={author} id={message.user} /> : <Time at={at} isHidden />}
        </div>
        <div>
          {hasHead && (
            <p className="head">
              <span className="author">{name}</span>
              {author?.is_bot && <span className="app">APP</span>}
              <Time at={at} />
            </p>
          )}
          <Body message={message} />
          {replies && onThread && (
            <ThreadFooter
              replies={replies}
              users={props.users}
              now={props.now}
              onOpen={() => onThread(message.ts)}
            />
          )}
        </div>
        <Toolbar message={message} inspect={props.inspect} onThread={onThread} />
      </article>
    </li>
  );
});

const Body = memo(function Body({ message }: { readonly message: Message }) {
  const { blocks, files, channel, ts } = message;
  return (
    <div className="body">
      {blocks && blocks.length > 0 ? (
        <Blocks blocks={blocks} place={{ channel, ts }} />
      ) : (
        <Mrkdwn text={message.text} />
      )}
      {files && files.length > 0 && <Files files={files} />}
      {message.edited && <span className="edited">(edited)</span>}
    </div>
  );
});

type ToolbarProps = Pick<MessageRowProps, "message" | "inspect" | "onThread">;

function Toolbar({ message, inspect, onThread }: ToolbarProps) {
  const { channel, ts } = message;
  return (
    <div className="toolbar">
      {onThread && !message.is_ephemeral && (
        <button
          type="button"
          title="Reply in thread"
          onClick={() => onThread(message.thread_ts ?? ts)}
        >
          <Icon name="reply" />
          <span className="unseen">Reply in thread</span>
        </button>
      )}
      <button type="button" title="Inspect" onClick={() => inspect({ channel, ts })}>
        <Icon name="code" />
        <span className="unseen">Inspect</span>
      </button>
    </div>
  );
}

function Divider({ className, label }: { readonly className: string; readonly label: string }) {
  return (
    <p className={`divider ${className}`}>
      <span>{label}</span>
    </p>
  );
}

/** Hidden: shown to a pointer alone, the article's name has it anyway. */
function Time({ at, isHidden = false }: { readonly at: number; readonly isHidden?: boolean }) {
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={exact(at)}
      aria-hidden={isHidden || undefined}
    >
      {clock(at)}
    </time>
  );
}
