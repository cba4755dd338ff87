using System.Text;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.Certificates;

/// <summary>Takes to the desk what charge points answer to commands about certificates, whoever sent them; late answers too.</summary>
public sealed class CertificateWatch(CertificateService desk, ChargePointCommands commands) : IHostedService
{
    private IDisposable? subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        subscription = commands.Follow(Changed);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        subscription?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A command that is over changes with a late answer alone, and that counts like one in time.</summary>
    private void Changed(CommandSnapshot command)
    {
        if (command is { IsOver: true, Action: "CertificateSigned" or "InstallCertificate" or "DeleteCertificate" }) Take(command);
    }

    private void Take(CommandSnapshot command)
    {
        if (!PayloadReader.TryRead(OcppActions.Find(command.Action)!, Encoding.UTF8.GetBytes(command.RequestJson), false, out var request, out _, out _)) return;
        var accepted = command.Status == "Accepted";
        switch (request)
        {
            case CertificateSignedRequest { CertificateChain: { } chain } when CertificateText.First(chain) is { } certificate:
                using (certificate) // without an answer it may be sent again
                    desk.Answered(command.ChargePointId, KnownCertificate.OfChargePoint, certificate, chain,
                        accepted ? CertificateState.Installed : command.ResponseJson is null ? CertificateState.Signed : CertificateState.Rejected);
                break;
            case InstallCertificateRequest { Certificate: { } pem } install when command.ResponseJson is not null && CertificateText.First(pem) is { } root:
                using (root) desk.Answered(command.ChargePointId, install.CertificateType.ToString(), root, pem, accepted ? CertificateState.Installed : CertificateState.Rejected);
                break;
            case DeleteCertificateRequest { CertificateHashData.SerialNumber: { } serial } when accepted || command.Status == "NotFound":
                desk.Deleted(command.ChargePointId, serial);
                break;
        }
    }
}
