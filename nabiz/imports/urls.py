from django.urls import path

from nabiz.imports.views import imports, mappings, tables, uploads

app_name = "imports"
urlpatterns = [
    path("", imports.imports, name="imports"),
    path("new/", uploads.new_upload, name="new"),
    path("<int:number>/", imports.one_import, name="import"),
    path("<int:number>/undo/", imports.undo, name="undo"),
    path("<int:number>/stop/", imports.stop, name="stop"),
    path("<int:number>/resumption/", imports.resumption, name="resumption"),
    path("<int:number>/bad-rows/", imports.bad_rows, name="bad_rows"),
    path("uploads/<int:number>/", uploads.upload, name="upload"),
    path("uploads/<int:number>/trial/", uploads.trial, name="trial"),
    path("uploads/<int:number>/run/", uploads.run, name="run"),
    path("uploads/<int:number>/removal/", uploads.removal, name="removal"),
    path("tables/<int:number>/", tables.table, name="table"),
    path("tables/<int:number>/reading/", tables.reading, name="reading"),
    path("tables/<int:number>/choice/", tables.choice, name="choice"),
    path("tables/<int:number>/toml/", tables.toml, name="toml"),
    path("tables/<int:number>/saved/", tables.saved, name="saved"),
    path("mappings/", mappings.mappings, name="mappings"),
    path("mappings/<int:number>/toml/", mappings.own_toml, name="own_toml"),
    path("mappings/<int:number>/removal/", mappings.removal, name="mapping_removal"),
    path("presets/<slug:slug>/sample/", mappings.sample, name="sample"),
    path("presets/<slug:slug>/toml/", mappings.preset_toml, name="preset_toml"),
]
