"""Named places on a page that packages above it fill. `register_panel` is called in `AppConfig.ready`; the page writes
`{% slot "customer.side" customer.id %}` and each panel is fetched when it comes into view."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from nabiz.ui.readers import Reader, may


@dataclass(frozen=True)
class Panel:
    slot: str
    name: str
    source: str
    order: int = 100
    label: str | Promise = ""
    needs: str | None = None

    @property
    def is_template(self) -> bool:
        """A template is part of the page at once; anything else names a URL that takes the slot's arguments."""
        return self.source.endswith(".html")

    def url(self, *args: object) -> str:
        return reverse(self.source, args=args)


_panels: dict[tuple[str, str], Panel] = {}


def register_panel(
    slot: str,
    name: str,
    template_or_url: str,
    order: int = 100,
    *,
    label: str | Promise = "",
    needs: str | None = None,
) -> None:
    _panels[slot, name] = Panel(slot, name, template_or_url, order, label, needs)


def panels_for(reader: Reader | None, slot: str) -> list[Panel]:
    ordered = sorted(_panels.values(), key=lambda panel: (panel.order, panel.name))
    return [panel for panel in ordered if panel.slot == slot and may(reader, panel.needs)]
