using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Ocpp.Messages;

public sealed class IdTagComparerTests
{
    [Theory]
    [InlineData("04A1B2C3D4E5F6", "04 A1 B2 C3 D4 E5 F6")]
    [InlineData("04A1B2C3D4E5F6", "04:a1:b2:c3:d4:e5:f6")]
    [InlineData("04-A1-B2-C3", "04a1b2c3")]
    [InlineData("04.A1.B2.C3", "04 a1 b2 c3")]
    [InlineData("01 02 03 04 05 06 07 08 09 0A", "0102030405060708090a")]
    [InlineData("Anna", "ANNA")]
    public void X28_one_card_in_two_spellings_is_one(string one, string other)
    {
        Assert.True(IdTagComparer.Instance.Equals(one, other));
        Assert.True(IdTagComparer.Instance.Equals(other, one));
        Assert.Equal(IdTagComparer.Instance.GetHashCode(one), IdTagComparer.Instance.GetHashCode(other));
    }

    [Theory]
    [InlineData("04A1B2C3D4E5F6", "04 A1 B2 C3 D4 E5 F7")]
    [InlineData("04A1B2C3D4", "04 A1 B2 C3 D4")] // no card has five bytes
    [InlineData("CAFE-1234", "CAFE1234")]
    [InlineData("04-A1 B2-C3", "04A1B2C3")]
    [InlineData("AB CD EF GH", "ABCDEFGH")]
    [InlineData("04  A1 B2 C", "04A1B2C")]
    [InlineData("A B", "AB")]
    [InlineData("04A1B2C3", "C3B2A104")]
    public void X28_two_tags_stay_two(string one, string other) => Assert.False(IdTagComparer.Instance.Equals(one, other));
}
