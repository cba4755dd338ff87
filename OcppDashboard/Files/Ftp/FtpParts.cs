using OcppDashboard.Configuration;
using OcppDashboard.Files.Firmware;
using OcppDashboard.Files.Received;
using OcppDashboard.Files.Transfers;

namespace OcppDashboard.Files.Ftp;

/// <summary>What every control connection works with.</summary>
internal sealed record FtpParts(
    DashboardSettings Settings, FileTransfers Transfers, ReceivedFiles Received, FirmwareLibrary Firmware, TransferProgress Progress, FileCertificate Certificate, FtpLimits Limits,
    FtpPassivePorts Ports, TimeProvider Time, ILogger<FtpServer> Logger);
