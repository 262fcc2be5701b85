"""What reviews keep about people: the reviews themselves stand on the timeline, which declares its own."""

from nabiz.privacy.register import declare

declare("reviews_feed", whose="nobody")
declare("reviews_site", whose="nobody")
declare("reviews_reply", whose="nobody")
