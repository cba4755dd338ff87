using OcppDashboard.Data.History;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Data.History;

public sealed class NewestStampsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 12, 10, 0, 0, TimeSpan.Zero);
    private readonly TestHistory history = new();

    [Fact]
    public Task What_is_later_than_all_that_is_kept_is_new() => history.DoAsync(database =>
    {
        var stamps = new NewestStamps();
        Assert.True(stamps.IsNewer(database, 1, 1, Now)); // nothing is kept at all
        stamps.Note(1, 1, Now);
        stamps.Note(1, 1, Now.AddSeconds(-5));
        Assert.False(stamps.IsNewer(database, 1, 1, Now));
        Assert.False(stamps.IsNewer(database, 1, 1, Now.AddSeconds(-1)));
        Assert.True(stamps.IsNewer(database, 1, 1, Now.AddSeconds(1)));
        Assert.True(stamps.IsNewer(database, 1, 2, Now));
        return true;
    });

    [Fact]
    public Task Nothing_is_sure_after_a_group_failed() => history.DoAsync(database =>
    {
        var stamps = new NewestStamps();
        Assert.True(stamps.IsNewer(database, 1, 1, Now));
        stamps.Clear();
        Assert.False(stamps.IsNewer(database, 1, 1, Now));
        return true;
    });

    [Fact]
    public Task A_late_reading_of_a_connector_that_is_not_known_makes_no_later_one_new() => history.DoAsync(database =>
    {
        var stamps = new NewestStamps();
        stamps.Clear();
        stamps.Note(1, 1, Now.AddMinutes(-20), Now); // out of a queue
        Assert.False(stamps.IsNewer(database, 1, 1, Now.AddMinutes(-1)));
        Assert.True(stamps.IsNewer(database, 1, 1, Now.AddSeconds(1)));
        return true;
    });

    [Fact]
    public Task Connectors_that_are_made_up_do_not_pile_up() => history.DoAsync(database =>
    {
        var stamps = new NewestStamps();
        Assert.True(stamps.IsNewer(database, 1, 1, Now));
        for (var i = 0; i < 500_000; i++) stamps.Note(1, i, Now);
        Assert.InRange(stamps.Count, 0, NewestStamps.Most);
        Assert.True(stamps.IsNewer(database, 1, 1_000_000, Now)); // and are not looked for
        return true;
    });

    public void Dispose() => history.Dispose();
}
