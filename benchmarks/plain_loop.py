"""What a script of twenty lines does: a request a letter, nothing remembered. ``python -m benchmarks.plain_loop DIR HOST``"""

import base64
import http.client
import json
import sys
from pathlib import Path

from benchmarks.workspaces import ISSUE
from newsletter import source
from newsletter.letter import fill
from newsletter.letter.compile import compile_content
from newsletter.model.recipients import roster

directory, host = Path(sys.argv[1]), sys.argv[2]
reading = source.require_valid(source.read(directory, [ISSUE]))
settings = reading.settings.settings
content = compile_content(reading.issue(ISSUE).issue, settings, directory)
connection = http.client.HTTPConnection(host)
for addressee in roster(reading.recipients.recipients).addressees:
    letter = fill(content, addressee)
    parts = [("text/plain", letter.text), ("text/html", letter.html)]
    images = [
        {
            "content": base64.b64encode(image.data).decode(),
            "content_id": image.cid,
            "disposition": "inline",
            "filename": image.filename,
            "type": image.media_type,
        }
        for image in letter.images
    ]
    body = {
        "personalizations": [{"to": [{"email": addressee.address.wire}]}],
        "from": {"email": settings.sender.email.wire, "name": settings.sender.name},
        "subject": letter.subject,
        "content": [{"type": kind, "value": value} for kind, value in parts if value],
        **({"attachments": images} if images else {}),
    }
    headers = {"Authorization": "Bearer SG.benchmark", "Content-Type": "application/json"}
    connection.request("POST", "/v3/mail/send", json.dumps(body), headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 202, answer.status
