import { type KeyboardEvent, type RefObject, useEffect, useId } from "react";
import { Icon } from "../app/icons";
import { usePlay } from "../play";
import { say } from "../server";
import type { Channel } from "../wire";
import { CommandHint, CommandList, optionId } from "./CommandList";
import { begun } from "./commands";
import type { Draft, Redraft } from "./drafts";
import { recalled, remembered } from "./history";
import { excess, tooLong } from "./length";
import { type Offer, useOffer } from "./offer";
import "./composer.css";

/** Lines that are seen at a time. */
const TALLEST = 10;

interface ComposerProps {
  readonly channel: Channel;
  /** Its accessible name and what an empty field shows. */
  readonly label: string;
  /** The `ts` of the thread it writes to. */
  readonly thread?: string;
  readonly draft: Draft;
  readonly onDraft: Redraft;
  readonly onSent?: () => void;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** Take the keyboard at once. */
  readonly takesFocus: boolean;
}

/** The field one writes into: messages, and slash commands with what completes them. */
export function Composer(props: ComposerProps) {
  const { channel, draft, onDraft, field } = props;
  const { state } = usePlay();
  const id = useId();
  const write = (text: string) => onDraft((old) => ({ ...old, text }));
  const offer = useOffer(draft.text, state.commands, write);
  const send = useSend(props);
  const begin = () => {
    write("/");
    field.current?.focus();
  };
  const hint = begun(draft.text, state.commands);
  const problem = tooLong(excess(draft.text));
  return (
    <div className="composer">
      {channel.archived && (
        <p className="composer-note">
          You are viewing <b>{channel.name}</b>, an archived channel. Nobody can write here.
        </p>
      )}
      <CommandList id={id} offer={offer} />
      {hint && <CommandHint command={hint} />}
      <div className="composer-box">
        <Field {...props} id={id} offer={offer} write={write} send={send} isTooLong={!!problem} />
        {problem && (
          <p id={`${id}-problem`} className="composer-problem">
            {problem}
          </p>
        )}
        <Foot
          isDisabled={channel.archived}
          isEmpty={draft.text.trim() === ""}
          begin={begin}
          send={send}
        />
      </div>
    </div>
  );
}

interface FieldProps extends ComposerProps {
  /** Of the list of commands. */
  readonly id: string;
  readonly offer: Offer;
  readonly write: (text: string) => void;
  readonly send: () => void;
  readonly isTooLong: boolean;
}

function Field(props: FieldProps) {
  const { channel, label, draft, onDraft, field, takesFocus, id, offer, isTooLong } = props;
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [takesFocus, field]);
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || offer.onKey(event)) return;
    if (isSending(event)) {
      event.preventDefault();
      props.send();
    } else {
      recall(event, draft, onDraft);
    }
  };
  const chosen = offer.commands[offer.at];
  return (
    <textarea
      ref={field}
      aria-label={label}
      placeholder={label}
      aria-autocomplete="list"
      aria-controls={chosen && id}
      aria-activedescendant={chosen && optionId(id, chosen)}
      aria-invalid={isTooLong || undefined}
      aria-describedby={isTooLong ? `${id}-problem` : undefined}
      rows={Math.min(draft.text.split("\n").length, TALLEST)}
      value={draft.text}
      disabled={channel.archived}
      onChange={(event) => props.write(event.target.value)}
      onKeyDown={onKey}
      onBlur={offer.hide}
      autoComplete="off"
    />
  );
}

interface FootProps {
  readonly isDisabled: boolean;
  readonly isEmpty: boolean;
  readonly begin: () => void;
  readonly send: () => void;
}

function Foot({ isDisabled, isEmpty, begin, send }: FootProps) {
  return (
    <div className="composer-foot">
      <button
        type="button"
        className="plain"
        title="Run a command"
        disabled={isDisabled}
        onClick={begin}
      >
        <Icon name="slash" />
        <span className="unseen">Run a command</span>
      </button>
      <button
        type="button"
        className="send"
        title="Send"
        disabled={isDisabled || isEmpty}
        onClick={send}
      >
        <Icon name="send" />
        <span className="unseen">Send</span>
      </button>
    </div>
  );
}

/** Sends what stands in the field and empties it; what was refused comes back or stays there. */
function useSend({ channel, thread, draft, onDraft, onSent, field }: ComposerProps) {
  const { state, act, announce } = usePlay();
  return async () => {
    // A blank before a slash is how Slack lets one write a command as text.
    const text = draft.text.trimEnd();
    if (text === "" || channel.archived) return;
    const problem = tooLong(excess(text));
    if (problem) return announce(`This was not sent. It is ${problem}`);
    onDraft((old) => ({ text: "", history: remembered(old.history, text) }));
    onSent?.();
    field.current?.focus();
    const done = await act(say(state.me, channel.id, text, thread));
    if (done === null) onDraft((old) => (old.text === "" ? { ...old, text } : old));
  };
}

function isSending(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !event.shiftKey;
}

/** The arrow keys call back what was sent before. */
function recall(event: KeyboardEvent, draft: Draft, onDraft: Redraft): void {
  const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  const found = by === 0 ? null : recalled(draft.history, draft.text, by);
  if (found === null) return;
  event.preventDefault();
  onDraft(() => found);
}
