using System.Globalization;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.ChargePointConfiguration;

namespace OcppDashboard.Features.Authorization.LocalLists;

/// <summary>What a charge point's configuration says of its local authorization list; null members were not read.</summary>
/// <param name="MostTags">LocalAuthListMaxLength: entries that its list holds.</param>
/// <param name="MostInMessage">SendLocalListMaxLength: entries in one SendLocalList.</param>
public sealed record LocalListLimits(int? MostTags = null, int? MostInMessage = null)
{
    /// <param name="commands">Newest first.</param>
    public static LocalListLimits From(IReadOnlyList<CommandSnapshot> commands) => new(Number(commands, "LocalAuthListMaxLength"), Number(commands, "SendLocalListMaxLength"));

    /// <summary>What was read later counts.</summary>
    public LocalListLimits With(LocalListLimits later) => new(later.MostTags ?? MostTags, later.MostInMessage ?? MostInMessage);

    private static int? Number(IReadOnlyList<CommandSnapshot> commands, string key) =>
        int.TryParse(ReportedValues.Find(commands, key), NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 ? most : null;
}
