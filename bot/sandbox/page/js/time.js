// The training clock is one for everybody and stands in Vietnam, where the hotline's 08:00 is.

const ZONE = "Asia/Ho_Chi_Minh";
const OFFSET_S = 7 * 3600;
const DAY_S = 86_400;

const CLOCK = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hour12: false });
const DATE = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, day: "2-digit", month: "2-digit", year: "numeric" });

/** 08:05 */
export const clockTime = (seconds) => CLOCK.format(new Date(seconds * 1000));

/** 08:05 · 20/11/2026 */
export const clockAndDate = (seconds) => `${clockTime(seconds)} · ${DATE.format(new Date(seconds * 1000))}`;

/** Seconds from `now` to the next 08:00 in Vietnam; a whole day when it is 08:00 just now. */
export function untilMorning(now) {
  const sinceMorning = (now + OFFSET_S - 8 * 3600) % DAY_S;
  return DAY_S - sinceMorning;
}
