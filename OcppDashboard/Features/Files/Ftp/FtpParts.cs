using OcppDashboard.Configuration;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Received;
using OcppDashboard.Features.Files.Transfers;

namespace OcppDashboard.Features.Files.Ftp;

/// <summary>What every control connection works with.</summary>
internal sealed record FtpParts(
    DashboardSettings Settings, FileTransfers Transfers, ReceivedFiles Received, FirmwareLibrary Firmware, TransferProgress Progress, FileCertificate Certificate, FtpLimits Limits,
    FtpPassivePorts Ports, TimeProvider Time, ILogger<FtpServer> Logger);
