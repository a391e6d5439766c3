// node read_feed.mjs URL [ETAG]: what ical.js sees at the address, as JSON; as Thunderbird asks it.
import ICAL from "ical.js";

const [url, etag] = process.argv.slice(2);
const answer = await fetch(url, { headers: etag ? { "If-None-Match": etag } : {} });
const text = await answer.text();
const calendar = answer.status === 200 ? new ICAL.Component(ICAL.parse(text)) : null;
const events = (calendar?.getAllSubcomponents("vevent") ?? []).map((each) => {
  const event = new ICAL.Event(each);
  return { uid: event.uid, title: event.summary, day: event.startDate.toString() };
});
console.log(JSON.stringify({ status: answer.status, etag: answer.headers.get("ETag"), events }));
