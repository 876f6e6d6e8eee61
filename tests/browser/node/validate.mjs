// html-validate: HTML documents on stdin, for each the list of what is wrong on stdout.
import { readFileSync } from 'node:fs';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';

// Every rule but those that no letter can follow; each with its reason.
const config = {
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    'no-inline-style': 'off', // mail programs drop style sheets
    'no-deprecated-attr': 'off', // Outlook lays out with align, bgcolor, border, cellpadding and width
    'no-conditional-comment': 'off', // Outlook's own view stands in them
    'prefer-tbody': 'off', // MJML's tables for Outlook have none
    'prefer-native-element': 'off', // Gmail keeps a div with a role and drops an article
    'element-name': ['error', { blacklist: [], whitelist: ['xml'] }], // Outlook's settings, in its own view
    'element-case': ['error', { style: ['lowercase', 'pascalcase', 'camelcase'] }], // o:OfficeDocumentSettings
  },
};
const asked = new HtmlValidate(new StaticConfigLoader(config));
const documents = JSON.parse(readFileSync(0, 'utf8'));
const faults = documents.map(document => {
  const report = asked.validateStringSync(document);
  return report.results.flatMap(result => result.messages)
    .map(message => `${message.ruleId} ${message.line}:${message.column} ${message.message} ${message.selector ?? ''}`);
});
process.stdout.write(JSON.stringify(faults));
