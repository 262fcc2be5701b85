"""Brand colours in mails: readable in both themes, whatever the brand."""

import pytest

from nabiz.feedback.brands import contrast, mail_colours
from nabiz.ui.colours import tokens


@pytest.mark.parametrize("colour", ["#ffee00", "#000000", "#ffffff", "#e30613", "#1d4f91", "#7f7f7f"])
def test_links_and_buttons_of_any_brand_can_be_read_in_light_and_dark_mails(colour):
    colours = mail_colours(colour)

    for place, theme in enumerate(("light", "dark")):
        assert contrast(colours["accent"][place], tokens(theme)["surface"].hex) >= 4.5
        assert contrast(colours["accent"][place], colours["accent-ink"][place]) >= 4.5
        assert contrast(colours["band"][place], colours["band-ink"][place]) >= 4.0
