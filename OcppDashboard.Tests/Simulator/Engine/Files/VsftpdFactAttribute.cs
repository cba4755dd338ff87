namespace OcppDashboard.Tests.Simulator.Engine.Files;

/// <summary>A fact that needs Debian's FTP server: skipped by name where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VsftpdFactAttribute : FactAttribute
{
    public VsftpdFactAttribute() => Skip = File.Exists(VsftpdServer.Program) ? null : $"Vsftpd: vsftpd is not installed ({VsftpdServer.Program})";
}
