import { Icon, type IconName } from "../app/icons";
import { useTheme } from "../app/theme";
import type { Channel } from "../wire";

interface HeaderProps {
  readonly channel: Channel;
  readonly name: string;
  /** Which panel is open. */
  readonly panel: string | null;
  readonly onPanel: (kind: "developer" | "world") => void;
  readonly isDrawerOpen: boolean;
  readonly onDrawer: () => void;
}

/** Where one is, and what stands beside it. */
export function Header({ channel, name, panel, onPanel, isDrawerOpen, onDrawer }: HeaderProps) {
  return (
    <header className="place-head">
      <button
        type="button"
        className="plain drawer-button"
        aria-expanded={isDrawerOpen}
        onClick={onDrawer}
      >
        <Icon name="menu" />
        <span className="unseen">Channels</span>
      </button>
      <Title channel={channel} name={name} />
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
        <ThemeSwitch />
      </div>
    </header>
  );
}

function Title({ channel, name }: Pick<HeaderProps, "channel" | "name">) {
  const isDirect = channel.kind === "im";
  return (
    <div className="place-title">
      {!isDirect && <Icon name={channel.kind === "private" ? "lock" : "hash"} />}
      <h1>{name}</h1>
      {isDirect && (
        <span className="app" aria-hidden>
          APP
        </span>
      )}
      {!channel.has_bot && <span className="place-note">imagebot is not in this channel</span>}
      {channel.archived && <span className="place-note">Archived</span>}
    </div>
  );
}

function ThemeSwitch() {
  const [theme, turn] = useTheme();
  const other = theme === "dark" ? "light" : "dark";
  return (
    <button type="button" className="plain" title={`Switch to ${other}`} onClick={turn}>
      <Icon name={theme === "dark" ? "sun" : "moon"} />
      <span className="unseen">Switch to {other}</span>
    </button>
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
