// The official MJML: MJML documents on stdin, their HTML on stdout.
import { readFileSync } from 'node:fs';
import mjml2html from 'mjml';

const documents = JSON.parse(readFileSync(0, 'utf8'));
const options = { fonts: {}, keepComments: true, validationLevel: 'strict' };
process.stdout.write(JSON.stringify(documents.map(document => mjml2html(document, options).html)));
