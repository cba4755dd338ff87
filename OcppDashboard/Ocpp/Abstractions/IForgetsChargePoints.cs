namespace OcppDashboard.Ocpp.Abstractions;

/// <summary>
/// Keeps something in memory for each charge point, and lets it go when the charge point is removed. Whoever has a collection with charge
/// points as keys implements this; a test looks for those who do not.
/// </summary>
public interface IForgetsChargePoints
{
    /// <summary>The charge point was removed and is disconnected. Must not throw, and must write nothing: its rows are gone.</summary>
    void Forget(string chargePointId);
}

/// <summary>Has files of charge points beside the database.</summary>
public interface IDeletesChargePointFiles
{
    /// <summary>Deletes all files of a charge point whose history is to go with it.</summary>
    Task DeleteFilesAsync(string chargePointId, CancellationToken stop);
}

public static class ForgettingServices
{
    /// <summary>Tells a service that is registered already when a charge point is removed.</summary>
    public static IServiceCollection AddForgetting<T>(this IServiceCollection services) where T : class, IForgetsChargePoints =>
        services.AddSingleton<IForgetsChargePoints>(provider => provider.GetRequiredService<T>());
}
