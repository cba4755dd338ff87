namespace OcppDashboard.State;

/// <summary>A moment, or none, in a third of the room that a nullable DateTimeOffset takes: for what is kept of thousands.</summary>
/// <param name="Kept">Ticks of UTC and one more, so that none is the default.</param>
internal readonly record struct UtcStamp(long Kept)
{
    public static implicit operator UtcStamp(DateTimeOffset? value) => value is { } at ? new(at.UtcTicks + 1) : default;

    public static implicit operator DateTimeOffset?(UtcStamp stamp) =>
        stamp.Kept == 0 ? null : new DateTimeOffset(stamp.Kept - 1, TimeSpan.Zero);
}
