/** Any element of Block Kit, by its type. */

import type { Json } from "../../wire";
import { label, text } from "../json";
import { Picture } from "../Picture";
import { Note } from "../Trouble";
import { Button } from "./Button";
import { Checkboxes, Radios } from "./Choices";
import type { ElementProps } from "./field";
import { Menu } from "./Menu";
import { Overflow } from "./Overflow";
import { Picker } from "./Pickers";
import { TextInput } from "./TextInput";
import { Typeahead } from "./Typeahead";

type Drawn = (props: ElementProps) => React.ReactNode;

const menu: Drawn = (props) => <Menu {...props} />;
const typeahead: Drawn = (props) => <Typeahead {...props} />;
const words: Drawn = (props) => <TextInput {...props} />;

const KINDS: { readonly [type: string]: Drawn } = {
  button: ({ block, element }) => <Button block={block} element={element} />,
  workflow_button: ({ element }) => <WorkflowButton element={element} />,
  overflow: ({ block, element }) => <Overflow block={block} element={element} />,
  image: ({ element }) => <Picture alt={text(element, "alt_text")} small />,
  static_select: menu,
  users_select: menu,
  conversations_select: menu,
  channels_select: menu,
  external_select: typeahead,
  multi_static_select: typeahead,
  multi_external_select: typeahead,
  multi_users_select: typeahead,
  multi_conversations_select: typeahead,
  multi_channels_select: typeahead,
  datepicker: (props) => <Picker kind="datepicker" {...props} />,
  timepicker: (props) => <Picker kind="timepicker" {...props} />,
  datetimepicker: (props) => <Picker kind="datetimepicker" {...props} />,
  radio_buttons: (props) => <Radios {...props} />,
  checkboxes: (props) => <Checkboxes {...props} />,
  plain_text_input: words,
  email_text_input: words,
  url_text_input: words,
  number_input: words,
  rich_text_input: words,
  file_input: () => <Note>Files cannot be chosen in the playground.</Note>,
};

export function Element(props: ElementProps) {
  const type = text(props.element, "type");
  const drawn = KINDS[type];
  return drawn === undefined ? (
    <Note>An element of type “{type}” is not drawn.</Note>
  ) : (
    drawn(props)
  );
}

function WorkflowButton({ element }: { readonly element: Json }) {
  return (
    <button
      type="button"
      className="push"
      disabled
      title="Workflows do not run in the playground."
    >
      {label(element, "text")}
    </button>
  );
}
