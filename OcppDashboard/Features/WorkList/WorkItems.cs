using System.Collections.Immutable;
using System.Globalization;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Features.WorkList;

/// <summary>What somebody should do something about, the most pressing first.</summary>
public enum WorkKind
{
    Storage,
    Space,
    Security,
    Faulted,
    Certificate,
    NotAnswering,
    Offline,
    Stale,
    Refused,
    Orphan,
    ClockDrift,
    Finding,
}

/// <summary>One line of the work list.</summary>
/// <param name="Key">Unique in the list and the same as long as it is about the same thing.</param>
/// <param name="ChargePointIds">Whom it is about; empty: the server, or nobody known.</param>
/// <param name="Subject">What it is about, for a person: a charge point, an address, a finding's title.</param>
/// <param name="Detail">What is the matter, as far as there is more to say than the kind does: an error code, a reason.</param>
/// <param name="Signature">Changes when the matter does: an acknowledgement holds until then.</param>
public sealed record WorkItem(WorkKind Kind, string Key, ImmutableArray<string> ChargePointIds, string Subject, string Detail, DateTimeOffset? Since, string Signature)
{
    /// <summary>The next step where the matter itself says it: advice of a finding or a refusal; null: by its kind.</summary>
    public string? NextStep { get; init; }

    /// <summary>How often it happened; 1: once.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The transaction it is about.</summary>
    public int? TransactionId { get; init; }

    public ChargePointErrorCode? ErrorCode { get; init; }
}

/// <summary>A stop without a start.</summary>
public sealed record OrphanStop(int TransactionId, string ChargePointId, string? IdTag, DateTimeOffset At);

/// <summary>What the work list is made from.</summary>
/// <param name="HeartbeatOf">Interval told to a charge point.</param>
public sealed record WorkFacts(
    IReadOnlyList<ChargePointSnapshot> ChargePoints, IReadOnlyList<HandshakeAttempt> Refused, IReadOnlyList<OrphanStop> Orphans, IReadOnlyList<CriticalSecurityEvent> Security,
    Func<string, TimeSpan> HeartbeatOf, string? StorageFault = null, bool IsSpaceLow = false)
{
    public DateTimeOffset? StorageFaultSince { get; init; }

    /// <summary>Of the door for TLS.</summary>
    public ImmutableArray<WatchedCertificate> Certificates { get; init; } = [];

    /// <summary>Why its files are not served as they are, a sentence; null: they are.</summary>
    public string? CertificateFault { get; init; }

    public DateTimeOffset? CertificateFaultSince { get; init; }
}

