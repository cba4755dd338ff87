using System.Text.RegularExpressions;

namespace OcppDashboard.Features.Files.Firmware;

/// <summary>What the name of a firmware file gives away.</summary>
public static partial class FirmwareName
{
    /// <summary>A guess for a person to correct: the version is the last thing with a dot between digits, the vendor is not guessed.</summary>
    /// <returns><c>delta-10566-3.4.fw</c>: version 3.4.</returns>
    public static FirmwareNote Guess(string name)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        var versions = Version().Matches(stem);
        return new(versions.Count == 0 ? null : versions[^1].Value);
    }

    [GeneratedRegex(@"\d+(?:\.\d+)+(?:[-+][0-9A-Za-z]+)?")]
    private static partial Regex Version();
}
