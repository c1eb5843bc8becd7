import { useEffect } from "react";
import { EMPTY, useDrafts } from "../composer/drafts";
import { Home } from "../home/Home";
import { usePlay } from "../play";
import { openHome } from "../server";
import { Conversation } from "./Conversation";
import { Header, type HeaderProps } from "./Header";
import { type Tab, Tabs } from "./Tabs";
import "./channel.css";

interface PlaceViewProps extends HeaderProps {
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
  readonly mark: string | undefined;
  readonly onThread: (ts: string) => void;
  readonly takesFocus: boolean;
}

/** The channel or app that is open. */
export function PlaceView(props: PlaceViewProps) {
  const { channel, name, tab } = props;
  const [drafts, redraft] = useDrafts();
  const conversation = (
    <Conversation
      key={channel.id}
      channel={channel}
      name={name}
      mark={props.mark}
      draft={drafts.get(channel.id) ?? EMPTY}
      onDraft={(change) => redraft(channel.id, change)}
      onThread={props.onThread}
      // Whoever turns from tab to tab by the arrow keys stays with the tabs.
      takesFocus={props.takesFocus && channel.kind !== "im"}
    />
  );
  return (
    <>
      <Header {...props} />
      {channel.kind === "im" ? (
        <Tabs open={tab} onOpen={props.onTab}>
          {tab === "Home" ? <HomeTab /> : conversation}
        </Tabs>
      ) : (
        conversation
      )}
    </>
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
