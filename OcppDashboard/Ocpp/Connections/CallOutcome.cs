using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>How a CALL of ours ended.</summary>
/// <param name="Result">Answered, CallError, TimedOut, Disconnected, NotSent or Malformed.</param>
/// <param name="Payload">Payload of the CALLRESULT; empty otherwise.</param>
/// <param name="ErrorCode">Of a CALLERROR; null otherwise.</param>
/// <param name="Text">Description of a CALLERROR, or what is wrong, in words.</param>
public sealed record CallOutcome(ExchangeResult Result, ReadOnlyMemory<byte> Payload, string? ErrorCode, string? Text, TimeSpan Elapsed);
