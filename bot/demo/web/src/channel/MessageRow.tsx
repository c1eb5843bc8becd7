import { memo, type ReactNode, useState } from "react";
import { Avatar } from "../app/Avatar";
import { Icon } from "../app/icons";
import { Blocks } from "../blocks/Blocks";
import { Files } from "../blocks/Files";
import { Mrkdwn } from "../blocks/Mrkdwn";
import { ThreadFooter } from "../thread/ThreadFooter";
import type { Message, Place, User } from "../wire";
import { isBroadcast, isComing, type Replies } from "./rows";
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
  const { message, author, hasHead, replies, onThread } = props;
  const [isOpen, turn] = useState(false);
  const at = moment(message.ts);
  const name = nameOf(author, message.user);
  const kind = `message${hasHead ? " message-head" : ""}${message.is_ephemeral ? " message-only" : ""}`;
  const more = <More isOpen={isOpen} onTurn={() => turn(!isOpen)} />;
  return (
    <li>
      {props.dayLabel !== null && <Divider className="day" label={props.dayLabel} />}
      {props.isFirstNew && <Divider className="fresh" label="New" />}
      <article className={kind} aria-label={`${name}, ${clock(at)}`} tabIndex={-1}>
        <Notes message={message} />
        <div className="gutter">
          {hasHead ? <Avatar user={author} id={message.user} /> : <Time at={at} isHidden />}
          {!hasHead && more}
        </div>
        <div>
          {hasHead && (
            <Head name={name} isBot={author?.is_bot === true} at={at}>
              {more}
            </Head>
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
        <Toolbar message={message} inspect={props.inspect} onThread={onThread} isOpen={isOpen} />
      </article>
    </li>
  );
});

function Notes({ message }: { readonly message: Message }) {
  return (
    <>
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
    </>
  );
}

interface HeadProps {
  readonly name: string;
  readonly isBot: boolean;
  readonly at: number;
  readonly children: ReactNode;
}

function Head({ name, isBot, at, children }: HeadProps) {
  return (
    <div className="head">
      <span className="author">{name}</span>
      {isBot && <span className="app">APP</span>}
      <Time at={at} />
      {children}
    </div>
  );
}

const Body = memo(function Body({ message }: { readonly message: Message }) {
  const { blocks, files, channel, ts } = message;
  return (
    <div className={isComing(message) ? "body coming" : "body"}>
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

interface MoreProps {
  readonly isOpen: boolean;
  readonly onTurn: () => void;
}

/** Where there is no room for the actions beside a message, they are below it, and shut at first. */
function More({ isOpen, onTurn }: MoreProps) {
  return (
    <button type="button" className="more" aria-expanded={isOpen} onClick={onTurn}>
      <span aria-hidden>…</span>
      <span className="unseen">Message actions</span>
    </button>
  );
}

interface ToolbarProps extends Pick<MessageRowProps, "message" | "inspect" | "onThread"> {
  /** `More` was pressed. */
  readonly isOpen: boolean;
}

function Toolbar({ message, inspect, onThread, isOpen }: ToolbarProps) {
  const { channel, ts } = message;
  return (
    <div className={isOpen ? "toolbar toolbar-open" : "toolbar"}>
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
