using System.Resources;
using System.Runtime.CompilerServices;

namespace OcppDashboard.Components.ChargePointConfiguration;

/// <summary>Words of the configuration tab, from ConfigurationTexts.resx.</summary>
public static class ConfigurationTexts
{
    private static readonly ResourceManager Resources = new(typeof(ConfigurationTexts));

    public static string CompareWith => Get();
    public static string Baseline => Get();
    public static string OnlyDifferences => Get();
    public static string KeepBaseline => Get();
    public static string MakeTemplate => Get();
    public static string BaselineOf => Get();
    public static string NoDifference => Get();
    public static string UnreadBefore => Get();
    public static string UnreadAfter => Get();
    public static string ReadItThere => Get();
    public static string AskForAll => Get();
    public static string AskForAllHelp => Get();
    public static string Now => Get();
    public static string AskedFor => Get();
    public static string AfterRebootValue => Get();
    public static string NotHere => Get();
    public static string NotThere => Get();
    public static string NotCompared => Get();
    public static string Differs => Get();
    public static string WithoutEffect => Get();
    public static string WithoutEffectHelp => Get();

    private static string Get([CallerMemberName] string name = "") => Resources.GetString(name) ?? name;
}
