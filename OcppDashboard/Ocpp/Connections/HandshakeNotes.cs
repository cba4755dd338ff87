using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>What was odd about a handshake that was taken nevertheless.</summary>
internal static class HandshakeNotes
{
    private const string ProtocolName = "ocpp1.6";

    /// <param name="stored">The identity as it is kept.</param>
    /// <returns>Words with "; " between them, or null.</returns>
    public static string? Of(
        string rawTarget, ChargePointPath path, string stored, string? protocol, HttpRequest request, ConnectionPolicy policy)
    {
        List<string>? notes = null;
        if (protocol is null) Add("no sub-protocol was offered");
        else if (protocol != ProtocolName) Add("the sub-protocol is spelled in another way than ocpp1.6");
        if (rawTarget.Contains("://", StringComparison.Ordinal)) Add("the request line holds a whole address");
        else if (rawTarget.Contains("//", StringComparison.Ordinal) || rawTarget.EndsWith('/')) Add("the path has slashes too many");
        else if (Segments(rawTarget) > 2) Add("the path has segments too many");
        if (path.Sent != path.Identity) Add("the identity came with blanks around it or in another Unicode form");
        if (path.Identity != stored) Add("the identity came in another case than before");
        if (policy is { PasswordSha256: null, OfferedPasswordSha256: null } && request.Headers.Authorization.Count > 0) Add("a password came although none is set");
        return notes is null ? null : string.Join("; ", notes);

        void Add(string note) => (notes ??= []).Add(note);
    }

    private static int Segments(string rawTarget)
    {
        var path = rawTarget.Split('?', '#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return path.Length - Math.Max(0, Array.FindIndex(path, segment => segment.Equals("ocpp", StringComparison.OrdinalIgnoreCase)));
    }
}
