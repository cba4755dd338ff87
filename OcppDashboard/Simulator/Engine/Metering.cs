using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>When meters are read: every MeterValueSampleInterval of a transaction, and at the clock's marks (specification 3.16).</summary>
internal sealed class Metering(Device device)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);
    private CancellationTokenSource? clock;

    public void SettingChanged(string key)
    {
        if (key == "ClockAlignedDataInterval") Begin();
    }

    /// <summary>Begins to keep the clock-aligned times; again after the interval changed.</summary>
    public void Begin()
    {
        clock?.Cancel();
        clock = null;
        if (device.Settings.Seconds("ClockAlignedDataInterval") is not { Ticks: > 0 } interval) return;
        clock = CancellationTokenSource.CreateLinkedTokenSource(device.Stopping);
        var token = clock.Token;
        device.Go(() => KeepClockAsync(interval, token));
    }

    public void Begin(Connector connector, Transaction transaction)
    {
        Advance(connector);
        Record(connector, transaction, ReadingContexts.TransactionBegin);
        device.Go(() => WatchAsync(connector, transaction));
    }

    /// <summary>Brings the meter of a connector up to now.</summary>
    public void Advance(Connector connector)
    {
        var flows = connector is { Transaction.Denied: false, IsBroken: false };
        connector.Meter.Advance(connector.Vehicle, flows ? at => device.Profiles.LimitOf(connector, at) : null);
    }

    /// <summary>Keeps a reading for the transactionData of the stop.</summary>
    public void Record(Connector connector, Transaction transaction, string context)
    {
        if (device.Settings.Text("StopTxnSampledData") is not { Length: > 0 }) return;
        if (MeterSamples.Take(device, connector, device.Settings.List("StopTxnSampledData"), context) is { } value) transaction.StopData.Add(value);
    }

    /// <summary>Reads a connector and sends it, for a trigger or a mark of the clock.</summary>
    /// <param name="at">The mark; null: the reading is stamped with now.</param>
    public void Send(Connector connector, string key, string context, DateTimeOffset? at = null)
    {
        Advance(connector);
        if (MeterSamples.Take(device, connector, device.Settings.List(key), context, at) is { } value) device.Queue.Meter(connector.Id, connector.Transaction, value);
    }

    private async Task WatchAsync(Connector connector, Transaction transaction)
    {
        var lastSample = device.Now;
        while (connector.Transaction == transaction)
        {
            var interval = device.Settings.Seconds("MeterValueSampleInterval", 60);
            var due = interval > TimeSpan.Zero ? lastSample + interval - device.Now : Tick;
            try
            {
                await device.Delay(due < Tick ? due : Tick, transaction.Ended.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            device.Stopping.ThrowIfCancellationRequested();
            Advance(connector);
            device.Statuses.Refresh(connector);
            if (interval <= TimeSpan.Zero || device.Now < lastSample + interval) continue;
            lastSample = device.Now - lastSample < interval * 2 ? lastSample + interval : device.Now;
            Send(connector, "MeterValuesSampledData", ReadingContexts.SamplePeriodic);
        }
    }

    private async Task KeepClockAsync(TimeSpan interval, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var now = device.Now;
                var mark = now + interval - TimeSpan.FromTicks(now.TimeOfDay.Ticks % interval.Ticks);
                await device.Delay(mark - now, cancellation);
                foreach (var connector in device.Connectors) Send(connector, "MeterValuesAlignedData", ReadingContexts.SampleClock, mark);
            }
        }
        catch (OperationCanceledException) // another interval, or switched off
        {
        }
    }
}
