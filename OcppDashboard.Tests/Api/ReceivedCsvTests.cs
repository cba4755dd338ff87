using System.Text;
using OcppDashboard.Api;
using OcppDashboard.Data.Queries;

namespace OcppDashboard.Tests.Api;

public class ReceivedCsvTests
{
    [Fact]
    public async Task Names_that_a_spreadsheet_would_run_are_escaped()
    {
        using var body = new MemoryStream();
        ReceivedRow[] rows = [new(7, "CP-1", null, "=cmd|' /C calc'!A0", "x.bin", 1024, "ab12", new(2026, 5, 12, 10, 58, 4, TimeSpan.Zero), "HTTP PUT"), new(6, "CP,2", 3, null, "y.bin", 0, "cd34", new(2026, 5, 12, 10, 58, 4, TimeSpan.Zero), "FTP")];
        await ReceivedCsv.WriteAsync(body, rows.ToAsyncEnumerable());
        var lines = Encoding.UTF8.GetString(body.ToArray()).Split("\r\n");
        Assert.Equal("id,charge point,name,size (bytes),via,received (UTC),SHA-256", lines[0]);
        Assert.Equal("7,CP-1,\"'=cmd|' /C calc'!A0\",1024,HTTP PUT,2026-05-12T10:58:04.000Z,ab12", lines[1]);
        Assert.Equal("6,\"CP,2\",,0,FTP,2026-05-12T10:58:04.000Z,cd34", lines[2]);
    }
}
