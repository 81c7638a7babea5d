/* Simple lines on 24 by 24. */

const PATHS = {
  send: "M12 19V5M5 12l7-7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  anew: "M12 5v14M5 12h14",
  larger: "M14 4h6v6M10 20H4v-6M20 4l-6 6M4 20l6-6",
  smaller: "M20 10h-6V4M4 14h6v6M14 10l6-6M10 14l-6 6",
  down: "M12 5v14M19 12l-7 7-7-7",
};

export function Icon({ name }) {
  return <svg viewBox="0 0 24 24" aria-hidden="true"><path d={PATHS[name]} /></svg>;
}

export function IconButton({ name, label, ...rest }) {
  return <button type="button" class="icon" aria-label={label} title={label} {...rest}><Icon name={name} /></button>;
}
