using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Tests.Support;
using Xunit.Abstractions;

namespace OcppDashboard.Tests.Benchmarks;

/// <summary>Runs only where the load generator is named: large files and what they cost the charge points (docs/performance.md).</summary>
public sealed class FileBenchmarkFactAttribute : FactAttribute
{
    public const string Load = "OCPP_LOAD";

    public FileBenchmarkFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Load) is null) Skip = $"a measurement, not a test: name the load generator (ocppload.dll) in {Load}";
    }
}

public sealed class FileTransferBenchmark : IDisposable
{
    private const int Firmware = 500_000_000;
    private const int Uploads = 50;
    private const int UploadSize = 10 << 20;
    private readonly string scratch = Directory.CreateTempSubdirectory("ocpp-bench-").FullName;

    private readonly ITestOutputHelper output;

    public FileTransferBenchmark(ITestOutputHelper output)
    {
        this.output = output;
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(workers + 2 * (Uploads + 1), ports); // each running program holds two that read what it prints; they are not the server's
    }

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [FileBenchmarkFact]
    public async Task Memory_while_500_MB_go_up_and_down()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var file = await MakeAsync(Firmware);
        await UpAsync(await MakeAsync(1_000_000)); // everything was used once
        var before = Memory();
        var peak = before;
        using var sampling = new Timer(_ => peak = Math.Max(peak, Memory()), null, 0, 50);
        var clock = Stopwatch.StartNew();
        await UpAsync(file);
        var up = clock.Elapsed;
        var offer = await central.Get<FileTransfers>().OfferFirmwareAsync(central.Snapshot("CP-1"), central.Get<FirmwareLibrary>().Files[^1], FileScheme.Http);
        clock.Restart();
        var (code, _, errors) = await Tool.RunAsync("curl", "-sS", "--fail", "-o", "/dev/null", offer.Address);
        Assert.True(code == 0, errors);
        Say($"500 MB up in {up.TotalSeconds:0.0} s, down in {clock.Elapsed.TotalSeconds:0.0} s; resident memory {before >> 20} MiB before, at most {(peak - before) / 1048576.0:0.0} MiB more");
        Assert.True(peak - before < 64L << 20);

        async Task UpAsync(string path)
        {
            var (code, _, errors) = await Tool.RunAsync("curl", "-sS", "--fail", "-T", path, "-H", "X-Upload: 1", $"http://localhost:{central.Port}/files/firmware?name=big.bin");
            Assert.True(code == 0, errors);
        }
    }

    [FileBenchmarkFact]
    public async Task Charge_points_while_50_uploads_run_at_full_speed()
    {
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { Files = settings.Files with { MaxReceivedTotalBytes = 20L << 30 } });
        await using var client = await central.BootAsync("CP-1");
        var file = await MakeAsync(UploadSize);
        var alone = await LoadAsync(central.Port, 10);
        var load = LoadAsync(central.Port, 20);
        await Task.Delay(TimeSpan.FromSeconds(5)); // connected and warm
        var (sent, clock) = (0L, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Uploads).Select(async i =>
        {
            await Task.Delay(i * 100); // fifty programs that start in one moment would be what is measured
            while (!load.IsCompleted)
            {
                var offer = await central.Get<FileTransfers>().OfferUploadAsync(central.Snapshot("CP-1"), FileScheme.Http);
                var (code, _, errors) = await Tool.RunAsync("curl", "-sS", "--fail", "-T", file, offer.Address);
                Assert.True(code == 0, errors);
                Interlocked.Add(ref sent, UploadSize);
            }
        }));
        Say($"alone: {alone}");
        Say($"with {Uploads} uploads at once, {sent / 1e6 / clock.Elapsed.TotalSeconds:0} MB/s together: {await load}");
    }

    private async Task<string> MakeAsync(int length)
    {
        var path = Path.Combine(scratch, length.ToString(CultureInfo.InvariantCulture));
        await using var target = File.Create(path);
        var piece = new byte[1_000_000];
        Random.Shared.NextBytes(piece);
        for (var left = length; left > 0; left -= piece.Length) await target.WriteAsync(piece.AsMemory(0, Math.Min(left, piece.Length)));
        return path;
    }

    private static async Task<string> LoadAsync(int port, int seconds)
    {
        var (code, text, errors) = await Tool.RunAsync("dotnet", Environment.GetEnvironmentVariable(FileBenchmarkFactAttribute.Load)!, "--url", $"ws://127.0.0.1:{port}/ocpp/", "--n", "200",
            "--seconds", seconds.ToString(CultureInfo.InvariantCulture), "--mode", "paced", "--rate", "1", "--mix", "day");
        Assert.True(code == 0, errors);
        using var result = JsonDocument.Parse(text);
        return result.RootElement.ToString();
    }

    private static long Memory()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }

    private void Say(FormattableString text) => output.WriteLine(FormattableString.Invariant(text));
}
