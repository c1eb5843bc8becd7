import { useCallback, useEffect, useRef } from "react";
import { PlaceView } from "../channel/PlaceView";
import { nameOf } from "../channel/words";
import { usePlay } from "../play";
import { Sidebar } from "../side/Sidebar";
import type { Channel } from "../wire";
import { Banner } from "./Banner";
import { useCovering } from "./covering";
import { Drawer } from "./Drawer";
import { useNow } from "./now";
import { PaneView } from "./PaneView";
import { type Pane, toggled } from "./panes";
import type { Places } from "./places";
import { useTheme } from "./theme";

interface FrameProps {
  readonly places: Places;
  readonly channel: Channel;
  readonly pane: Pane | null;
  readonly onPane: (change: (pane: Pane | null) => Pane | null) => void;
  readonly onPerson: (user: string) => void;
}

/** The sidebar, the place that is open, and what stands beside it. */
export function Frame({ places, channel, pane, onPane, onPerson }: FrameProps) {
  const { state } = usePlay();
  const [theme, turnTheme] = useTheme();
  const now = useNow(state);
  const main = useRef<HTMLElement>(null);
  const close = useCallback(() => onPane(() => null), [onPane]);
  const { isPhone, isDrawn, isCovered, pull, leave } = useCovering(pane !== null, close);
  const bot = nameOf(state.users.get(state.botUser), "imagebot");
  const name = channel.kind === "im" ? bot : channel.name;
  useTitle(name, places.counts);

  const { open } = places;
  const go = useCallback(
    (id: string) => {
      open(id);
      leave();
      onPane((old) => (old?.kind === "thread" ? null : old));
    },
    [open, leave, onPane],
  );
  return (
    <div className={isDrawn ? "frame frame-drawn" : "frame"}>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        Skip to the messages
      </button>
      <div className="side-slot" inert={isPhone && !isDrawn}>
        <Sidebar
          me={state.me}
          people={state.people}
          users={state.users}
          channels={places.channels}
          botUser={state.botUser}
          bot={state.world.bot}
          open={channel.id}
          unread={places.counts}
          now={now}
          onOpen={go}
          onPerson={onPerson}
        />
      </div>
      {isDrawn && <Drawer onClose={leave} />}
      <main ref={main} tabIndex={-1} inert={isCovered}>
        <Banner state={state} />
        <PlaceView
          channel={channel}
          name={name}
          theme={theme}
          turnTheme={turnTheme}
          panel={pane?.kind ?? null}
          onPanel={(kind) => onPane((old) => toggled(old, kind))}
          isDrawerOpen={isDrawn}
          onDrawer={pull}
          tab={places.tab}
          onTab={places.turn}
          mark={places.marks.get(channel.id)}
          onThread={(ts) => onPane(() => ({ kind: "thread", channel: channel.id, ts }))}
          takesFocus={places.isMoved && !isPhone}
        />
      </main>
      {pane && <PaneView key={keyOf(pane)} pane={pane} onClose={close} />}
    </div>
  );
}

function useTitle(name: string, counts: ReadonlyMap<string, number>): void {
  useEffect(() => {
    const count = [...counts.values()].reduce((sum, one) => sum + one, 0);
    document.title = `${count > 0 ? `(${count}) ` : ""}${name} - imagebot playground`;
  }, [name, counts]);
}

/** A thread is a pane of its own; the developers' panel stays whatever it shows. */
function keyOf(pane: Pane): string {
  return pane.kind === "thread" ? `${pane.channel} ${pane.ts}` : pane.kind;
}
