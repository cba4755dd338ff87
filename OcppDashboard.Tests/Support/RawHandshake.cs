using System.Text;

namespace OcppDashboard.Tests.Support;

/// <summary>An upgrade request made by hand: everything in it may be wrong.</summary>
/// <param name="Path">As it goes into the request line, not escaped.</param>
public sealed record RawHandshake(string Path)
{
    /// <summary>The whole request line in place of <c>GET {Path} HTTP/1.1</c>.</summary>
    public string? RequestLine { get; init; }

    /// <summary>One Sec-WebSocket-Protocol header for each; empty: none.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = ["ocpp1.6"];

    /// <summary>User name, colon and password as bytes, sent as Basic credentials; null: none.</summary>
    public byte[]? Credentials { get; init; }

    /// <summary>Further header lines, as they are (<c>Name: value</c>).</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Null leaves the header out.</summary>
    public string? Host { get; init; } = "127.0.0.1";
    /// <inheritdoc cref="Host"/>
    public string? Connection { get; init; } = "Upgrade";
    /// <inheritdoc cref="Host"/>
    public string? Upgrade { get; init; } = "websocket";
    /// <inheritdoc cref="Host"/>
    public string? Version { get; init; } = "13";
    /// <inheritdoc cref="Host"/>
    public string? Key { get; init; } = "c2l4dGVlbiBieXRlcyBvaw==";

    public static byte[] User(string user, string password) => Encoding.UTF8.GetBytes($"{user}:{password}");

    public byte[] ToBytes()
    {
        var text = new StringBuilder().Append(RequestLine ?? $"GET {Path} HTTP/1.1").Append("\r\n");
        Add("Host", Host);
        Add("Connection", Connection);
        Add("Upgrade", Upgrade);
        Add("Sec-WebSocket-Version", Version);
        Add("Sec-WebSocket-Key", Key);
        foreach (var protocol in Protocols) Add("Sec-WebSocket-Protocol", protocol);
        if (Credentials is not null) Add("Authorization", "Basic " + Convert.ToBase64String(Credentials));
        foreach (var header in Headers) text.Append(header).Append("\r\n");
        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());

        void Add(string name, string? value)
        {
            if (value is not null) text.Append(name).Append(": ").Append(value).Append("\r\n");
        }
    }
}

/// <summary>The server's answer to an upgrade request.</summary>
/// <param name="Status">0 when the server closed without an answer.</param>
/// <param name="Headers">Names in any case; repeated ones joined with a comma.</param>
/// <param name="Body">What came after the headers of an answer other than 101, as far as Content-Length says.</param>
public sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    internal static async Task<RawAnswer> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']))
        {
            if (await stream.ReadAsync(one, cancel) == 0) return new(0, new Dictionary<string, string>(), "");
            head.Add(one[0]);
        }
        var lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var (name, value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim());
            headers[name] = headers.TryGetValue(name, out var before) ? $"{before}, {value}" : value;
        }
        var status = int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        var body = new byte[status == 101 ? 0 : int.TryParse(headers.GetValueOrDefault("Content-Length"), out var length) ? length : 0];
        await stream.ReadExactlyAsync(body, cancel);
        return new(status, headers, Encoding.UTF8.GetString(body));
    }
}
