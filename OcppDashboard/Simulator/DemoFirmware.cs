using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OcppDashboard.Simulator;

/// <summary>
/// Firmware files for simulated charge points: one line of JSON (vendor, model, version, SHA-256 of the rest), a line feed, and bytes
/// that stand for a program.
/// </summary>
public static class DemoFirmware
{
    private const int LargestHeader = 2048;
    private static readonly JsonSerializerOptions Writing = new(JsonSerializerDefaults.Web);

    /// <summary>Makes a file of about <paramref name="size"/> bytes; the same arguments give the same file.</summary>
    public static byte[] Build(string vendor, string model, string version, int size = 256 * 1024)
    {
        var program = new byte[size];
        new Random(HashCodeOf(vendor + model + version)).NextBytes(program);
        var header = JsonSerializer.SerializeToUtf8Bytes(new Header(vendor, model, version, Convert.ToHexStringLower(SHA256.HashData(program))), Writing);
        return [.. header, (byte)'\n', .. program];
    }

    /// <summary>The version in a file that is meant for this vendor and model and arrived whole; else null and what is wrong.</summary>
    public static (string? Version, string? Fault) Check(ReadOnlyMemory<byte> file, string vendor, string model)
    {
        var end = file.Span[..Math.Min(file.Length, LargestHeader)].IndexOf((byte)'\n');
        if (end < 0) return (null, "not a firmware file: the header line is missing");
        Header? header;
        try
        {
            header = JsonSerializer.Deserialize<Header>(file.Span[..end], Writing);
        }
        catch (JsonException)
        {
            return (null, "not a firmware file: the header is not readable");
        }
        if (header is not { Version.Length: > 0 and <= 50 }) return (null, "the header has no version");
        if (header.Vendor != vendor || header.Model != model) return (null, $"meant for {header.Vendor} {header.Model}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(file.Span[(end + 1)..]));
        return hash.Equals(header.Sha256, StringComparison.OrdinalIgnoreCase) ? (header.Version, null) : (null, "the checksum is wrong");
    }

    private static int HashCodeOf(string text) => BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed record Header(string Vendor, string Model, string Version, string Sha256);
}
