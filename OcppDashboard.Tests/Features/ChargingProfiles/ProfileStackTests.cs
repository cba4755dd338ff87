using System.Collections.Immutable;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Features.ChargingProfiles;

public class ProfileStackTests
{
    private static readonly DateTimeOffset Later = Booked.Noon.AddMinutes(5);
    private static readonly ImmutableList<StoredChargingProfile> Some =
        [Booked.Max(1, 0, (0, 40)), Booked.Default(2, 0, 0, (0, 32)), Booked.Default(3, 1, 0, (0, 16)), Booked.Default(4, 1, 1, (0, 10)), Booked.Tx(5, 1, 1, 7, (0, 6))];

    [Fact]
    public void A_profile_takes_the_place_of_its_id_and_of_its_purpose_and_level_on_its_connector()
    {
        Assert.Equal([1, 2, 4, 5, 9], Held(ProfileStack.With(Some, Booked.Default(9, 1, 0, (0, 8)))));
        Assert.Equal([1, 2, 3, 4, 5, 9], Held(ProfileStack.With(Some, Booked.Default(9, 2, 0, (0, 8)))));
        var moved = ProfileStack.With(Some, Booked.Default(3, 2, 5, (0, 8)));
        Assert.Equal([1, 2, 3, 4, 5], Held(moved));
        Assert.Equal(2, moved.Single(p => p.Id == 3).ConnectorId);
    }

    [Fact]
    public void A_refused_profile_is_remembered_and_replaces_nothing()
    {
        var refused = Booked.Default(9, 1, 0, (0, 8)) with { Status = "Rejected" };
        var after = ProfileStack.With(Some, refused);
        Assert.Equal([1, 2, 3, 4, 5], Held(after));
        Assert.Contains(refused, after);
        Assert.Same(Some, ProfileStack.With(Some, Booked.Default(3, 1, 0, (0, 8)) with { Status = "NotSupported" }));
        Assert.Equal([1, 2, 4, 5, 9], Held(ProfileStack.With(after, Booked.Default(9, 1, 0, (0, 8))))); // accepted at the second try
    }

    [Fact]
    public void Clearing_goes_by_the_id_alone_or_by_all_criteria()
    {
        Assert.Equal([1, 2, 4, 5], Cleared(new(3)));
        Assert.Equal([1, 2, 4, 5], Cleared(new(3, 2, ChargingProfilePurpose.TxProfile, 8)));
        Assert.Equal([1, 2], Cleared(new(ConnectorId: 1)));
        Assert.Equal([1, 5], Cleared(new(ChargingProfilePurpose: ChargingProfilePurpose.TxDefaultProfile)));
        Assert.Equal([4, 5], Cleared(new(StackLevel: 0)));
        Assert.Equal([1, 2, 3, 5], Cleared(new(null, 1, ChargingProfilePurpose.TxDefaultProfile, 1)));
        Assert.Empty(Cleared(new()));
        Assert.Equal([1, 2, 3, 4, 5], Cleared(new(99)));
    }

    [Fact]
    public void A_transactions_profile_ends_with_it()
    {
        Assert.Equal([1, 2, 3, 4], Held(ProfileStack.Ended(Some, 1, 7, Later)));
        Assert.Equal([1, 2, 3, 4, 5], Held(ProfileStack.Ended(Some, 1, 6, Later))); // an old one, told late
        Assert.Equal([1, 2, 3, 4, 5], Held(ProfileStack.Ended(Some, 2, 7, Later)));
        Assert.Equal([1, 2, 3, 4], Held(ProfileStack.Started(Some, 1, 8, Later)));
        var waiting = Some.Add(Booked.Tx(6, 2, 0, null, (0, 6)));
        Assert.Equal(8, ProfileStack.Started(waiting, 2, 8, Later).Single(p => p.Id == 6).TransactionId);
    }

    private static IEnumerable<int> Cleared(ClearChargingProfileRequest criteria) => Held(ProfileStack.Cleared(Some, criteria, Later));

    private static IEnumerable<int> Held(IEnumerable<StoredChargingProfile> profiles) => profiles.Where(p => p.IsHeld).Select(p => p.Id).Order();
}
