namespace OcppDashboard.Ocpp.Abstractions;

/// <summary>Keeps a CALL whose payload could not be read, so that a person can still book it (safety 3: nothing is ever only rejected).</summary>
public interface IUnreadableCallStore
{
    /// <param name="frame">The whole frame as received.</param>
    /// <param name="fault">Why it could not be read, in words.</param>
    ValueTask KeepAsync(string action, ReadOnlyMemory<byte> frame, string fault, CallContext context);
}
