using System.Resources;
using System.Runtime.CompilerServices;

namespace OcppDashboard.Components.ChargingProfiles;

/// <summary>Words about charging profiles, from ProfileTexts.resx.</summary>
public static class ProfileTexts
{
    private static readonly ResourceManager Resources = new(typeof(ProfileTexts));

    public static string Profiles => Get();
    public static string Purpose => Get();
    public static string AllConnectors => Get();
    public static string StackLevel => Get();
    public static string ProfileId => Get();
    public static string Kind => Get();
    public static string RecurringDaily => Get();
    public static string RecurringWeekly => Get();
    public static string StartSchedule => Get();
    public static string Unit => Get();
    public static string Ampere => Get();
    public static string Watt => Get();
    public static string Duration => Get();
    public static string Presets => Get();
    public static string Limit16 => Get();
    public static string Limit11 => Get();
    public static string NightOnly => Get();
    public static string SpareEvening => Get();
    public static string Schedule => Get();
    public static string PeriodStart => Get();
    public static string Limit => Get();
    public static string Phases => Get();
    public static string Actions => Get();
    public static string Up => Get();
    public static string Down => Get();
    public static string AddPeriod => Get();
    public static string Validity => Get();
    public static string ValidFrom => Get();
    public static string ValidTo => Get();
    public static string MinChargingRate => Get();
    public static string SummerTime => Get();
    public static string SetProfile => Get();
    public static string ClearBy => Get();
    public static string OneProfile => Get();
    public static string ByCriteria => Get();
    public static string ClearIdHint => Get();
    public static string Any => Get();
    public static string Clear => Get();
    public static string CompositeHelp => Get();
    public static string ItsChoice => Get();
    public static string NewProfile => Get();
    public static string ClearSome => Get();
    public static string Edit => Get();
    public static string NoProfiles => Get();
    public static string Earlier => Get();
    public static string Held => Get();
    public static string Composite => Get();
    public static string Expected => Get();
    public static string Answered => Get();
    public static string NotAsked => Get();
    public static string Ask => Get();
    public static string Span => Get();
    public static string Status => Get();
    public static string Level => Get();
    public static string Valid => Get();
    public static string Agree => Get();
    public static string Commands => Get();
    public static string Over => Get();
    public static string WithProfile => Get();
    public static string WithoutProfile => Get();
    public static string ProfileChoice => Get();
    public static string CompositeNote => Get();

    private static string Get([CallerMemberName] string name = "") => Resources.GetString(name) ?? name;
}
