using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Effects;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.Authorization.LocalLists;

/// <summary>What is known of one charge point's local authorization list.</summary>
/// <param name="SentVersion">Of the last list that it accepted, from whomever; null: none.</param>
/// <param name="SentAt">When.</param>
/// <param name="SentEntries">Tags in it.</param>
/// <param name="SaidVersion">What it last said itself (0: empty, -1: not supported); null: not asked since the start of the server, or a list was sent since.</param>
/// <param name="LastStatus">Its answer to the last SendLocalList in its own word; null: none since the start of the server.</param>
/// <param name="Changes">Entries that differ from the id tags now; null: nothing was sent yet.</param>
/// <param name="Tags">Entries that a list of all id tags has now.</param>
/// <param name="Limits">What its configuration says of lists.</param>
public sealed record LocalListView(int? SentVersion, DateTimeOffset? SentAt, int SentEntries, int? SaidVersion, string? LastStatus, int? Changes, int Tags, LocalListLimits Limits)
{
    /// <summary>There are more id tags than its list holds: it will most likely refuse them.</summary>
    public bool IsTooLong => Tags > Limits.MostTags;

    public bool IsNotSupported => SaidVersion == -1 || LastStatus == nameof(UpdateStatus.NotSupported);

    /// <summary>It has another list than the one we sent, or refused our changes: only a full list helps.</summary>
    public bool NeedsFull => (SentVersion is null && !IsEmpty) || (SaidVersion is { } said && said != SentVersion && !IsEmpty) || LastStatus is nameof(UpdateStatus.VersionMismatch) or nameof(UpdateStatus.Failed);

    /// <summary>It says version 0, which is an empty list whatever version that was sent with (specification 5.10), and an empty one is what it should have.</summary>
    private bool IsEmpty => SaidVersion == 0 && SentEntries == 0 && Tags == 0;

    public bool IsInSync => !IsNotSupported && !NeedsFull && Changes == 0;
}

/// <summary>What became of sending a list.</summary>
/// <param name="Last">The last command that was sent.</param>
/// <param name="Sent">Messages that were sent, the last one included.</param>
/// <param name="Planned">Messages that the list takes.</param>
public sealed record LocalListSending(CommandSnapshot Last, int Sent, int Planned);

/// <summary>Local authorization lists: what each charge point was sent, whoever sent it, and how to bring it up to date.</summary>
public sealed class LocalListService : IForgetsChargePoints, IDisposable
{
    private static readonly HashSet<string> Actions = ["SendLocalList", "GetLocalListVersion", "GetConfiguration"];
    private readonly ConcurrentDictionary<string, Kept> lists = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Heard> heard = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, LocalListLimits> limits = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> turns = new(StringComparer.OrdinalIgnoreCase);
    private readonly HistoryWriter history;
    private readonly IDbContextFactory<OcppDbContext> contexts;
    private readonly ChargePointCommands commands;
    private readonly IdTagStore tags;
    private readonly TimeProvider time;
    private readonly CommandOutcomes outcomes;
    private volatile CurrentEntries? current;

    public LocalListService(HistoryWriter history, IDbContextFactory<OcppDbContext> contexts, ChargePointCommands commands, IdTagStore tags, TimeProvider time)
    {
        (this.history, this.contexts, this.commands, this.tags, this.time) = (history, contexts, commands, tags, time);
        outcomes = new(commands, Actions, Happened);
    }

    /// <summary>Signals the id of a charge point about whose list something became known.</summary>
    public ChangeFeed<string> Changes { get; } = new(StringComparer.OrdinalIgnoreCase);

    public LocalListView Of(string chargePointId)
    {
        var kept = lists.GetValueOrDefault(chargePointId);
        var (said, now, known) = (heard.GetValueOrDefault(chargePointId), Now(), Limits(chargePointId));
        if (kept is null) return new(null, null, 0, said?.Version, said?.Status, said?.Version == 0 ? now.Count : null, now.Count, known); // version 0 is an empty list
        if (kept.Seen is { } seen && seen.Said == said && ReferenceEquals(seen.Now, now) && seen.Limits == known) return seen.View;
        var view = new LocalListView(kept.Version, kept.At, kept.Entries.Count, said?.Version, said?.Status, LocalListPlan.Changes(kept.Entries, now).Count, now.Count, known);
        kept.Seen = new(said, now, known, view);
        return view;
    }

    /// <summary>The list of all id tags as they are, made once for each change of them.</summary>
    private IReadOnlyList<AuthorizationData> Now()
    {
        var (known, all) = (current, tags.All);
        if (known is not null && ReferenceEquals(known.Tags, all)) return known.Entries;
        current = known = new(all, LocalListPlan.Entries(all));
        return known.Entries;
    }

    public void Forget(string chargePointId)
    {
        lists.TryRemove(chargePointId, out _);
        heard.TryRemove(chargePointId, out _);
        limits.TryRemove(chargePointId, out _);
        turns.TryRemove(chargePointId, out _);
    }

    /// <summary>As far as its configuration was read.</summary>
    public LocalListLimits Limits(string chargePointId) => limits.GetOrAdd(chargePointId, id => LocalListLimits.From(commands.Recent(id, 200)));

    /// <summary>Asks for the version; what it says is seen in <see cref="Of"/>.</summary>
    public Task<CommandSnapshot> AskAsync(string chargePointId, string by, CancellationToken stop = default) => commands.SendAsync(chargePointId, new GetLocalListVersionRequest(), by, stop);

