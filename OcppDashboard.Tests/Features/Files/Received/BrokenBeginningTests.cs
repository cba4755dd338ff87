using OcppDashboard.Features.Files;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files.Received;

public class BrokenBeginningTests
{
    [Fact]
    public async Task House21_an_upload_that_cannot_begin_leaves_its_file_free_for_the_next_try()
    {
        using var files = new TestFiles();
        var offer = await files.Transfers.OfferUploadAsync(TestFiles.ChargePoint, FileScheme.Http);
        var transfer = files.Transfers.Find(offer.TransferId)!;
        Assert.ThrowsAny<ArgumentException>(() => files.Received.Begin(transfer, -1, "HTTP PUT")); // fails where the length is set
        Assert.Equal(0, files.Received.TotalBytes);
        await using var incoming = files.Received.Begin(transfer, 0, "HTTP PUT");
        await incoming.WriteAsync("log"u8.ToArray(), CancellationToken.None);
        Assert.Equal(3, (await incoming.CompleteAsync("a.log", CancellationToken.None)).Size);
    }
}
