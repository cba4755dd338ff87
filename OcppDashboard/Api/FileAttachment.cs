using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace OcppDashboard.Api;

/// <summary>A file of this server as a download: never shown in place, and in parts where they are asked for.</summary>
internal static class FileAttachment
{
    private const string Binary = "application/octet-stream";

    public static IResult Of(FileStream content, string name, string sha256, DateTimeOffset modified) =>
        Results.Stream(content, Binary, Plain(name), modified, new EntityTagHeaderValue($"\"{sha256[..32]}\""), enableRangeProcessing: true);

    /// <summary>One part of a path without what is unseen; what else is in it the framework encodes.</summary>
    private static string Plain(string name)
    {
        var plain = string.Concat(name.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter) && char.GetUnicodeCategory(letter) is not UnicodeCategory.Format)
            .Select(letter => letter is '/' or '\\' ? '_' : letter)).Trim();
        return plain.Trim('.').Length == 0 ? "file.bin" : plain;
    }
}