    /// <summary>
    /// Sends all id tags, or only what differs from the list sent last. With a SendLocalListMaxLength that was read it goes in as many messages as
    /// that takes, a full list as a full update and differential ones after it; it ends with the first that is not accepted.
    /// </summary>
    /// <returns>Null: there was nothing to send.</returns>
    public async Task<LocalListSending?> SendAsync(string chargePointId, UpdateType type, string by, CancellationToken stop = default)
    {
        var turn = turns.GetOrAdd(chargePointId, _ => new(1)); // two at once would take the same version, and mix their parts
        await turn.WaitAsync(stop);
        try
        {
            return await SendInTurnAsync(chargePointId, type, by, stop);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<LocalListSending?> SendInTurnAsync(string chargePointId, UpdateType type, string by, CancellationToken stop)
    {
        var kept = lists.GetValueOrDefault(chargePointId);
        var now = Now();
        if (type == UpdateType.Differential && kept is null) type = UpdateType.Full; // there is nothing to differ from
        var entries = type == UpdateType.Full ? now : LocalListPlan.Changes(kept!.Entries, now);
        var messages = LocalListPlan.Messages(entries, type, NextVersion(chargePointId), Limits(chargePointId).MostInMessage);
        for (var i = 0; i < messages.Count; i++)
        {
            var last = await commands.SendAsync(chargePointId, messages[i], by, stop);
            if (last.Status != nameof(UpdateStatus.Accepted) || i == messages.Count - 1) return new(last, i + 1, messages.Count);
        }
        return null;
    }

    /// <summary>Reads what was kept and follows what comes; called once, at start, after the id tags.</summary>
    public void Restore()
    {
        using (var context = contexts.CreateDbContext())
            foreach (var row in context.LocalLists.AsNoTracking())
                lists[row.ChargePointId] = new(row.Version, row.SyncedAt, Read($$"""{"listVersion":1,"updateType":"Full","localAuthorizationList":{{row.EntriesJson}}}""")?.LocalAuthorizationList ?? []);
        outcomes.Follow();
    }

    /// <summary>Above all that was ever sent or said: a differential update must raise it (specification 5.15). What was not answered may have been taken.</summary>
    private int NextVersion(string chargePointId)
    {
        var unanswered = commands.Recent(chargePointId, 200).Where(command => command is { Action: "SendLocalList", State: CommandState.TimedOut or CommandState.Disconnected });
        IEnumerable<int?> known = [lists.GetValueOrDefault(chargePointId)?.Version, heard.GetValueOrDefault(chargePointId)?.Version, .. unanswered.Select(command => Version(command.RequestJson))];
        return (known.Where(version => version is > 0 and < int.MaxValue - 100_000).Max() ?? 0) + 1;
    }

    private void Happened(CommandSnapshot command)
    {
        if (command.ResponseJson is null) return;
        var id = command.ChargePointId;
        if (command.Action == "GetConfiguration")
        {
            var read = LocalListLimits.From([command]);
            if (read == new LocalListLimits()) return;
            limits[id] = Limits(id).With(read);
        }
        else if (command.Action == "GetLocalListVersion")
        {
            if (Version(command.ResponseJson) is not { } said) return;
            heard.AddOrUpdate(id, _ => new(said, null), (_, before) => before with { Version = said });
        }
        else
        {
            heard.AddOrUpdate(id, _ => new(null, command.Status), (_, before) => new(command.Status == nameof(UpdateStatus.Accepted) ? null : before.Version, command.Status));
            if (command.Status == nameof(UpdateStatus.Accepted) && Read(command.RequestJson) is { } sent) Keep(id, sent);
        }
        Changes.Signal(id);
    }

    private void Keep(string chargePointId, SendLocalListRequest sent)
    {
        var entries = (sent.LocalAuthorizationList ?? []).Where(entry => !string.IsNullOrEmpty(entry.IdTag)).ToList();
        var before = lists.GetValueOrDefault(chargePointId)?.Entries;
        var after = new Kept(sent.ListVersion, time.GetUtcNow(), sent.UpdateType == UpdateType.Full ? entries : LocalListPlan.Apply(before ?? [], entries));
        lists[chargePointId] = after;
        var request = JsonSerializer.SerializeToElement(new SendLocalListRequest(after.Version, after.Entries, UpdateType.Full), OcppActions.Of<SendLocalListRequest>().RequestInfo);
        history.Keep(new RowWrite<LocalListEntity>(new()
        {
            ChargePointId = chargePointId, Version = after.Version, SyncedAt = after.At, EntriesJson = request.GetProperty("localAuthorizationList").GetRawText(),
        }));
    }

    private static SendLocalListRequest? Read(string json) =>
        PayloadReader.TryRead(OcppActions.Of<SendLocalListRequest>(), Encoding.UTF8.GetBytes(json), false, out var request, out _, out _) ? (SendLocalListRequest)request : null;

    private static int? Version(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("listVersion", out var version)
            && int.TryParse(version.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public void Dispose() => outcomes.Dispose();

    private sealed record Kept(int Version, DateTimeOffset At, IReadOnlyList<AuthorizationData> Entries)
    {
        /// <summary>What was last worked out of it.</summary>
        public SeenView? Seen { get; set; }
    }

    private sealed record CurrentEntries(IReadOnlyList<IdTagEntity> Tags, IReadOnlyList<AuthorizationData> Entries);

    /// <summary>A view and what it was made from.</summary>
    private sealed record SeenView(Heard? Said, IReadOnlyList<AuthorizationData> Now, LocalListLimits Limits, LocalListView View);

    private sealed record Heard(int? Version, string? Status);
}
