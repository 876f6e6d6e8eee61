// What yaml-language-server, which VS Code's YAML extension runs, says of files as they are opened: faults, and what it offers.
// In: [{uri, text, at?: {line, character}}]; out: [{faults: [{line, message}], offers: [label]}], in the same order.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const files = JSON.parse(readFileSync(0, 'utf8'));
const program = fileURLToPath(import.meta.resolve('yaml-language-server/bin/yaml-language-server'));
const server = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const settings = { validate: true, completion: true, hover: true, schemaStore: { enable: false } };
const answered = new Map();
const judged = new Map();
let unread = Buffer.alloc(0);
let asked = 0;

function write(message) {
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
  server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
  server.stdin.write(body);
}

const notify = (method, params) => write({ method, params });
const request = (method, params) => new Promise((done) => {
  asked += 1;
  answered.set(asked, done);
  write({ id: asked, method, params });
});
const faultsOf = (uri) => new Promise((done) => judged.set(uri, done));

function take(message) {
  if (message.method === 'workspace/configuration') {
    const result = message.params.items.map((item) => (item.section === 'yaml' ? settings : {}));
    write({ id: message.id, result });
  } else if (message.method === 'textDocument/publishDiagnostics') {
    judged.get(message.params.uri)?.(message.params.diagnostics);
  } else if (message.method && message.id !== undefined) {
    write({ id: message.id, result: null });
  } else if (message.id !== undefined) {
    answered.get(message.id)?.(message.result);
  }
}

server.stdout.on('data', (data) => {
  unread = Buffer.concat([unread, data]);
  for (let head = unread.indexOf('\r\n\r\n'); head >= 0; head = unread.indexOf('\r\n\r\n')) {
    const end = head + 4 + Number(/Content-Length: (\d+)/i.exec(unread.subarray(0, head))[1]);
    if (unread.length < end) return;
    const message = JSON.parse(unread.subarray(head + 4, end));
    unread = unread.subarray(end);
    take(message);
  }
});

const snippets = { completion: { completionItem: { snippetSupport: true } } };
await request('initialize', {
  processId: process.pid, rootUri: null, capabilities: { textDocument: snippets, workspace: { configuration: true } },
});
notify('initialized', {});
notify('workspace/didChangeConfiguration', { settings: { yaml: settings } });
const answers = [];
for (const { uri, text, at } of files) {
  const found = faultsOf(uri);
  notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
  const faults = (await found).map((one) => ({ line: one.range.start.line + 1, message: one.message }));
  const offered = at ? await request('textDocument/completion', { textDocument: { uri }, position: at }) : null;
  answers.push({ faults, offers: (offered?.items ?? []).map((one) => one.label) });
}
console.log(JSON.stringify(answers));
server.kill();
process.exit(0);
