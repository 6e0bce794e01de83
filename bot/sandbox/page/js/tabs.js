// Arrow keys, Home and End move between the tabs of a tablist and open the one they reach.

export function moveBetweenTabs(event) {
  const list = event.currentTarget.closest("[role=tablist]");
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const at = tabs.indexOf(event.currentTarget);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const next = tabs[(to + tabs.length) % tabs.length];
  next.focus();
  next.click();
}
