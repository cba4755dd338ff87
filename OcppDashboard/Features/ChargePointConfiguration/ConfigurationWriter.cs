using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.ChargePointConfiguration;

public enum ChangeOutcome
{
    /// <summary>Accepted, and the same when it was read back; or accepted where it cannot be read back.</summary>
    Changed,
    /// <summary>It had the value already; nothing was sent.</summary>
    Same,
    /// <summary>Accepted from the next reboot on.</summary>
    RebootRequired,
    /// <summary>Accepted, but it reads another value (I8).</summary>
    WithoutEffect,
    /// <summary>Answered with another word, or an error.</summary>
    Refused,
    /// <summary>There is no answer.</summary>
    NoAnswer,
}

/// <summary>What became of the change of one key.</summary>
/// <param name="Word">The answer's word, or why there is none.</param>
/// <param name="ReadBack">The value afterwards; null when it was not read.</param>
public sealed record ConfigurationChange(string Key, string Wanted, ChangeOutcome Outcome, string Word, string? ReadBack, long? CommandId)
{
    /// <summary>The value holds, or will after a reboot.</summary>
    public bool IsGood => Outcome is ChangeOutcome.Changed or ChangeOutcome.Same or ChangeOutcome.RebootRequired;

    public string Words => Outcome switch
    {
        ChangeOutcome.Same => "already so",
        ChangeOutcome.WithoutEffect => $"{Word}, but it is {(ReadBack is { Length: > 0 } value ? value : "empty")}",
        _ => Word,
    };
}

/// <summary>Changes configuration keys and reads them back: an Accepted says little (I8).</summary>
public sealed class ConfigurationWriter(ChargePointCommands commands, ConfigurationReader reader)
{
    /// <summary>Changes one key. A secret is not read back.</summary>
    public async Task<ConfigurationChange> ChangeAsync(string chargePointId, string key, string value, string by, CancellationToken stop = default)
    {
        var ended = await commands.SendAsync(chargePointId, new ChangeConfigurationRequest(key, value), by, stop);
        if (ended.State is not (CommandState.Done or CommandState.Watching))
            return new(key, value, ended.State is CommandState.Refused or CommandState.CallError ? ChangeOutcome.Refused : ChangeOutcome.NoAnswer, CommandTexts.Why(ended), null, ended.Id);
        var status = ended.Status ?? "no status";
        if (status is not ("Accepted" or "RebootRequired")) return new(key, value, ChangeOutcome.Refused, status, null, ended.Id);
        string? readBack = null;
        if (!SecretMasking.IsSecretKey(key))
        {
            var (keys, _) = await reader.ReadKeysAsync(chargePointId, [key], by, stop);
            readBack = keys.GetValueOrDefault(key)?.Value;
        }
        var outcome = status == "RebootRequired" ? ChangeOutcome.RebootRequired
            : readBack is not null && !ConfigurationValues.AreSame(readBack, value) ? ChangeOutcome.WithoutEffect : ChangeOutcome.Changed;
        return new(key, value, outcome, status, readBack, ended.Id);
    }

    /// <summary>Brings keys to values: what has its value already is left alone, what is read-only is said.</summary>
    /// <returns>A change for each key that was come to, and why it stopped early; null: it did not.</returns>
    public async Task<(IReadOnlyList<ConfigurationChange> Changes, string? Problem)> ApplyAsync(
        string chargePointId, IReadOnlyList<(string Key, string Value)> values, string by, CancellationToken stop = default)
    {
        var changes = new List<ConfigurationChange>();
        var (present, _) = await reader.ReadKeysAsync(chargePointId, [.. values.Select(pair => pair.Key)], by, stop);
        foreach (var (key, value) in values)
        {
            var now = present.GetValueOrDefault(key);
            if (now?.Value is { } same && ConfigurationValues.AreSame(same, value))
            {
                changes.Add(new(key, value, ChangeOutcome.Same, "Same", same, null));
                continue;
            }
            var change = now?.Readonly == true ? new(key, value, ChangeOutcome.Refused, $"is read-only and {now.Value}", now.Value, null) : await ChangeAsync(chargePointId, key, value, by, stop);
            changes.Add(change);
            if (change.Outcome == ChangeOutcome.NoAnswer && changes.Count < values.Count) return (changes, $"The other {values.Count - changes.Count} were not tried.");
        }
        return (changes, null);
    }
}
