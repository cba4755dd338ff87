using System.Text;
using OcppDashboard.Api;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Metering;

namespace OcppDashboard.Tests.Api;

public class TransactionsCsvTests
{
    private static readonly DateTimeOffset At = new(2026, 5, 12, 10, 58, 4, TimeSpan.Zero);

    [Fact]
    public async Task Texts_that_a_spreadsheet_would_run_are_escaped()
    {
        using var body = new MemoryStream();
        TransactionRow[] rows =
        [
            new(7, "=HYPERLINK(\"http://evil\")", 1, -1, "+1+1", At, At.AddMinutes(44), 418_220, 448_540, 30_320, "@SUM(A1)", TransactionFlags.Offline | TransactionFlags.Clock),
            new(8, "P1, \"two\"", 2, null, null, At, null, null, null, null, null, TransactionFlags.None),
        ];
        await TransactionsCsv.WriteAsync(body, rows.ToAsyncEnumerable());
        var lines = Encoding.UTF8.GetString(body.ToArray()).Split("\r\n");
        Assert.StartsWith("id,charge point,connector", lines[0]);
        Assert.Equal("7,\"'=HYPERLINK(\"\"http://evil\"\")\",1,-1,\"'+1+1\",2026-05-12T10:58:04.000Z,2026-05-12T11:42:04.000Z,418220,448540,30320,\"'@SUM(A1)\",offline clock", lines[1]);
        Assert.Equal("8,\"P1, \"\"two\"\"\",2,,,2026-05-12T10:58:04.000Z,,,,,,", lines[2]);
    }

    [Fact]
    public async Task Points_are_numbers_in_base_units()
    {
        using var body = new MemoryStream();
        await TransactionsCsv.WriteAsync(body, [new MeterPoint { At = At, Context = "=x", EnergyWh = 418_220.5, PowerW = -3, StateOfCharge = 24 }]);
        Assert.Equal("2026-05-12T10:58:04.000Z,\"'=x\",418220.5,-3,,,,,,,,,,,24,,", Encoding.UTF8.GetString(body.ToArray()).Split("\r\n")[1]);
    }
}
