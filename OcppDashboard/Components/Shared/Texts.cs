using System.Resources;
using System.Runtime.CompilerServices;

namespace OcppDashboard.Components.Shared;

/// <summary>Words of the shell and of what all pages share, from Texts.resx. A missing key shows its name.</summary>
public static class Texts
{
    private static readonly ResourceManager Resources = new(typeof(Texts));

    public static string Wall => Get();
    public static string Transactions => Get();
    public static string Messages => Get();
    public static string Demo => Get();
    public static string Connect => Get();
    public static string Menu => Get();
    public static string Help => Get();
    public static string Close => Get();
    public static string Live => Get();
    public static string Copy => Get();
    public static string CopyLink => Get();
    public static string Reload => Get();
    public static string TryNow => Get();
    public static string Connecting => Get();
    public static string PageFailed => Get();
    public static string PartFailed => Get();
    public static string TryAgain => Get();
    public static string BackToWall => Get();
    public static string NotFound => Get();
    public static string NotFoundHelp => Get();
    public static string SwitchTheme => Get();
    public static string LabMode => Get();
    public static string LabModeHelp => Get();
    public static string DemoMode => Get();
    public static string DemoModeHelp => Get();
    public static string StorageFault => Get();
    public static string StorageFaultHelp => Get();
    public static string StorageFaultSince => Get();
    public static string StorageLostHelp => Get();
    public static string StorageSilentHelp => Get();
    public static string KeySearch => Get();
    public static string KeyHelp => Get();
    public static string KeyClose => Get();
    public static string Files => Get();
    public static string Commissioning => Get();
    public static string SpaceLow => Get();
    public static string SpaceLowHelp => Get();

    private static string Get([CallerMemberName] string name = "") => Resources.GetString(name) ?? name;
}
