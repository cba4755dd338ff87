using Microsoft.Data.Sqlite;
using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Data.History;

/// <summary>What is written into a file that has no name any more is lost: nobody is told that it was kept.</summary>
public sealed class LostDatabaseTests : IDisposable
{
    private readonly TestHistory history = new();

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task R11_a_deleted_database_takes_nothing(string which)
    {
        await KeepAsync("before");
        File.Delete(history.DatabaseFile + which);
        await Assert.ThrowsAsync<StorageFailedException>(() => KeepAsync("after"));
        Assert.Contains("deleted", history.Health.Fault, StringComparison.Ordinal);
        Assert.Equal(which.Length > 0, File.Exists(history.DatabaseFile)); // no empty one is put in its place
    }

    [Fact]
    public async Task R11_a_replaced_database_takes_nothing()
    {
        await KeepAsync("before");
        File.Copy(history.DatabaseFile, history.DatabaseFile + ".copy");
        File.Move(history.DatabaseFile + ".copy", history.DatabaseFile, overwrite: true);
        await Assert.ThrowsAsync<StorageFailedException>(() => KeepAsync("after"));
        Assert.NotNull(history.Health.Fault);
    }

    [Fact]
    public async Task R11_a_moved_folder_takes_nothing_until_it_is_back()
    {
        await KeepAsync("before");
        Directory.Move(history.Folder, history.Folder + "-moved");
        await Assert.ThrowsAsync<StorageFailedException>(() => KeepAsync("after"));
        history.Writer.Keep(new OccurrenceWrite("CP-1", DateTimeOffset.UnixEpoch, "Boot", "waits"));
        Directory.Move(history.Folder + "-moved", history.Folder);
        await KeepAsync("back");
        Assert.Null(history.Health.Fault);
        await using var context = history.CreateDbContext();
        Assert.Equal(["before", "back"], context.Quarantine.OrderBy(q => q.Id).Select(q => q.Fault).ToList().Where(fault => fault != "after"));
        await Eventually.IsAsync(() => { using var now = history.CreateDbContext(); return now.Occurrences.Any(); }, "what waited");
    }

    [Fact]
    public async Task R12_a_disk_that_does_not_answer_is_told_with_the_time_since_when_and_leaves_by_itself()
    {
        using var gate = new ManualResetEventSlim();
        var isWriting = new TaskCompletionSource();
        var hanging = history.DoAsync(_ =>
        {
            isWriting.SetResult();
            gate.Wait();
            return true;
        });
        await isWriting.Task.WaitAsync(RawOcppClient.Deadline);
        Assert.Null(history.Health.Fault);
        history.Time.Advance(TimeSpan.FromSeconds(45));
        await Eventually.IsAsync(() => history.Health.Fault is not null, "word of the disk");
        Assert.Contains("disk", history.Health.Fault, StringComparison.Ordinal);
        Assert.InRange(history.Time.GetUtcNow() - history.Health.Current!.Since, TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(105));
        gate.Set();
        await hanging;
        await Eventually.IsAsync(() => history.Health.Fault is null, "the end of it");
    }

    public void Dispose() => history.Dispose();

    private Task<bool> KeepAsync(string what) => history.Writer.KeepAsync(new QuarantineWrite("CP-1", "StartTransaction", new byte[10], what, DateTimeOffset.UnixEpoch));
}
