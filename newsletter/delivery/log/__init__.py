"""The send log: how it is opened, what it holds, how it is copied, and whether it may send to people."""

from newsletter.delivery.log.contents import SentForm, content_record, read_sent_content, sent_forms
from newsletter.delivery.log.copies import Comparison, back_up, compare_with_copy, prepare_copy, put_copy_in_place
from newsletter.delivery.log.permission import (
    has_moved,
    read_history,
    receipts_ahead,
    record_adoption,
    refuse_unless_allowed,
    this_site,
    unknown_receipts,
)
from newsletter.delivery.log.receipts import Receipt, add_receipt, end_receipt, move_mark, read_receipts, receipt_names
from newsletter.delivery.log.records import Audience, DeliveryEvent, EntitledAssociation, Run
from newsletter.delivery.log.rows import AddresseeKey, addressee_key, hash_address
from newsletter.delivery.log.send_log import SendLog, open_log, place_warning, sqlite_path, timestamp

__all__ = [
    "AddresseeKey",
    "Audience",
    "Comparison",
    "DeliveryEvent",
    "EntitledAssociation",
    "Receipt",
    "Run",
    "SendLog",
    "SentForm",
    "add_receipt",
    "addressee_key",
    "back_up",
    "compare_with_copy",
    "content_record",
    "end_receipt",
    "has_moved",
    "hash_address",
    "move_mark",
    "open_log",
    "place_warning",
    "prepare_copy",
    "put_copy_in_place",
    "read_history",
    "read_receipts",
    "read_sent_content",
    "receipt_names",
    "receipts_ahead",
    "record_adoption",
    "refuse_unless_allowed",
    "sent_forms",
    "sqlite_path",
    "this_site",
    "timestamp",
    "unknown_receipts",
]
