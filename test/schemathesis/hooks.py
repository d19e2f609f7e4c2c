"""What a format of ours looks like, so that schemathesis sends values that mean something."""

import base64

import schemathesis
from hypothesis import strategies as st

names = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=40)

schemathesis.openapi.format("cursor", names.map(lambda name: base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")))
schemathesis.openapi.format("etag", st.from_regex(r'("[!#-~]{1,40}"|[*])', fullmatch=True))
