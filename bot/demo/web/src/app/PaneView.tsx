import { useRef } from "react";
import { nameOf } from "../channel/words";
import { DeveloperPanel } from "../panel/DeveloperPanel";
import { usePlay } from "../play";
import { Thread } from "../thread/Thread";
import { WorldPanel } from "../world/WorldPanel";
import { useBorrowedFocus } from "./focus";
import { NARROW, PHONE, useMedia } from "./media";
import type { Pane } from "./panes";

interface PaneViewProps {
  /** How the place is called that it stands beside. */
  readonly place: string;
  readonly pane: Pane;
  readonly onClose: () => void;
}

/** What stands at the right; on a small screen it covers the rest. */
export function PaneView({ place, pane, onClose }: PaneViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const isCovering = useMedia(NARROW);
  useBorrowedFocus(() => box.current);
  return (
    <div className="pane-slot" ref={box} tabIndex={-1} role={isCovering ? "main" : undefined}>
      {isCovering && <h1 className="unseen">{place}</h1>}
      {pane.kind === "thread" && (
        <ThreadPane channel={pane.channel} ts={pane.ts} onClose={onClose} />
      )}
      {pane.kind === "developer" && <DeveloperPanel place={pane.place} onClose={onClose} />}
      {pane.kind === "world" && <WorldPanel onClose={onClose} />}
    </div>
  );
}

interface ThreadPaneProps {
  readonly channel: string;
  readonly ts: string;
  readonly onClose: () => void;
}

function ThreadPane({ channel, ts, onClose }: ThreadPaneProps) {
  const { state } = usePlay();
  const isPhone = useMedia(PHONE);
  const place = state.channels.find((one) => one.id === channel);
  if (place === undefined) return null;
  const bot = nameOf(state.users.get(state.botUser), "imagebot");
  const name = place.kind === "im" ? bot : `#${place.name}`;
  return <Thread channel={place} ts={ts} name={name} onClose={onClose} takesFocus={!isPhone} />;
}
