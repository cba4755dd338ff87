namespace OcppDashboard.Components.Shared;

/// <summary>A moment that a chart marks.</summary>
/// <param name="Word">What happened: start, stop.</param>
public sealed record ChartMark(DateTimeOffset At, string Word);

/// <summary>A mark as js/meter-chart.js takes it.</summary>
/// <param name="T">Seconds since 1970.</param>
public sealed record ChartMarkAt(double T, string Word);

/// <summary>What js/meter-chart.js is told beside the readings.</summary>
/// <param name="Now">The server's time, milliseconds since 1970.</param>
/// <param name="Flows">Energy flows: a fresh value is one of now.</param>
/// <param name="SampleSeconds">How often is measured within a transaction; null: as the readings tell.</param>
public sealed record ChartState(long Now, bool Flows, IReadOnlyList<ChartMarkAt> Marks, double? SampleSeconds);