/// <summary>Finds what there is to do. Pure: the same facts give the same list.</summary>
public static class WorkItems
{
    /// <summary>Charge points are known to take their time to come back (B9).</summary>
    public static readonly TimeSpan OfflineLongerThan = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2), StaleAtLeast = TimeSpan.FromMinutes(15);

    public static IReadOnlyList<WorkItem> Of(WorkFacts facts, DateTimeOffset now)
    {
        var items = new List<WorkItem>();
        if (facts.StorageFault is { } fault) items.Add(new(WorkKind.Storage, "storage", [], "", fault, facts.StorageFaultSince, fault));
        if (facts.IsSpaceLow) items.Add(new(WorkKind.Space, "space", [], "", "", null, "low"));
        AddCertificates(items, facts, now);
        foreach (var happened in facts.Security)
            items.Add(new(WorkKind.Security, $"security:{happened.ChargePointId}:{happened.Type}", [happened.ChargePointId], happened.ChargePointId,
                happened.TechInfo is null ? happened.Type : $"{happened.Type}: {happened.TechInfo}", happened.FirstAt, Stamp(happened.LastAt)) { Count = happened.Count });
        var findings = new Dictionary<(string Code, string Model), List<(ChargePointSnapshot ChargePoint, Finding Finding)>>();
        foreach (var chargePoint in facts.ChargePoints)
        {
            AddState(items, chargePoint, facts, now);
            foreach (var finding in chargePoint.Findings)
            {
                var key = (finding.Code, $"{chargePoint.Boot?.Vendor} {chargePoint.Boot?.Model}".Trim());
                if (!findings.TryGetValue(key, out var list)) findings[key] = list = [];
                list.Add((chargePoint, finding));
            }
        }
        foreach (var attempt in facts.Refused)
            items.Add(new(WorkKind.Refused, $"refused:{attempt.Identity}:{attempt.RemoteAddress}:{attempt.Reason}", [], attempt.Identity ?? attempt.RemoteAddress,
                attempt.Identity is null ? attempt.Reason : $"{attempt.Reason} (from {attempt.RemoteAddress})", attempt.FirstAt, "refused") { NextStep = attempt.Advice, Count = attempt.Count });
        foreach (var orphan in facts.Orphans)
            items.Add(new(WorkKind.Orphan, $"orphan:{orphan.TransactionId}", [orphan.ChargePointId], orphan.ChargePointId,
                orphan.IdTag is null ? "" : $"id tag {orphan.IdTag}", orphan.At, "orphan") { TransactionId = orphan.TransactionId });
        foreach (var ((code, model), list) in findings) items.Add(OfFinding(code, model, list));
        return [.. items.OrderBy(item => item.Kind).ThenByDescending(item => item.Kind == WorkKind.Finding ? item.ChargePointIds.Length : 0)
            .ThenBy(item => item.Subject, NaturalOrder.Instance).ThenBy(item => item.Key, StringComparer.Ordinal)];
    }

    /// <summary>A line for each certificate that comes near its end, another one as it comes nearer, and one for files that cannot be served.</summary>
    private static void AddCertificates(List<WorkItem> items, WorkFacts facts, DateTimeOffset now)
    {
        if (facts.CertificateFault is { } fault) items.Add(new(WorkKind.Certificate, "certificate:file", [], "", fault, facts.CertificateFaultSince, fault));
        foreach (var certificate in facts.Certificates.Where(certificate => certificate.IsNearItsEnd(now)).DistinctBy(certificate => (certificate.Subject, certificate.ExpiresAt)))
            items.Add(new(WorkKind.Certificate, $"certificate:{certificate.Subject}", [], certificate.Subject, certificate.Words(now), null, $"{Stamp(certificate.ExpiresAt)} {certificate.Band(now)}")
            {
                NextStep = certificate.Use == "authority" ? "Charge points whose certificates it signed will be refused: make or get a new authority in time, and sign their certificates anew."
                    : "Put a new certificate into the files of Ocpp:Tls: it is taken by itself, and no connection ends. Install a new root in the charge points first where they pin it.",
            });
    }

    private static void AddState(List<WorkItem> items, ChargePointSnapshot chargePoint, WorkFacts facts, DateTimeOffset now)
    {
        var id = chargePoint.Id;
        var subject = chargePoint.Name is { } name ? $"{name} ({id})" : id;
        if (!chargePoint.Online)
        {
            if (chargePoint.OfflineSince is { } since && now - since > OfflineLongerThan)
                items.Add(new(WorkKind.Offline, $"offline:{id}", [id], subject, chargePoint.OfflineReason ?? "", since, Stamp(since)));
            return;
        }
        foreach (var connector in chargePoint.Connectors)
            if (connector.IsFaulted)
                items.Add(new(WorkKind.Faulted, $"faulted:{id}:{connector.Id}", [id], subject, Fault(connector), connector.Since, Stamp(connector.Since)) { ErrorCode = connector.ErrorCode.Known });
        var heard = chargePoint.Activity.LastMessageAt is { } last && last > chargePoint.ConnectedAt ? last : chargePoint.ConnectedAt;
        var patience = 3 * facts.HeartbeatOf(id);
        if (chargePoint.IsNotAnswering)
            items.Add(new(WorkKind.NotAnswering, $"not-answering:{id}", [id], subject, $"{chargePoint.UnansweredCalls} commands in a row", chargePoint.ConnectedAt, Stamp(chargePoint.ConnectedAt)));
        else if (heard is { } at && now - at > (patience > StaleAtLeast ? patience : StaleAtLeast))
            items.Add(new(WorkKind.Stale, $"stale:{id}", [id], subject, "", at, Stamp(at)));
        if (chargePoint.ClockOffset is { } offset && offset.Duration() > ClockTolerance)
            items.Add(new(WorkKind.ClockDrift, $"clock:{id}", [id], subject, Offset(offset), null, Math.Round(offset.TotalMinutes).ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>One line for each kind and model: what a vendor should mend is the same at all of its charge points. It counts as changed with a new firmware.</summary>
    private static WorkItem OfFinding(string code, string model, List<(ChargePointSnapshot ChargePoint, Finding Finding)> list)
    {
        var finding = list[0].Finding;
        var firmware = string.Join(' ', list.Select(pair => pair.ChargePoint.Boot?.FirmwareVersion ?? "").Distinct().Order(StringComparer.Ordinal));
        return new(WorkKind.Finding, $"finding:{code}:{model}", [.. list.Select(pair => pair.ChargePoint.Id)], FindingKinds.Find(code) is null ? finding.Title : $"{code} {finding.Title}",
            model, list.Min(pair => pair.Finding.FirstSeenAt), firmware)
        {
            NextStep = finding.Advice, Count = (int)Math.Min(int.MaxValue, list.Sum(pair => (long)pair.Finding.Count)),
        };
    }

    private static string Fault(ConnectorSnapshot connector)
    {
        var where = connector.Id == 0 ? "the whole charge point" : $"connector {connector.Id}";
        var what = string.Join(", ", new[] { connector.ErrorCode.Text is null or "NoError" ? null : connector.ErrorCode.Text, connector.VendorErrorCode, connector.Info }.Where(part => !string.IsNullOrEmpty(part)));
        return what.Length == 0 ? where : $"{where}: {what}";
    }

    private static string Offset(TimeSpan offset)
    {
        var (sign, span) = (offset < TimeSpan.Zero ? "behind" : "ahead", offset.Duration());
        if (span >= TimeSpan.FromDays(730)) return string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays / 365.25:0.#} years {sign}");
        if (span >= TimeSpan.FromDays(3)) return string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} days {sign}");
        return span < TimeSpan.FromHours(2) ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min {sign}") : string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} h {sign}");
    }

    private static string Stamp(DateTimeOffset? at) => at?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "";
}
