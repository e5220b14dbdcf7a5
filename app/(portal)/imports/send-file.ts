type Answer = { uploadId: string } | { message: string };

/** Sends a file as the body of one request, telling the bytes on their way: fetch cannot, XMLHttpRequest can. */
export function sendFile(file: File, onProgress: (sentBytes: number) => void): Promise<Answer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/uploads");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.upload.addEventListener("progress", ({ loaded }) => onProgress(loaded));
    request.addEventListener("load", () => resolve(read(request.responseText)));
    request.addEventListener("error", () =>
      resolve({ message: "The connection broke before the file had arrived. Nothing was kept: upload it again." }),
    );
    request.send(file);
  });
}

function read(text: string): Answer {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null) {
      if ("uploadId" in body && typeof body.uploadId === "string") return { uploadId: body.uploadId };
      if ("message" in body && typeof body.message === "string") return { message: body.message };
    }
  } catch {
    // falls through: the answer was not ours
  }
  return { message: "The server gave no answer that can be read. Nothing was kept: upload the file again." };
}
