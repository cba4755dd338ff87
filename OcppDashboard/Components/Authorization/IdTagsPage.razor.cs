using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Entities;
using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Features.Authorization.Reservations;

namespace OcppDashboard.Components.Authorization;

/// <summary>Id tags that people wrote down, the unknown ones that charge points showed, local lists and reservations.</summary>
public partial class IdTagsPage(IdTagStore book, UnknownIdTagStore unknown, ReservationService reservations, NavigationManager navigation)
{
    private Dialog dialog;
    private IdTagEntity? edited;

    private enum Dialog { None, Edit, Import }

    [SupplyParameterFromQuery] public string? Tab { get; set; }
    [SupplyParameterFromQuery] public string? Q { get; set; }
    [SupplyParameterFromQuery] public string? Status { get; set; }
    [SupplyParameterFromQuery(Name = "page")] public string? PageText { get; set; }

    private string Current => Tab is "unknown" or "lists" or "reservations" ? Tab : "";

    private IEnumerable<(string Tab, string Text, int? Count)> Tabs =>
    [
        ("", IdTagTexts.Known, book.All.Count), ("unknown", IdTagTexts.Unknown, unknown.Count), ("lists", IdTagTexts.LocalLists, null),
        ("reservations", IdTagTexts.Reservations, reservations.All.Count(ReservationStates.IsOpen)),
    ];

    private IdTagFilter Filter => new(Q, Status);

    private string Placeholder => Current switch { "" => IdTagTexts.Search, "lists" => IdTagTexts.ChargePoint, _ => $"{IdTagTexts.IdTag}, {IdTagTexts.ChargePoint}" };

    private int Number => int.TryParse(PageText, out var number) && number is > 1 and < 1_000_000 ? number : 1;

    private string CsvAddress => navigation.GetUriWithQueryParameters(navigation.ToAbsoluteUri("/id-tags.csv").ToString(), new Dictionary<string, object?> { ["q"] = Q, ["status"] = Status });

    protected override IDisposable Subscribe(Action changed) => new Subscriptions(
        book.Changes.SubscribeAll(_ => changed()), unknown.Changes.SubscribeAll(_ => changed()), reservations.Changes.SubscribeAll(_ => changed()));

    private void Edit(IdTagEntity? tag) => (dialog, edited) = (Dialog.Edit, tag);

    private void Close() => (dialog, edited) = (Dialog.None, null);

    private void Go(string name, string? value) => navigation.Change((name, value), ("page", null));
}
