using System.Collections.Concurrent;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Configuration;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Features.ChargePoints;

/// <summary>
/// Asks a charge point how it is that does not say so after it connected (H6): once with a connector, and when no status follows once without.
/// Then nothing until its next boot, and never twice within ten minutes whatever it does (B8). Whoever else sends to it goes first.
/// </summary>
public sealed class StatusPollingService : GuardedBackgroundService, IForgetsChargePoints
{
    /// <summary>Time for statuses to come by themselves, from when CALLs may be sent.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Time for an answer, and then for the status.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(15);

    /// <summary>Between two rounds of asking one charge point.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    internal const string RequestedBy = "server";
    private const int MostQuestions = 2;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2); // one question each time: 30 a minute, also when a whole fleet comes back at once
    private readonly ConcurrentDictionary<string, Silent> silent = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, TimeSpan> askedAt = new(StringComparer.OrdinalIgnoreCase);
    private readonly ChargePointCommands commands;
    private readonly ChargePointStore store;
    private readonly ChargePointSettingsStore chargePoints;
    private readonly OcppSettings settings;
    private readonly long startedAt;
    private readonly IDisposable? subscription;

    public StatusPollingService(ChargePointCommands commands, ChargePointStore store, ChargePointEvents events, ChargePointSettingsStore chargePoints, DashboardSettings settings, TimeProvider time,
        ILogger<StatusPollingService> logger) : base(time, logger)
    {
        (this.commands, this.store, this.chargePoints, this.settings, startedAt) = (commands, store, chargePoints, settings.Ocpp, time.GetTimestamp());
        if (settings.Ocpp.AsksForStatus) subscription = events.Subscribe(Happened);
    }

    /// <summary>Since the start of this process, on the monotonic clock.</summary>
    private TimeSpan Now => Time.GetElapsedTime(startedAt);

    /// <summary>Asks the next one that is due, if there is any: one at a time, so that a fleet is asked one after another.</summary>
    protected override Task RunAsync(CancellationToken stop) => subscription is null ? Task.CompletedTask : EachAsync(Interval, () => AskNext(stop), stop);

    private void AskNext(CancellationToken stop)
    {
        foreach (var (id, waiting) in silent)
            if (waiting.DueAt <= Now && !waiting.IsAsked && MayAsk(id, waiting))
            {
                _ = AskAsync(id, waiting, stop);
                return;
            }
    }

    public void Forget(string chargePointId)
    {
        silent.TryRemove(chargePointId, out _);
        askedAt.TryRemove(chargePointId, out _);
    }

    private void Happened(ChargePointEvent happened)
    {
        var id = happened.ChargePointId;
        switch (happened)
        {
            case ChargePointConnected:
                silent[id] = new(Now + settings.QuietAfterConnect + Patience);
                break;
            case ChargePointBooted when silent.TryGetValue(id, out var before):
                silent.TryUpdate(id, new(Now + Patience), before);
                break;
            case StatusReported or ChargePointDisconnected:
                silent.TryRemove(id, out _);
                break;
        }
    }

    private bool MayAsk(string id, Silent waiting) =>
        store.Find(id) is { Online: true, Registration: null or RegistrationStatus.Accepted } && !chargePoints.Of(id).IsQuiet
        && commands.ReservedBy(id) is null && !commands.IsBusy(id)
        && (waiting.Questions > 0 || !askedAt.TryGetValue(id, out var last) || Now - last >= Pause);

    private async Task AskAsync(string id, Silent waiting, CancellationToken stop)
    {
        waiting.IsAsked = true;
        var isFirst = ++waiting.Questions == 1;
        askedAt[id] = Now;
        if (isFirst) store.Update(id, WithFinding);
        int? connector = isFirst ? store.Find(id)?.RealConnectors.FirstOrDefault()?.Id ?? 1 : null;
        try
        {
            var asked = await commands.SendAsync(id, new TriggerMessageRequest(MessageTrigger.StatusNotification, connector), RequestedBy, stop, AnswerLimit);
            waiting.DueAt = waiting.Questions >= MostQuestions ? TimeSpan.MaxValue : asked.State == CommandState.TimedOut ? Now : Now + AnswerLimit;
        }
        catch (OperationCanceledException)
        {
            return; // the server stops
        }
        catch (Exception exception)
        {
            waiting.DueAt = Now + AnswerLimit;
            Failed(exception);
        }
        waiting.IsAsked = false;
    }

    /// <summary>After a boot the status of each connector follows; after a mere reconnect only what changed has to come (specification 4.9).</summary>
    private ChargePointSnapshot WithFinding(ChargePointSnapshot snapshot) =>
        snapshot.Boot?.At >= snapshot.ConnectedAt || snapshot.Connectors.All(connector => connector.Status.IsAbsent)
            ? snapshot.WithFinding(FindingKinds.Of("H6"), Time.GetUtcNow()) : snapshot;

    public override void Dispose()
    {
        subscription?.Dispose();
        base.Dispose();
    }

    /// <summary>A connection, or what it is since its boot, without a status so far.</summary>
    private sealed class Silent(TimeSpan dueAt)
    {
        private long dueTicks = dueAt.Ticks;
        private volatile bool isAsked;

        /// <summary>When the next question may go out; the greatest value: none may.</summary>
        public TimeSpan DueAt
        {
            get => new(Interlocked.Read(ref dueTicks));
            set => Interlocked.Exchange(ref dueTicks, value.Ticks);
        }

        public int Questions { get; set; }

        /// <summary>A question is on its way.</summary>
        public bool IsAsked
        {
            get => isAsked;
            set => isAsked = value;
        }
    }
}
