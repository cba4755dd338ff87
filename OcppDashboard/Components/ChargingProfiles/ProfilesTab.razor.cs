using System.Text.Json;
using Microsoft.AspNetCore.Components;
using OcppDashboard.Commands;
using OcppDashboard.Components.Commands;
using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Components.ChargingProfiles;

/// <summary>The charging profiles of a charge point, and what they allow together beside what it says itself.</summary>
public partial class ProfilesTab(ChargePointStore store, ChargingProfileStore book, ChargePointCommands commands, NavigationManager navigation)
{
    private const int Day = 86_400;
    private static readonly string[] Actions = ["SetChargingProfile", "ClearChargingProfile", "GetCompositeSchedule", "RemoteStartTransaction"];

    [Inject] private ViewerClock Clock { get; set; } = null!;
    [Parameter, EditorRequired] public required string ChargePointId { get; set; }

    /// <summary>Opens the dialog of an action.</summary>
    [Parameter] public EventCallback<(string Action, JsonElement? Payload)> OnAsk { get; set; }

    [SupplyParameterFromQuery] private int? Connector { get; set; }
    [SupplyParameterFromQuery] private int? Span { get; set; }

    private int Seconds => Span is 3600 or 21_600 ? Span.Value : Day;

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(30);

    protected override IDisposable Subscribe(Action changed) => new Subscriptions(
        store.Changes.Subscribe(ChargePointId, _ => changed()), commands.Changes.Subscribe(ChargePointId, _ => changed()), book.Changes.Subscribe(ChargePointId, _ => changed()));

    private static List<int> Connectors(ChargePointSnapshot chargePoint) => [0, .. chargePoint.RealConnectors.Select(c => c.Id)];

    private int Chosen(ChargePointSnapshot chargePoint) => Connector is { } asked && Connectors(chargePoint).Contains(asked) ? asked
        : (chargePoint.RealConnectors.FirstOrDefault(c => c.Transaction is not null) ?? chargePoint.RealConnectors.FirstOrDefault())?.Id ?? 0;

    /// <summary>Both over the axes of the answer where there is a fresh one, otherwise from now on.</summary>
    private Comparison Compare(ChargePointSnapshot chargePoint, List<StoredChargingProfile> held)
    {
        var (connector, now) = (Chosen(chargePoint), Time.GetUtcNow());
        var answer = CompositeAnswer.Find(commands.Recent(chargePoint.Id, 200), connector, Seconds);
        var isFresh = answer is { IsAccepted: true, Periods.Count: > 0 } && (now - answer.From).Duration() <= TimeSpan.FromSeconds(Seconds / 2);
        var from = isFresh ? answer!.From : now;
        var unit = isFresh ? answer!.Unit : held.Count > 0 && held.All(profile => profile.Profile.ChargingSchedule.ChargingRateUnit.Is(ChargingRateUnit.W)) ? ChargingRateUnit.W : ChargingRateUnit.A;
        var running = chargePoint.Connector(connector)?.Transaction;
        var expected = CompositeSchedule.Of(held, connector, from, Seconds, unit, running is null ? null : (running.Id, running.StartedAt));
        List<ScheduleLine> lines = [new(ProfileTexts.Expected, "sched-line", expected, true)];
        if (isFresh) lines.Add(new(ProfileTexts.Answered, "sched-other", answer!.Periods));
        return new(from, unit, lines, expected, isFresh ? answer : null, isFresh ? null : answer);
    }

