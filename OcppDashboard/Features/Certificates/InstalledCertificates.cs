using System.Text;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.Certificates;

/// <summary>A certificate that a charge point said it holds.</summary>
/// <param name="Known">The one that was sent from here with this serial number; null: another's.</param>
public sealed record InstalledCertificate(CertificateUse Use, CertificateHashData Hash, KnownCertificate? Known);

/// <summary>What charge points answered to GetInstalledCertificateIds last: there is no other memory of it than the commands.</summary>
public static class InstalledCertificates
{
    /// <param name="commands">Newest first.</param>
    /// <param name="known">As <see cref="CertificateService.Of"/> has them.</param>
    /// <param name="askedAt">The latest answer; null: there is none.</param>
    public static IReadOnlyList<InstalledCertificate> From(IReadOnlyList<CommandSnapshot> commands, IReadOnlyList<KnownCertificate> known, out DateTimeOffset? askedAt)
    {
        askedAt = null;
        var action = OcppActions.Of<GetInstalledCertificateIdsRequest>();
        List<InstalledCertificate> all = [];
        HashSet<CertificateUse> read = [];
        foreach (var command in commands.Where(c => c.Action == action.Name && c.ResponseJson is not null))
        {
            if (!PayloadReader.TryRead(action, Encoding.UTF8.GetBytes(command.RequestJson), false, out var request, out _, out _) || request is not GetInstalledCertificateIdsRequest asked) continue;
            if (!read.Add(asked.CertificateType) || !PayloadReader.TryRead(action, Encoding.UTF8.GetBytes(command.ResponseJson!), true, out var response, out _, out _)) continue;
            askedAt ??= command.RequestedAt;
            foreach (var hash in ((GetInstalledCertificateIdsResponse)response).CertificateHashData ?? [])
                all.Add(new(asked.CertificateType, hash, known.FirstOrDefault(one => one.Use == asked.CertificateType.ToString() && one.SerialNumber.Length > 0 && CertificateText.IsSameSerial(one.SerialNumber, hash.SerialNumber ?? ""))));
        }
        return all;
    }
}
