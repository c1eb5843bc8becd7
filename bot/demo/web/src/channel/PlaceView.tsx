import { useEffect } from "react";
import { type Pane, toggled } from "../app/panes";
import type { Places } from "../app/places";
import { Tabs } from "../app/Tabs";
import { Home } from "../home/Home";
import { usePlay } from "../play";
import { openHome } from "../server";
import type { Channel } from "../wire";
import { Conversation } from "./Conversation";
import { Header } from "./Header";
import "./channel.css";

interface PlaceViewProps {
  readonly places: Places;
  readonly channel: Channel;
  readonly name: string;
  readonly pane: Pane | null;
  readonly onPane: (change: (pane: Pane | null) => Pane | null) => void;
  readonly isDrawerOpen: boolean;
  readonly onDrawer: () => void;
  readonly takesFocus: boolean;
}

/** The channel or app that is open. */
export function PlaceView(props: PlaceViewProps) {
  const { places, channel, name, pane, onPane } = props;
  return (
    <>
      <Header
        channel={channel}
        name={name}
        panel={pane?.kind ?? null}
        onPanel={(kind) => onPane((old) => toggled(old, kind))}
        isDrawerOpen={props.isDrawerOpen}
        onDrawer={props.onDrawer}
      />
      {channel.kind === "im" ? (
        <Tabs
          label="imagebot"
          chosen={places.tab}
          onChoose={places.turn}
          tabs={[
            { name: "Home", draw: () => <HomeTab /> },
            // Whoever turns from tab to tab by the arrow keys stays with the tabs.
            { name: "Messages", draw: () => <Messages {...props} takesFocus={false} /> },
          ]}
        />
      ) : (
        <Messages {...props} />
      )}
    </>
  );
}

function Messages({ places, channel, name, onPane, takesFocus }: PlaceViewProps) {
  const { run, me } = usePlay().state;
  return (
    <Conversation
      key={`${run} ${me} ${channel.id}`}
      channel={channel}
      name={name}
      mark={places.marks.get(channel.id)}
      onThread={(ts) => onPane(() => ({ kind: "thread", channel: channel.id, ts }))}
      takesFocus={takesFocus}
    />
  );
}

/** Opening it is what tells the bot to fill it. */
function HomeTab() {
  const { state, act } = usePlay();
  useEffect(() => {
    act(openHome(state.me));
  }, [state.me, act]);
  return (
    <div className="home-tab">
      <Home />
    </div>
  );
}
