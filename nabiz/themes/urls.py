from django.urls import path

from nabiz.themes.views import changes, pages, wordings

app_name = "themes"
urlpatterns = [
    path("", pages.tree, name="tree"),
    path("new/", changes.new, name="new"),
    path("<int:number>/", pages.theme, name="theme"),
    path("<int:number>/name/", changes.name, name="name"),
    path("<int:number>/pin/", changes.pin, name="pin"),
    path("<int:number>/release/", changes.release, name="release"),
    path("<int:number>/merge/", changes.merge, name="merge"),
    path("<int:number>/parts/", changes.parts, name="parts"),
    path("<int:number>/place/", changes.place, name="place"),
    path("<int:number>/wording/", wordings.write, name="wording"),
    path("<int:number>/wording/removal/", wordings.removal, name="wording_removal"),
    path("comments/<int:event>/theme/", changes.correction, name="correction"),
]
