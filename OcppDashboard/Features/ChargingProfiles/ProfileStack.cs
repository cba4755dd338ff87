using System.Collections.Immutable;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.ChargingProfiles;

/// <summary>What becomes of a charge point's profiles, as pure functions (specification 3.13, 5.5, 5.16).</summary>
public static class ProfileStack
{
    /// <summary>
    /// Adds what was answered. An accepted profile takes the place of the one with its id, and of one with its purpose and stack level on its
    /// connector; a refused one leaves the held one of the same id as it is.
    /// </summary>
    public static ImmutableList<StoredChargingProfile> With(ImmutableList<StoredChargingProfile> profiles, StoredChargingProfile next)
    {
        if (!next.IsHeld && profiles.Any(known => known.Id == next.Id && known.IsHeld)) return profiles;
        var others = profiles.RemoveAll(known => known.Id == next.Id);
        if (next.IsHeld) others = Change(others, known => IsReplacedBy(known, next.ConnectorId, next.Profile), known => known with { ClearedAt = next.SentAt });
        return others.Add(next);
    }

    /// <summary>True for a held profile that a charge point drops when it accepts another.</summary>
    public static bool IsReplacedBy(StoredChargingProfile known, int connectorId, ChargingProfile next) => known.IsHeld && (known.Id == next.ChargingProfileId
        || (known.ConnectorId == connectorId && known.Purpose == next.ChargingProfilePurpose && known.Profile.StackLevel == next.StackLevel));

    /// <summary>True for a held profile that a ClearChargingProfile means: by its id alone where there is one, otherwise by all the criteria that are given.</summary>
    public static bool IsMeantBy(StoredChargingProfile known, ClearChargingProfileRequest criteria) => known.IsHeld && (criteria.Id is { } id
        ? known.Id == id
        : (criteria.ConnectorId is not { } connector || known.ConnectorId == connector)
            && (criteria.ChargingProfilePurpose is not { } purpose || known.Purpose == purpose)
            && (criteria.StackLevel is not { } level || known.Profile.StackLevel == level));

    public static ImmutableList<StoredChargingProfile> Cleared(ImmutableList<StoredChargingProfile> profiles, ClearChargingProfileRequest criteria, DateTimeOffset at) =>
        Change(profiles, known => IsMeantBy(known, criteria), known => known with { ClearedAt = at });

    /// <summary>A transaction began: profiles that came with its remote start belong to it, those of another are over.</summary>
    public static ImmutableList<StoredChargingProfile> Started(ImmutableList<StoredChargingProfile> profiles, int connectorId, int transactionId, DateTimeOffset at)
    {
        var mine = Change(profiles, known => IsOfTransaction(known, connectorId) && known.TransactionId is null, known => known with { TransactionId = transactionId });
        return Change(mine, known => IsOfTransaction(known, connectorId) && known.TransactionId != transactionId, known => known with { ClearedAt = at });
    }

    /// <summary>A TxProfile ends with its transaction.</summary>
    public static ImmutableList<StoredChargingProfile> Ended(ImmutableList<StoredChargingProfile> profiles, int connectorId, int transactionId, DateTimeOffset at) =>
        Change(profiles, known => IsOfTransaction(known, connectorId) && (known.TransactionId is null || known.TransactionId == transactionId), known => known with { ClearedAt = at });

    private static bool IsOfTransaction(StoredChargingProfile known, int connectorId) =>
        known.IsHeld && known.Purpose == ChargingProfilePurpose.TxProfile && known.ConnectorId == connectorId;

    private static ImmutableList<StoredChargingProfile> Change(ImmutableList<StoredChargingProfile> profiles, Predicate<StoredChargingProfile> which, Func<StoredChargingProfile, StoredChargingProfile> change)
    {
        for (var i = 0; i < profiles.Count; i++)
            if (which(profiles[i])) profiles = profiles.SetItem(i, change(profiles[i]));
        return profiles;
    }
}
