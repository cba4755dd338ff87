using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>
/// StartTransaction, MeterValues and StopTransaction in their order: kept while offline, tried again after a refusal as
/// TransactionMessageAttempts and TransactionMessageRetryInterval say (specification 3.7, 3.7.1).
/// </summary>
internal sealed class TransactionQueue(Device device)
{
    private const int MostMeterValues = 500;
    private readonly LinkedList<Item> items = new();
    private StartTransactionRequest? lastStart;
    private bool sending;

    public int Count => items.Count;

    public void Start(Transaction transaction) => Add(new(transaction, new StartTransactionRequest(transaction.ConnectorId, transaction.IdTag,
        transaction.MeterStart, transaction.ReservationId, transaction.Start)));

    public void Stop(Transaction transaction, StopReason reason, string? idTag, long meterStop, DateTimeOffset at) => Add(new(transaction, new StopTransactionRequest(
        idTag, meterStop, at, null, reason == StopReason.Local ? null : reason, transaction.StopData.Count > 0 ? transaction.StopData : null)));

    /// <summary>Readings of a transaction; without one they are only sent when online.</summary>
    public void Meter(int connectorId, Transaction? transaction, MeterValue value)
    {
        if (!device.IsOnline && (transaction is null || !device.Behaviour.KeepsOfflineMeterValues)) return;
        if (items.Count(item => item.Request is MeterValuesRequest) >= MostMeterValues) items.Remove(items.First(item => item.Request is MeterValuesRequest));
        Add(new(transaction, new MeterValuesRequest(connectorId, null, [value])));
    }

    /// <summary>Begins to send what waits.</summary>
    public void Wake()
    {
        if (sending || items.Count == 0 || !device.IsOnline) return;
        sending = true;
        device.Go(SendAllAsync);
    }

    /// <summary>A model that does so sends its last start once more, with a new UniqueId.</summary>
    public void ReplayStart()
    {
        if (device.Behaviour.ReplaysStarts && lastStart is { } start) device.Go(() => device.Calls.CallAsync(start));
    }

    private void Add(Item item)
    {
        items.AddLast(item);
        Wake();
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (device.IsOnline && items.First?.Value is { } item)
            {
                if (!await SendAsync(item)) continue;
                items.Remove(item);
                device.Publish();
            }
        }
        finally
        {
            sending = false;
        }
    }

    /// <summary>True when the item is done with, be it answered or given up.</summary>
    private async Task<bool> SendAsync(Item item)
    {
        var kind = item.Request switch
        {
            StartTransactionRequest start => await StartAsync(item.Transaction!, start),
            StopTransactionRequest stop => await StopAsync(item.Transaction!, stop),
            var meter => await MeterAsync(item.Transaction, (MeterValuesRequest)meter),
        };
        if (kind == OutcomeKind.Answered) return true;
        if (kind == OutcomeKind.Lost)
        {
            await device.Delay(TimeSpan.FromSeconds(0.2)); // the loss may not have been noticed everywhere yet
            return false;
        }
        item.Attempts++;
        if (item.Attempts >= Math.Max(1, device.Settings.Integer("TransactionMessageAttempts", 3)))
        {
            device.Log.Add($"{item.Request.GetType().Name} given up after {item.Attempts} attempts");
            return true;
        }
        await device.Delay(device.Settings.Seconds("TransactionMessageRetryInterval", 60) * item.Attempts);
        return false;
    }

    private async Task<OutcomeKind> StartAsync(Transaction transaction, StartTransactionRequest request)
    {
        var outcome = await device.Calls.CallAsync(request);
        if (outcome.Response is not { } answer) return outcome.Kind;
        lastStart = request;
        transaction.Id = answer.TransactionId;
        device.Charging.StartAnswered(transaction, answer.IdTagInfo);
        return outcome.Kind;
    }

    private async Task<OutcomeKind> StopAsync(Transaction transaction, StopTransactionRequest request)
    {
        // -1: the start was given up, so no id was ever known (F5)
        var outcome = await device.Calls.CallAsync(request with { TransactionId = transaction.Id ?? -1 });
        if (outcome.Response?.IdTagInfo is { } info && request.IdTag is { } tag) device.Authorization.Learn(tag, info);
        if (outcome.Kind == OutcomeKind.Answered) lastStart = null;
        return outcome.Kind;
    }

    private async Task<OutcomeKind> MeterAsync(Transaction? transaction, MeterValuesRequest request)
    {
        var withId = request with { TransactionId = transaction?.Id };
        var outcome = await device.Calls.CallAsync(withId);
        if (outcome.Kind == OutcomeKind.Answered && device.Link.Repeats()) await device.Calls.CallAsync(withId);
        return outcome.Kind;
    }

    private sealed class Item(Transaction? transaction, object request)
    {
        public Transaction? Transaction => transaction;
        public object Request => request;
        public int Attempts { get; set; }
    }
}
