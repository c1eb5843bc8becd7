import { Icon } from "../app/icons";
import type { Channel } from "../wire";
import "./welcome.css";

/** Where somebody who opens the page finds the first words. */
const ENTRANCE = "ml-images";

const TRY: readonly (readonly [string, string])[] = [
  ["/images find pytorch arch=AARCH64", "images by their words and their architecture"],
  ["/images failed", "images that could not be built or saved, and why"],
  ["/images groups", "images by their names"],
  ["/images subscribe", "tell this channel of every image that fails"],
  ["/images help", "all that imagebot understands"],
];

interface BeginningProps {
  readonly channel: Channel;
  readonly isEmpty: boolean;
  /** Puts a text into the composer. */
  readonly onTry: (text: string) => void;
}

/** What stands above the first message of a place. */
export function Beginning({ channel, isEmpty, onTry }: BeginningProps) {
  if (channel.name === ENTRANCE && isEmpty) return <Welcome onTry={onTry} />;
  return (
    <div className="beginning">
      <h2>
        {channel.kind === "im" ? (
          "imagebot"
        ) : (
          <>
            <Icon name={channel.kind === "private" ? "lock" : "hash"} /> {channel.name}
          </>
        )}
      </h2>
      <p>{first(channel)}</p>
    </div>
  );
}

function first(channel: Channel): string {
  if (channel.kind === "im") {
    return "imagebot is an app that finds the container images of ModelArts. Write /images help to see what it can do.";
  }
  if (!channel.has_bot) {
    return "imagebot is not in this channel. Its commands work all the same, and only you see the answers.";
  }
  return `This is the very beginning of the ${channel.name} channel.`;
}

function Welcome({ onTry }: Pick<BeginningProps, "onTry">) {
  return (
    <section className="welcome" aria-labelledby="welcome">
      <h2 id="welcome">Try imagebot here</h2>
      <p>
        imagebot finds the container images of a ModelArts project and tells a channel when one of
        them fails. The bot is the real one. The workspace around it and the images are made up,
        and nothing leaves this machine.
      </p>
      <p>Type a command in the field below, or begin with one of these:</p>
      <ul>
        {TRY.map(([command, meaning]) => (
          <li key={command}>
            <button type="button" className="try" onClick={() => onTry(command)}>
              {command}
            </button>
            <span>{meaning}</span>
          </li>
        ))}
      </ul>
      <p>
        With World you let an image fail or ModelArts go down. With Developer you see every request
        and what was answered.
      </p>
    </section>
  );
}
