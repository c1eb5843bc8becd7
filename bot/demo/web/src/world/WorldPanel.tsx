/** What a visitor can break, and mend again: time, images, ModelArts, Slack, the bot, channels. */

import { Pane } from "../panel/Pane";
import { ChannelsSection } from "./ChannelsSection";
import { ImagesSection } from "./ImagesSection";
import { BotSection, ModelArtsSection, SlackSection } from "./ServiceSections";
import { TimeSection } from "./TimeSection";
import "./world.css";

interface Props {
  readonly onClose: () => void;
}

export function WorldPanel({ onClose }: Props) {
  return (
    <Pane name="World" close="Close world" onClose={onClose}>
      <p className="hint">
        Break what you like: all of it is made up, and imagebot does not know that.
      </p>
      <TimeSection />
      <ImagesSection />
      <ModelArtsSection />
      <SlackSection />
      <BotSection />
      <ChannelsSection />
    </Pane>
  );
}
