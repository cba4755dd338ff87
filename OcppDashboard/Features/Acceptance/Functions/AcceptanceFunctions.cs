namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>The 16 functions of the script.</summary>
public static class AcceptanceFunctions
{
    /// <summary>By number.</summary>
    public static IReadOnlyList<AcceptanceFunction> All { get; } = [.. typeof(AcceptanceFunction).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(AcceptanceFunction)))
        .Select(type => (AcceptanceFunction)Activator.CreateInstance(type)!).OrderBy(function => function.Info.Number)];

    public static AcceptanceFunction? Find(int number) => All.FirstOrDefault(function => function.Info.Number == number);

    /// <summary>The function that a leg belongs to.</summary>
    public static AcceptanceFunction? OfLeg(string leg) => All.FirstOrDefault(function => function.Info.Legs.Any(info => info.Id == leg));

    /// <summary>The order with the fewest hands.</summary>
    public static IReadOnlyList<int> Order { get; } = [1, 4, 5, 2, 3, 15, 16, 11, 6, 8, 7, 10, 14, 9, 13, 12];
}
