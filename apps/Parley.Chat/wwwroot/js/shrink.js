// A photograph is larger than a message may carry: it is made smaller before it is sent.

import { refusal, t } from "./i18n.js";

const longest = 2048;

/** The picture as it is if it is small enough; or a smaller one of it; throws an error for the reader if there is none. */
export async function shrink(file, limit) {
  if (file.size <= limit) {
    return file;
  }
  // A moving picture would stop moving.
  if (file.type !== "image/gif") {
    const picture = await createImageBitmap(file).catch(() => undefined);
    if (!picture) {
      throw new Error(refusal("bad_picture"));
    }
    for (let side = longest; side >= 512; side /= 2) {
      const blob = await draw(picture, side);
      if (blob && blob.size <= limit) {
        return blob;
      }
    }
  }
  throw new Error(t("pictureTooLarge", size(limit)));
}

function draw(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
}

function size(bytes) {
  return bytes >= 1 << 20 ? `${Math.round(bytes / 104_857.6) / 10} MB` : `${Math.round(bytes / 1024)} kB`;
}
