using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>The real program as an operator starts it: what it says when it cannot start, and what a kill leaves behind.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ocpp-process-");

    [Fact]
    public async Task A_taken_port_is_one_sentence()
    {
        using var taken = new TcpListener(IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        Assert.Contains("already in use", await FailsAsync("--lab", "--Port", port, "--Data:Directory", folder.FullName), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_FTP_port_is_one_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        Assert.Contains($"The port {port} is already in use", await FailsAsync("--lab", "--Port", "0", "--Files:Ftp:Port", port, "--Data:Directory", folder.FullName), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_there_is_for_files_is_told_before_the_two_last_lines()
    {
        using var process = Start("--lab", "--Port", "0", "--Data:Directory", folder.FullName);
        Assert.Matches("^Files:         ftp on port [1-9][0-9]*, passive on any free port, from this machine only$", await process.StandardOutput.ReadLineAsync().WaitAsync(Deadline));
        Assert.StartsWith("Dashboard: ", await process.StandardOutput.ReadLineAsync().WaitAsync(Deadline), StringComparison.Ordinal);
        Assert.StartsWith("Charge points: ", await process.StandardOutput.ReadLineAsync().WaitAsync(Deadline), StringComparison.Ordinal);
        process.Kill();
        await process.WaitForExitAsync();
    }

    [Theory]
    [InlineData("Files:Tls cannot be used", "--Files:Tls:CertificateFile={folder}/file")]
    [InlineData("cannot be written to", "--Data:Directory={folder}/file/below")]
    [InlineData("cannot be used", "--Data:Directory={folder}/garbage")]
    [InlineData("Port is \"abc\"", "--Port=abc")]
    [InlineData("Ocpp:CallTimeoutSeconds is \"0\"", "--Ocpp:CallTimeoutSeconds", "0")]
    [InlineData("Open, Approve", "--Ocpp:Onboarding=Sometimes")]
    [InlineData("\"--nonsense\" is not understood", "--nonsense")]
    [InlineData("\"serve\" is not understood", "serve")]
    public async Task What_is_wrong_is_one_sentence(string part, params string[] arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "file"), "");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "garbage"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "garbage", "ocppdashboard.db"), new string('x', 5000));
        var all = arguments.Select(argument => argument.Replace("{folder}", folder.FullName, StringComparison.Ordinal)).ToList();
        if (!all.Exists(argument => argument.StartsWith("--Data", StringComparison.Ordinal))) all = ["--Data:Directory", folder.FullName, .. all];
        if (!all.Exists(argument => argument.StartsWith("--Port", StringComparison.Ordinal))) all = ["--Port", "0", .. all];
        Assert.Contains(part, await FailsAsync([.. all]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_settings_file_is_one_sentence()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "appsettings.json"), "{ \"Port\": ");
        Assert.Contains("settings file", await FailsAsync("--lab"), StringComparison.Ordinal);
    }

    /// <summary>Three kills; the environment variable OCPP_KILLS asks for more.</summary>
    [Fact]
    public async Task After_a_kill_all_that_was_answered_is_stored_once()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("OCPP_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 3;
        var answered = new AnsweredMessages();
        for (var kill = 0; kill < kills; kill++)
        {
            using var process = Start("--lab", "--Port", "0", "--Data:Directory", folder.FullName);
            var port = await PortAsync(process);
            var load = Enumerable.Range(1, 6).Select(i => answered.SendUntilCutAsync(port, $"CP-{i}", kill)).ToList();
            var enough = answered.Count + 150 + Random.Shared.Next(100);
            await Eventually.IsAsync(() => answered.Count >= enough, "answers under load", Deadline);
            process.Kill();
            await process.WaitForExitAsync();
            await Task.WhenAll(load);
        }
        await using var database = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "ocppdashboard.db")};Pooling=False");
        await database.OpenAsync();
        Assert.Equal("ok", await ScalarAsync(database, "PRAGMA integrity_check"));
        Assert.Equal(answered.Starts.Count, answered.Starts.Distinct().Count());
        foreach (var id in answered.Starts) Assert.Equal(1L, await ScalarAsync(database, $"SELECT COUNT(*) FROM Transactions WHERE Id = {id}"));
        foreach (var id in answered.Stops) Assert.Equal(1L, await ScalarAsync(database, $"SELECT COUNT(*) FROM Transactions WHERE Id = {id} AND StoppedAt IS NOT NULL AND EnergyWh = 10"));
        foreach (var (id, register) in answered.Values)
            Assert.Equal(1L, await ScalarAsync(database, $"SELECT COUNT(*) FROM MeterValues WHERE TransactionId = {id} AND EnergyWh = {register}"));
        Assert.Equal(0L, await ScalarAsync(database, "SELECT COUNT(*) FROM (SELECT 1 FROM Transactions GROUP BY ChargePointKey, ConnectorId, StartStamp, IdTag HAVING COUNT(*) > 1)"));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<string> FailsAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync().WaitAsync(Deadline);
        await process.WaitForExitAsync().WaitAsync(Deadline);
        Assert.Equal(1, process.ExitCode);
        Assert.DoesNotContain("   at ", error + await output, StringComparison.Ordinal);
        Assert.True(error.Trim().Split('\n').Length == 1 && error.TrimEnd().EndsWith('.'), error);
        return error;
    }

    private Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "OcppDashboard.dll"), .. arguments])
    {
        WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true,
    })!;

    private static async Task<int> PortAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Deadline) is { } line)
            if (line.StartsWith("Dashboard:", StringComparison.Ordinal)) return new Uri(line["Dashboard:".Length..].Trim()).Port;
        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    private static async Task<object?> ScalarAsync(SqliteConnection database, string sql)
    {
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
