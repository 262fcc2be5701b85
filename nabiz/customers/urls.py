from django.urls import path

from nabiz.customers.views import accounts, builder, bulk, customer, erasure, lists, segments, views

app_name = "customers"
urlpatterns = [
    path("", lists.customers, name="list"),
    path("filter/", lists.customer_filter, name="filter"),
    path("export/", bulk.export, name="export"),
    path("owner/", bulk.owner, name="owner"),
    path("views/", views.views, name="views"),
    path("views/<int:number>/", views.view, name="view"),
    path("views/<int:number>/removal/", views.view_removal, name="view_removal"),
    path("segments/", segments.segments, name="segments"),
    path("segments/new/", segments.new_segment, name="new_segment"),
    path("segments/builder/", builder.builder, name="builder"),
    path("segments/<slug:slug>/", builder.segment, name="segment"),
    path("segments/<slug:slug>/removal/", segments.segment_removal, name="segment_removal"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<int:number>/", accounts.account, name="account"),
    path("accounts/<int:number>/timeline/", accounts.account_timeline, name="account_timeline"),
    path("accounts/<int:number>/details/", accounts.account_details, name="account_details"),
    path("<int:number>/", customer.customer, name="customer"),
    path("<int:number>/timeline/", customer.customer_timeline, name="timeline"),
    path("<int:number>/details/", customer.details, name="details"),
    path("<int:number>/traits/", customer.traits, name="traits"),
    path("<int:number>/notes/", customer.notes, name="notes"),
    path("<int:number>/merges/<int:merge>/removal/", customer.merge_removal, name="merge_removal"),
    path("<int:number>/erasure/", erasure.erasure, name="erasure"),
]
