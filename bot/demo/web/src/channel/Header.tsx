import { Icon, type IconName } from "../app/icons";
import type { Theme } from "../app/theme";
import type { Channel } from "../wire";

export interface HeaderProps {
  readonly channel: Channel;
  readonly name: string;
  readonly theme: Theme;
  readonly turnTheme: () => void;
  /** Which panel is open. */
  readonly panel: string | null;
  readonly onPanel: (kind: "developer" | "world") => void;
  readonly isDrawerOpen: boolean;
  readonly onDrawer: () => void;
}

/** Where one is, and what stands beside it. */
export function Header(props: HeaderProps) {
  const { channel, name, theme, panel, onPanel } = props;
  const other = theme === "dark" ? "light" : "dark";
  return (
    <header className="place-head">
      <button
        type="button"
        className="plain drawer-button"
        aria-expanded={props.isDrawerOpen}
        onClick={props.onDrawer}
      >
        <Icon name="menu" />
        <span className="unseen">Channels</span>
      </button>
      <div className="place-title">
        {channel.kind !== "im" && <Icon name={channel.kind === "private" ? "lock" : "hash"} />}
        <h1>{name}</h1>
        {channel.kind === "im" && (
          <span className="app" aria-hidden>
            APP
          </span>
        )}
        {!channel.has_bot && <span className="place-note">imagebot is not in this channel</span>}
        {channel.archived && <span className="place-note">Archived</span>}
      </div>
      <div className="place-tools">
        <Tool
          icon="globe"
          label="World"
          isOpen={panel === "world"}
          onPress={() => onPanel("world")}
        />
        <Tool
          icon="code"
          label="Developer"
          isOpen={panel === "developer"}
          onPress={() => onPanel("developer")}
        />
        <button
          type="button"
          className="plain"
          title={`Switch to ${other}`}
          onClick={props.turnTheme}
        >
          <Icon name={theme === "dark" ? "sun" : "moon"} />
          <span className="unseen">Switch to {other}</span>
        </button>
      </div>
    </header>
  );
}

interface ToolProps {
  readonly icon: IconName;
  readonly label: string;
  readonly isOpen: boolean;
  readonly onPress: () => void;
}

function Tool({ icon, label, isOpen, onPress }: ToolProps) {
  return (
    <button type="button" className="tool" aria-expanded={isOpen} onClick={onPress}>
      <Icon name={icon} />
      <span className="tool-label">{label}</span>
    </button>
  );
}
