import { nameOf } from "../channel/words";
import { usePlay } from "../play";
import type { User } from "../wire";
import { Icon } from "./icons";

const HUES = 4;

/** A coloured square with an initial; the bot has its own sign.  The name stands beside it. */
export function Avatar({ user, id }: { readonly user: User | undefined; readonly id: string }) {
  const isBot = usePlay().state.botUser === id;
  const hue = [...id].reduce((sum, char) => sum + char.charCodeAt(0), 0) % HUES;
  return (
    <span className={isBot ? "avatar avatar-bot" : `avatar avatar-${hue}`} aria-hidden>
      {isBot ? <Icon name="box" /> : nameOf(user, id).slice(0, 1).toUpperCase()}
    </span>
  );
}
