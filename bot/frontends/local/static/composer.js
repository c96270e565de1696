// Typing with completion of commands, photos by button, drop or paste. What the server has not taken stays here:
// a line that could not be sent is kept, over a reload too, and sent again under the same id: it never arrives twice.
export default {
  template: `
    <form class="composer" @submit.prevent="send">
      <ul v-if="matches.length" class="completion" role="listbox" id="completion">
        <li v-for="(match, index) in matches" :key="match.line" role="option" :aria-selected="index === chosen"
            :class="{ chosen: index === chosen }" @mousedown.prevent="take(match)" @mousemove="chosen = index">
          <code>{{ match.shown }}</code><span>{{ match.help }}</span>
        </li>
      </ul>
      <button v-if="failed" type="button" class="again" @click="retry">{{ words.retry }}</button>
      <div v-if="total" class="sending" role="status">
        <div class="track"><div class="fill" :style="{ width: percent + '%' }"></div></div>
        <span>{{ words.sending.replace('{done}', Math.min(done + 1, total)).replace('{total}', total) }}</span>
      </div>
      <button type="button" class="newest" :aria-label="words.newest" :title="words.newest" @click="toEnd"></button>
      <div class="line">
        <button type="button" class="attach" :aria-label="words.attach" :title="words.attach" @click="$refs.files.click()"></button>
        <button v-if="canRecord" type="button" class="voice" :class="{ on: recorder }" :aria-pressed="!!recorder"
                :aria-label="recorder ? words.stop : words.record" :title="recorder ? words.stop : words.record" @click="record"></button>
        <input ref="files" type="file" accept="image/*,.heic,.heif,audio/*,video/*" multiple hidden aria-hidden="true" tabindex="-1" @change="picked">
        <textarea ref="text" v-model="text" rows="1" :placeholder="narrow ? words['placeholder-short'] : words.placeholder" :aria-label="words.placeholder"
                  aria-autocomplete="list" :aria-controls="matches.length ? 'completion' : null" autocomplete="off" enterkeyhint="send" maxlength="4000"
                  @keydown="key" @input="typed" @paste="pasted"></textarea>
        <button type="submit" class="submit" :disabled="!text.trim()" :aria-label="words.send" :title="words.send"></button>
      </div>
      <Teleport to="body"><div v-if="dragging" class="dropzone"><div>{{ words.drop }}</div></div></Teleport>
    </form>`,
  props: { commands: Array, words: Object },
  data: () => ({ narrow: false, recorder: null, canRecord: false, text: "", chosen: 0, closed: false, failed: false, unsent: [], busy: false, dragging: false, done: 0, total: 0, part: 0 }),
  computed: {
    matches() {
      const typed = /^\/(\S*)( (.*))?$/.exec(this.text);
      if (!typed || this.closed) return [];
      const name = typed[1].toLowerCase();
      if (typed[2] === undefined)
        return this.commands
          .filter((command) => command.name.startsWith(name))
          .map(({ name, usage, help }) => ({ line: "/" + name + (usage.includes(" ") ? " " : ""), shown: usage, help }));
      const value = typed[3].toLowerCase();
      const choices = this.commands.find((command) => command.name === name)?.choices || [];
      return choices
        .filter((choice) => [choice.value, choice.label].some((text) => text.toLowerCase().includes(value)))
        .map((choice) => ({ line: "/" + name + " " + choice.value, shown: choice.value, help: choice.label }));
    },
    percent() {
      return this.total ? (100 * (this.done + this.part)) / this.total : 0;
    },
  },
  watch: {
    text(text) {
      sessionStorage.setItem("draft", text);
    },
    unsent: {
      deep: true,
      handler: (unsent) => sessionStorage.setItem("unsent", JSON.stringify(unsent.filter((each) => !each.file))),
    },
  },
  mounted() {
    const listen = (name, then) => window.addEventListener(name, then);
    const hasFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
    listen("dragenter", (event) => hasFiles(event) && (this.dragging = true));
    listen("dragover", (event) => hasFiles(event) && event.preventDefault());
    listen("dragleave", (event) => event.relatedTarget || (this.dragging = false));
    listen("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.dragging = false;
      this.add([...event.dataTransfer.files]);
    });
    // On a phone the long hint would be cut off.
    const small = matchMedia("(max-width: 520px)");
    this.narrow = small.matches;
    small.addEventListener("change", () => (this.narrow = small.matches));
    // Browsers give a microphone to pages of this machine or over HTTPS only; elsewhere there is no button.
    this.canRecord = !!(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
    listen("online", () => this.retry());
    listen("talk:say", (event) => this.say(event.detail));
    // After a restart of the bot the page loads anew: what was typed or not yet taken is still here.
    this.text = sessionStorage.getItem("draft") || "";
    this.unsent = JSON.parse(sessionStorage.getItem("unsent") || "[]");
    this.$nextTick(this.grow);
    this.retry();
    if (matchMedia("(hover: hover)").matches) this.$refs.text.focus();
  },
  methods: {
    key(event) {
      if (event.isComposing) return; // Enter chooses a word in Chinese and Japanese input
      const steps = { ArrowDown: 1, ArrowUp: -1 };
      if (this.matches.length && event.key in steps) {
        event.preventDefault();
        this.chosen = (this.chosen + steps[event.key] + this.matches.length) % this.matches.length;
        this.$nextTick(() => this.$el.querySelector(".completion .chosen").scrollIntoView({ block: "nearest" }));
      } else if (this.matches.length && event.key === "Tab") {
        event.preventDefault();
        this.take(this.matches[this.chosen]);
      } else if (event.key === "Escape") {
        this.closed = true;
      } else if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        const whole = this.matches.some((match) => match.line.trim() === this.text.trim());
        if (this.matches.length && !whole) this.take(this.matches[this.chosen]);
        else this.send();
      }
    },
    take(match) {
      this.text = match.line;
      this.closed = !match.line.endsWith(" ");
      this.chosen = 0;
      this.$refs.text.focus();
      this.$nextTick(this.grow);
    },
    typed() {
      this.closed = false;
      this.chosen = 0;
      this.grow();
    },
    grow() {
      const area = this.$refs.text;
      area.style.height = "auto";
      area.style.height = Math.min(area.scrollHeight, 160) + "px";
    },
    send() {
      const text = this.text.trim();
      if (!text) return;
      this.text = "";
      this.closed = false;
      this.$nextTick(this.grow);
      this.say(text);
    },
    say(text) {
      this.unsent.push({ id: this.id(), body: text });
      this.push();
      this.toEnd();
    },
    picked(event) {
      this.add([...event.target.files]);
      event.target.value = "";
    },
    pasted(event) {
      const files = [...(event.clipboardData?.files || [])];
      if (files.length) event.preventDefault();
      this.add(files);
    },
    async record() {
      if (this.recorder) return this.recorder.stop();
      let stream;
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      } catch {
        return; // no microphone, or the person said no: the browser has told them
      }
      const type = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"].find((each) => MediaRecorder.isTypeSupported(each));
      const parts = [];
      this.recorder = new MediaRecorder(stream, type ? { mimeType: type } : {});
      this.recorder.ondataavailable = (event) => event.data.size && parts.push(event.data);
      this.recorder.onstop = () => {
        stream.getTracks().forEach((track) => track.stop());
        const kind = (this.recorder.mimeType || "audio/webm").split(";")[0];
        this.recorder = null;
        if (parts.length) this.add([new File(parts, "voice." + kind.split("/")[1], { type: kind })]);
      };
      this.recorder.start();
    },
    add(files) {
      if (!files.length) return;
      this.unsent.push(...files.map((file) => ({ id: this.id(), file })));
      this.total += files.length;
      this.push();
      this.toEnd();
    },
    retry() {
      if (this.unsent.length) this.push();
    },
    async push() {
      if (this.busy) return;
      this.busy = true;
      this.failed = false;
      while (this.unsent.length) {
        const next = this.unsent[0];
        const status = await (next.file ? this.upload(next) : this.post(next));
        if (status === 0 || status >= 500) {
          this.failed = true;
          break;
        }
        this.unsent.shift();
        if (next.file) this.done += 1;
        this.part = 0;
      }
      this.busy = false;
      if (!this.unsent.some((each) => each.file)) this.done = this.total = 0;
    },
    async post(next) {
      try {
        return (await fetch("/say?id=" + next.id, { method: "POST", body: next.body })).status;
      } catch {
        return 0;
      }
    },
    upload(next) {
      return new Promise((resolve) => {
        const request = new XMLHttpRequest(); // fetch does not tell how far an upload is
        const query = new URLSearchParams({ id: next.id, name: next.file.name });
        request.open("POST", "/upload?" + query);
        request.setRequestHeader("Content-Type", next.file.type || "application/octet-stream");
        request.upload.onprogress = (event) => (this.part = event.total ? event.loaded / event.total : 0);
        request.onloadend = () => resolve(request.status);
        request.send(next.file);
      });
    },
    toEnd() {
      window.dispatchEvent(new Event("talk:end"));
    },
    id() {
      return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    },
  },
};
