// A voice note from the microphone, as Ogg/Opus: what the real app sends.
import { webmToOgg } from "./ogg.js";

const FORMATS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus"];

/** Starts recording; resolves to {stop() -> Promise<File>, cancel()}; rejects where there is no microphone. */
export async function startRecording() {
  const format = window.MediaRecorder && FORMATS.find((candidate) => MediaRecorder.isTypeSupported(candidate));
  if (!format || !navigator.mediaDevices) throw new Error("this browser cannot record");
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream, { mimeType: format });
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve));
  recorder.start();
  const end = () => {
    recorder.stop();
    for (const track of stream.getTracks()) track.stop();
    return stopped;
  };
  return {
    cancel: end,
    async stop() {
      await end();
      const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
      const ogg = format.startsWith("audio/webm") ? webmToOgg(bytes) : bytes;
      return new File([ogg], "voice.ogg", { type: "audio/ogg" });
    },
  };
}