    private string Says(Comparison composite)
    {
        if (composite.Unusable is { } unusable) return Says(unusable);
        if (composite.Answer is not { } answer) return composite.Expected.All(p => p.Limit is null) ? $"No profile limits it. {ProfileTexts.NotAsked}" : ProfileTexts.NotAsked;
        var odd = answer.OddStart is { } start ? $"Its schedule begins {Clock.Text(start, TimeFormat.DateTime)}, which cannot be meant; it is drawn from the question on. " : "";
        if (answer.Difference(composite.Expected) is { } differs)
            return $"{odd}From {Clock.Text(answer.From.AddSeconds(differs.Start), TimeFormat.Time)} on it says {ScheduleText.Limit(differs.Answered, composite.Unit)} where {ScheduleText.Limit(differs.Expected, composite.Unit)} was expected. A charge point with limits of its own, or one that shares among its connectors, says less.";
        return odd + (composite.Expected.All(p => p.Limit is null) ? "No profile limits it; what it says is its own limit." : ProfileTexts.Agree);
    }

    /// <summary>What the last answer was where there is nothing to draw of it.</summary>
    private string Says(CompositeAnswer answer)
    {
        var at = Clock.Text(answer.AskedAt, TimeFormat.Time);
        if (!answer.IsAccepted) return $"It answered {Units.Cut(answer.Status, 40)}: it tells no composite schedule of this connector.";
        if (!answer.HasSchedule) return $"It answered Accepted at {at}, without a schedule: it does not say what it may draw.";
        if (answer.Periods.Count == 0) return $"It answered Accepted at {at}, with a schedule that has no periods: it does not say what it may draw.";
        return $"Its last answer is from {Clock.Text(answer.AskedAt, TimeFormat.DateTime)} and is too old to compare. Ask it again.";
    }

    private void AskComposite(ChargePointSnapshot chargePoint) => commands.Start(chargePoint.Id, new GetCompositeScheduleRequest(Chosen(chargePoint), Seconds), CommandDialog.Operator);

    private Task EditAsync(StoredChargingProfile row) => OnAsk.InvokeAsync(("SetChargingProfile",
        JsonSerializer.SerializeToElement(new SetChargingProfileRequest(row.ConnectorId, row.Profile), OcppActions.Of<SetChargingProfileRequest>().RequestInfo)));

    private Task ClearAsync(StoredChargingProfile row) => OnAsk.InvokeAsync(("ClearChargingProfile",
        JsonSerializer.SerializeToElement(new ClearChargingProfileRequest(row.Id), OcppActions.Of<ClearChargingProfileRequest>().RequestInfo)));

    private void Go(string name, object? value) => navigation.Change((name, value));

    private static ChargingRateUnit Unit(StoredChargingProfile row) => row.Profile.ChargingSchedule.ChargingRateUnit.Known ?? ChargingRateUnit.A;

    private static IReadOnlyList<CompositePeriod> Steps(StoredChargingProfile row) =>
        [.. row.Profile.ChargingSchedule.ChargingSchedulePeriod.OrderBy(p => p.StartPeriod).Select(p => new CompositePeriod(p.StartPeriod, p.Limit))];

    private static string Kind(StoredChargingProfile row) => row.Profile is { ChargingProfileKind: ChargingProfileKind.Recurring, RecurrencyKind: { } recurrency }
        ? recurrency.ToString() : row.Profile.ChargingProfileKind.ToString();

    private static string Over(StoredChargingProfile row) => row.Status == "Accepted" ? ProfileTexts.Over : Units.Cut(row.Status, 40);

    private string Validity(StoredChargingProfile row)
    {
        if (row.TransactionId is { } transaction) return $"transaction {transaction}";
        var (from, to) = (row.Profile.ValidFrom?.Value, row.Profile.ValidTo?.Value);
        var words = string.Join(' ', new[] { from is { } f ? $"from {Clock.Short(f)}" : null, to is { } t ? $"to {Clock.Short(t)}" : null }.Where(word => word is not null));
        return words.Length > 0 ? words : $"since {Clock.Short(row.SentAt)}";
    }

    /// <param name="Unusable">The last answer where nothing can be drawn of it; null: it was drawn, or there is none.</param>
    private sealed record Comparison(
        DateTimeOffset From, ChargingRateUnit Unit, IReadOnlyList<ScheduleLine> Lines, IReadOnlyList<CompositePeriod> Expected, CompositeAnswer? Answer, CompositeAnswer? Unusable);
}
