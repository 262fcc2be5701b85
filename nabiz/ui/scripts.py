"""The custom elements that every page may use. Each file defines one and is under 100 lines."""

ELEMENTS = [
    "dialogs",
    "jump-dialog",
    "keyboard-help",
    "theme-switch",
    "toast-message",
    "copy-field",
    "data-table",
    "chart-figure",
]
PATHS = [f"ui/js/{name}.js" for name in ELEMENTS]
