/** The person's channels: whether imagebot is there, and whether anybody can post. */

import { Named } from "../app/Named";
import { usePlay } from "../play";
import type { Channel, Turn } from "../wire";
import { useTurn } from "./turning";

type Act = Extract<Turn, { readonly channel: string }>["act"];

export function ChannelsSection() {
  const { state } = usePlay();
  const turn = useTurn();
  const own = state.channels.filter((channel) => channel.kind !== "im" && channel.is_member);
  return (
    <section>
      <h3>Channels</h3>
      <p className="hint">
        Watch what an alert does whose channel is archived, or which imagebot was removed from.
      </p>
      <ul className="world-channels" aria-label="Channels">
        {own.map((channel) => (
          <ChannelItem
            key={channel.id}
            channel={channel}
            onAct={(act) => turn({ act, channel: channel.id }, channel.name)}
          />
        ))}
      </ul>
    </section>
  );
}

interface Props {
  readonly channel: Channel;
  readonly onAct: (act: Act) => void;
}

function ChannelItem({ channel, onAct }: Props) {
  const { name, has_bot: hasBot, archived } = channel;
  return (
    <li className="world-row">
      <span className="channel-name">#{name}</span>
      <span className="hint">{situation(channel)}</span>
      <span className="acts">
        {!archived && (
          <button
            type="button"
            className="small-button"
            onClick={() => onAct(hasBot ? "kick" : "invite")}
          >
            {hasBot ? `Remove imagebot from #${name}` : `Invite imagebot to #${name}`}
          </button>
        )}
        <button
          type="button"
          className="small-button"
          onClick={() => onAct(archived ? "unarchive" : "archive")}
        >
          <Named shown={archived ? "Bring back" : "Archive"} rest={` #${name}`} />
        </button>
      </span>
    </li>
  );
}

function situation({ archived, has_bot: hasBot, kind }: Channel): string {
  if (archived) return "Archived";
  const where = kind === "private" ? "Private, " : "";
  return where + (hasBot ? "with imagebot" : "without imagebot");
}
