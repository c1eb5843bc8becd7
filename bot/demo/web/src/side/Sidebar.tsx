import { memo, type ReactNode } from "react";
import { Avatar } from "../app/Avatar";
import { Icon } from "../app/icons";
import { clock } from "../channel/times";
import { nameOf } from "../channel/words";
import type { Channel, User, World } from "../wire";
import "./side.css";

interface SidebarProps {
  readonly me: string;
  readonly people: readonly string[];
  readonly users: ReadonlyMap<string, User>;
  readonly channels: readonly Channel[];
  readonly botUser: string;
  readonly bot: World["bot"];
  /** Id of the place that is open. */
  readonly open: string;
  /** By channel; none for 0. */
  readonly unread: ReadonlyMap<string, number>;
  /** The demo's time, milliseconds. */
  readonly now: number;
  readonly onOpen: (channel: string) => void;
  readonly onPerson: (user: string) => void;
}

/** Channels, the app, and who one is. */
export const Sidebar = memo(function Sidebar(props: SidebarProps) {
  const { channels, users, botUser, bot } = props;
  const direct = channels.find((channel) => channel.kind === "im");
  const botName = nameOf(users.get(botUser), "imagebot");
  return (
    <nav className="side" aria-label="Channels">
      <div className="side-head">
        <p className="side-title">Playground</p>
        <p className="side-time">Demo time {clock(props.now)}</p>
      </div>
      <div className="side-body">
        <Section title="Channels">
          {channels.filter(isRoom).map((channel) => (
            <Entry key={channel.id} {...props} channel={channel} name={channel.name}>
              <Icon name={channel.kind === "private" ? "lock" : "hash"} />
            </Entry>
          ))}
        </Section>
        {direct && (
          <Section title="Apps">
            <Entry {...props} channel={direct} name={botName}>
              <Avatar user={users.get(botUser)} id={botUser} />
              <span className={`presence presence-${bot}`} aria-hidden />
            </Entry>
          </Section>
        )}
      </div>
      <PersonSwitch {...props} />
    </nav>
  );
});

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

interface EntryProps extends Pick<SidebarProps, "open" | "unread" | "onOpen"> {
  readonly channel: Channel;
  readonly name: string;
  readonly children: ReactNode;
}

function Entry({ channel, name, open, unread, onOpen, children }: EntryProps) {
  const count = unread.get(channel.id) ?? 0;
  return (
    <li>
      <button
        type="button"
        className={count > 0 ? "place-entry place-entry-unread" : "place-entry"}
        aria-current={channel.id === open ? "page" : undefined}
        onClick={() => onOpen(channel.id)}
      >
        {children}
        {count > 0 ? (
          <Unread name={name} count={count} />
        ) : (
          <span className="entry-name">{name}</span>
        )}
      </button>
    </li>
  );
}

/** Read out in one piece: between two a browser may put a blank. */
function Unread({ name, count }: { readonly name: string; readonly count: number }) {
  const much = count > 99 ? "99+" : String(count);
  return (
    <>
      <span className="entry-name" aria-hidden>
        {name}
      </span>
      <span className="badge" aria-hidden>
        {much}
      </span>
      <span className="unseen">{`${name}, ${much} unread`}</span>
    </>
  );
}

type PersonSwitchProps = Pick<SidebarProps, "me" | "people" | "users" | "onPerson">;

function PersonSwitch({ me, people, users, onPerson }: PersonSwitchProps) {
  return (
    <div className="person">
      <Avatar user={users.get(me)} id={me} />
      <label>
        <span>You are</span>
        <select value={me} onChange={(event) => onPerson(event.target.value)}>
          {people.map((id) => (
            <option key={id} value={id}>
              {nameOf(users.get(id), id)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function isRoom(channel: Channel): boolean {
  return channel.kind !== "im";
}
