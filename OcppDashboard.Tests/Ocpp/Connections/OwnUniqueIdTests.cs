using OcppDashboard.Ocpp.Connections;

namespace OcppDashboard.Tests.Ocpp.Connections;

/// <summary>Which UniqueIds are those of CALLs to a charge point.</summary>
public class OwnUniqueIdTests
{
    [Fact]
    public void D16_an_id_is_known_again_in_whatever_spelling_for_its_charge_point_alone()
    {
        var id = OwnUniqueId.New("CP-1");
        Assert.True(Guid.TryParse(id, out _));
        Assert.NotEqual(id, OwnUniqueId.New("CP-1"));
        foreach (var spelling in new[] { id, id.ToUpperInvariant(), $"{{{id}}}", $" {id}\0", id.Replace("-", "", StringComparison.Ordinal) })
            Assert.True(OwnUniqueId.IsOf("CP-1", spelling), spelling);
        Assert.True(OwnUniqueId.IsOf("cp-1", id));
        Assert.False(OwnUniqueId.IsOf("CP-2", id));
    }

    [Fact]
    public void D16_what_was_never_used_is_no_id_of_ours()
    {
        var id = OwnUniqueId.New("CP-1");
        var other = id[..^1] + (id[^1] == '0' ? '1' : '0');
        foreach (var text in new[] { "", "-", "no-such-call", "1", other, id[..^1], id + "0", Guid.Empty.ToString(), new string('a', 4000) })
            Assert.False(OwnUniqueId.IsOf("CP-1", text), text);
    }
}
