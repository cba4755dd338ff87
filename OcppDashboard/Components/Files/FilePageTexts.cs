using System.Resources;
using System.Runtime.CompilerServices;

namespace OcppDashboard.Components.Files;

/// <summary>Words of the pages about files, from FilePageTexts.resx.</summary>
public static class FilePageTexts
{
    private static readonly ResourceManager Resources = new(typeof(FilePageTexts));

    public static string Firmware => Get();
    public static string Received => Get();
    public static string Name => Get();
    public static string Version => Get();
    public static string Vendor => Get();
    public static string Model => Get();
    public static string For => Get();
    public static string Size => Get();
    public static string Sha256 => Get();
    public static string Added => Get();
    public static string Used => Get();
    public static string Via => Get();
    public static string ReceivedAt => Get();
    public static string ChargePoint => Get();
    public static string Actions => Get();
    public static string Any => Get();
    public static string NotUsed => Get();
    public static string Edit => Get();
    public static string Save => Get();
    public static string Download => Get();
    public static string Delete => Get();
    public static string View => Get();
    public static string Cancel => Get();
    public static string CopySha => Get();
    public static string DropHere => Get();
    public static string DropHint => Get();
    public static string ChooseFile => Get();
    public static string ChooseAnother => Get();
    public static string Upload => Get();
    public static string VersionHint => Get();
    public static string ForHint => Get();
    public static string Checking => Get();
    public static string Cancelled => Get();
    public static string Broke => Get();
    public static string OneFile => Get();
    public static string EmptyFile => Get();
    public static string NoSpace => Get();
    public static string Kept => Get();
    public static string Another => Get();
    public static string Progress => Get();
    public static string NoFirmware => Get();
    public static string EditFirmware => Get();
    public static string EditHint => Get();
    public static string NoReceived => Get();
    public static string NoReceivedHere => Get();
    public static string NotKept => Get();
    public static string LostForGood => Get();
    public static string NoMatch => Get();
    public static string ShowAll => Get();
    public static string AllChargePoints => Get();
    public static string SearchReceived => Get();
    public static string Unnamed => Get();
    public static string ListFailed => Get();
    public static string NoSuchFile => Get();
    public static string FileFailed => Get();
    public static string NotText => Get();
    public static string NoLines => Get();
    public static string NoLineMatches => Get();
    public static string FilterLines => Get();
    public static string OnlyFirst => Get();
    public static string Content => Get();
    public static string Line => Get();
    public static string GetDiagnostics => Get();
    public static string UnderWay => Get();
    public static string ReceivedFiles => Get();
    public static string Fitting => Get();
    public static string NoFitting => Get();
    public static string ToFiles => Get();
    public static string Update => Get();
    public static string NotCome => Get();
    public static string Since => Get();

    private static string Get([CallerMemberName] string name = "") => Resources.GetString(name) ?? name;
}
