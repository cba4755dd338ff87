using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OcppDashboard.Tests.Simulator.Engine.Files;

/// <summary>A vsftpd of its own on the loopback address: everybody may read its folder, and write into <c>upload/</c>.</summary>
internal sealed class VsftpdServer : IDisposable
{
    public const string Program = "/usr/sbin/vsftpd";
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;
    private const UnixFileMode ReadByAll = (UnixFileMode)0b111_101_101;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vsftpd");
    private readonly Process process;

    private VsftpdServer(int port, string more)
    {
        Port = port;
        // its users run as another one; a root that may be written into is refused
        foreach (var (name, mode) in new[] { ("", ReadByAll), ("empty", ReadByAll), ("root", ReadByAll), ("root/upload", Everybody) })
        {
            Directory.CreateDirectory(PathOf(name));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(PathOf(name), mode);
        }
        File.WriteAllText(PathOf("vsftpd.conf"), Configuration(more));
        process = Process.Start(new ProcessStartInfo(Program, [PathOf("vsftpd.conf")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    public int Port { get; }

    /// <summary>The commands it got after the login, as its log has them.</summary>
    public IReadOnlyList<string> Commands => !File.Exists(PathOf("log")) ? [] :
        [.. File.ReadLines(PathOf("log")).Where(line => line.Contains($"[{User}] FTP command", StringComparison.Ordinal)).Select(line => line.Split('"')[^2])];

    /// <param name="more">Further lines of its configuration.</param>
    public static async Task<VsftpdServer> StartAsync(string more = "")
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var server = new VsftpdServer(port, more);
        await SmallCentralSystem.Until(server.Answers, () => "vsftpd did not start" + (server.process.HasExited ? ": " + server.process.StandardOutput.ReadToEnd() : ""));
        return server;
    }

    public string Location(string path) => $"ftp://anonymous:x@127.0.0.1:{Port}/{path}";

    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    public void Dispose()
    {
        process.Kill(entireProcessTree: true); // and those it began for its connections
        process.WaitForExit();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private static string User => Environment.IsPrivilegedProcess ? "ftp" : Environment.UserName;

    private bool Answers()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException) when (!process.HasExited)
        {
            return false;
        }
    }

    private string Configuration(string more) => $"""
        listen=YES
        listen_address=127.0.0.1
        listen_port={Port}
        background=NO
        run_as_launching_user={(Environment.IsPrivilegedProcess ? "NO" : "YES")}
        ftp_username={User}
        nopriv_user=nobody
        secure_chroot_dir={PathOf("empty")}
        seccomp_sandbox=NO
        anonymous_enable=YES
        local_enable=NO
        anon_root={PathOf("root")}
        anon_umask=022
        anon_world_readable_only=NO
        anon_upload_enable=YES
        anon_other_write_enable=YES
        write_enable=YES
        port_enable=NO
        connect_from_port_20=NO
        pasv_min_port=28100
        pasv_max_port=28999
        log_ftp_protocol=YES
        vsftpd_log_file={PathOf("log")}
        xferlog_enable=YES
        xferlog_std_format=NO
        {more}

        """;
}
