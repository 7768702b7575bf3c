"""A real browser records, and plays what readers get as it plays what came in."""

import base64
import io

import pytest

from multimedia.stripping import survey, transcribe

pytestmark = pytest.mark.journey

RECORD = """async (type) => {
  if (!MediaRecorder.isTypeSupported(type)) return null;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [320, 180];
  const brush = canvas.getContext("2d");
  let drawn = 0;
  const clock = setInterval(() => {
    brush.fillStyle = `hsl(${drawn++ * 20}, 80%, 50%)`;
    brush.fillRect(0, 0, 320, 180);
  }, 33);
  const recorder = new MediaRecorder(canvas.captureStream(30), {mimeType: type});
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise((done) => { recorder.onstop = done; });
  recorder.start(300);
  await new Promise((done) => setTimeout(done, 1500));
  recorder.stop();
  await stopped;
  clearInterval(clock);
  let text = "";
  for (const part of new Uint8Array(await new Blob(parts).arrayBuffer())) {
    text += String.fromCharCode(part);
  }
  return btoa(text);
}"""
PLAY = """async ([content, type]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const video = document.createElement("video");
  video.muted = true;
  video.src = URL.createObjectURL(new Blob([bytes], {type}));
  const ended = new Promise((done, failed) => {
    video.onended = done;
    video.onerror = () => failed(new Error(video.error.message));
  });
  await video.play();
  await ended;
  const told = [video.videoWidth, video.currentTime, video.webkitDecodedFrameCount];
  // A busy machine leaves out pictures while it plays; asked for one, it shows that one.
  const sought = new Promise((done) => { video.onseeked = done; });
  video.currentTime = told[1] / 2;
  await sought;
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d");
  brush.drawImage(video, 0, 0);
  return [...told, ...brush.getImageData(50, 50, 1, 1).data];
}"""


@pytest.mark.parametrize("kind", ["video/webm;codecs=vp8", "video/webm;codecs=vp9", "video/mp4"])
def test_stripped_recording_plays_as_the_original(browser, kind):
    page = browser.new_page()
    recorded = page.evaluate(RECORD, kind)
    if recorded is None:
        page.close()
        pytest.skip(f"this browser records no {kind}")
    source, target = io.BytesIO(base64.b64decode(recorded)), io.BytesIO()
    facts = survey(source)
    transcribe(source, target, facts.edits)
    stripped = base64.b64encode(target.getvalue()).decode()
    kind = kind.partition(";")[0]
    before, after = (page.evaluate(PLAY, [content, kind]) for content in (recorded, stripped))
    page.close()
    assert stripped != recorded
    assert before == after
    assert (facts.width, facts.height, before[0]) == (320, 180, 320)
