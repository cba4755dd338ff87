using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OcppDashboard.Commands;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Features.Certificates;

/// <summary>Certificates of charge points from the request to the end: who asked, who signed, what the charge point said. In memory, and kept.</summary>
public sealed class CertificateService : IForgetsChargePoints, IDisposable
{
    private const int LongestChain = 10_000;
    private const int KeptPerChargePoint = 50;
    private const int AutomaticInHour = 3, AutomaticInDay = 10; // a charge point that asks and asks waits for a person
    private static readonly TimeSpan AfterAnswer = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, ImmutableList<KnownCertificate>> books = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, KnownCertificate> bySerial = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock gate = new();
    private readonly CertificateAuthority authority;
    private readonly ChargePointCommands commands;
    private readonly HistoryWriter history;
    private readonly SecurityQueries queries;
    private readonly DashboardSettings settings;
    private readonly TimeProvider time;
    private readonly ILogger<CertificateService> logger;
    private readonly IDisposable subscription;
    private long lastId;

    public CertificateService(
        CertificateAuthority authority, ChargePointCommands commands, ChargePointEvents events, HistoryWriter history, SecurityQueries queries, DashboardSettings settings, TimeProvider time,
        ILogger<CertificateService> logger)
    {
        (this.authority, this.commands, this.history, this.queries, this.settings, this.time, this.logger) = (authority, commands, history, queries, settings, time, logger);
        subscription = events.Subscribe(Happened);
    }

    /// <summary>Signals the id of a charge point one of whose certificates changed.</summary>
    public ChangeFeed<string> Changes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Newest first.</summary>
    public IReadOnlyList<KnownCertificate> Of(string chargePointId) => [.. List(chargePointId).OrderByDescending(known => known.Id)];

    /// <summary>Requests of all charge points that wait for a person.</summary>
    public IReadOnlyList<KnownCertificate> Waiting => [.. books.Values.SelectMany(list => list).Where(known => known.State == CertificateState.Requested).OrderBy(known => known.ChangedAt)];

    public KnownCertificate? Find(long id) => books.Values.SelectMany(list => list).FirstOrDefault(known => known.Id == id);

    /// <summary>The charge point that asked for this certificate and was sent it; null: none. A certificate may carry a serial number as its name (as the security extension has it).</summary>
    public string? SignedFor(X509Certificate2 certificate) => bySerial.TryGetValue(certificate.SerialNumber, out var known)
        && known.State is CertificateState.Signed or CertificateState.Sent or CertificateState.Installed && CertificateText.IsFirst(known.Pem, certificate) ? known.ChargePointId : null;

    /// <summary>Reads what was kept; called once, at start. What was under way when the server stopped can be sent again.</summary>
    public void Restore()
    {
        foreach (var row in queries.Certificates())
        {
            var known = KnownCertificate.From(row);
            if (known.State == CertificateState.Sent) known = known with { State = CertificateState.Signed };
            Index(known);
            books.AddOrUpdate(row.ChargePointId, _ => [known], (_, list) => list.Add(known));
            lastId = Math.Max(lastId, row.Id);
        }
    }

    /// <summary>Signs a request, or takes the certificate that was signed before, and sends it.</summary>
    /// <returns>Why nothing was sent, a sentence; null when it is on its way.</returns>
    public string? Sign(long id, string by)
    {
        if (Find(id) is not { State: CertificateState.Requested or CertificateState.Signed or CertificateState.Rejected } known) return "The request is not there any more.";
        if (known.SerialNumber.Length > 0) return Send(known, by);
        try
        {
            return Send(Put(Signed(known, authority.Sign(known.Pem))), by);
        }
        catch (AuthorityException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Sends a chain that another authority made for a request.</summary>
    /// <returns>Why nothing was sent, a sentence; null when it is on its way.</returns>
    public string? Provide(long id, string pem, string by)
    {
        if (Find(id) is not { State: CertificateState.Requested } known) return "The request is not there any more.";
        if (pem.Length > LongestChain) return $"The chain has {pem.Length} characters; OCPP allows {LongestChain}.";
        using var certificate = CertificateText.First(pem);
        if (certificate is null) return "The text holds no certificate as PEM.";
        var asked = CertificateRequest.LoadSigningRequestPem(known.Pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.Default, RSASignaturePadding.Pkcs1);
        if (!certificate.PublicKey.EncodedKeyValue.RawData.AsSpan().SequenceEqual(asked.PublicKey.EncodedKeyValue.RawData)) return "The first certificate is not for the key of this request. It stands first, its issuers follow.";
        return Send(Put(Signed(known, CertificateText.Tidy(pem))), by);
    }

    /// <summary>A person refuses a request: nothing is sent, the charge point may ask again.</summary>
    public void Refuse(long id, string by)
    {
        if (Find(id) is not { State: CertificateState.Requested } known) return;
        Put(known with { State = CertificateState.Rejected });
        history.Keep(new OccurrenceWrite(known.ChargePointId, time.GetUtcNow(), "Certificate", $"request for {known.Subject} refused by {by}"));
    }

    /// <summary>Its certificates prove nothing any more.</summary>
    public void Forget(string chargePointId)
    {
        lock (gate)
        {
            books.TryRemove(chargePointId, out _);
            foreach (var (serial, known) in bySerial)
                if (known.ChargePointId.Equals(chargePointId, StringComparison.OrdinalIgnoreCase)) bySerial.TryRemove(serial, out _);
        }
    }

    public void Dispose() => subscription.Dispose();

    /// <summary>What a charge point said to a certificate; <see cref="CertificateWatch"/> calls it.</summary>
    internal void Answered(string chargePointId, string use, X509Certificate2 certificate, string pem, CertificateState state)
    {
        var known = List(chargePointId).LastOrDefault(one => one.Use == use && CertificateText.IsSameSerial(one.SerialNumber, certificate.SerialNumber) && one.SerialNumber.Length > 0);
        if (known is null && state == CertificateState.Signed) return; // somebody else's, and never answered
        Put(Described(known ?? New(chargePointId, use), certificate, pem) with { State = state });
    }

    internal void Deleted(string chargePointId, string serialNumber)
    {
        foreach (var known in List(chargePointId).Where(one => one.SerialNumber.Length > 0 && one.State == CertificateState.Installed && CertificateText.IsSameSerial(one.SerialNumber, serialNumber)))
            Put(known with { State = CertificateState.Deleted });
    }

    private string? Send(KnownCertificate known, string by)
    {
        Put(known with { State = CertificateState.Sent }); // before it is: a command to one that is offline ends at once
        commands.Start(known.ChargePointId, new CertificateSignedRequest(known.Pem), by);
        return null;
    }

    private KnownCertificate Signed(KnownCertificate known, string chain)
    {
        using var certificate = CertificateText.First(chain)!;
        return Described(known, certificate, chain) with { State = CertificateState.Signed };
    }

    private static KnownCertificate Described(KnownCertificate known, X509Certificate2 certificate, string pem) => known with
    {
        Pem = pem, Subject = certificate.Subject, SerialNumber = certificate.SerialNumber, NotBefore = certificate.NotBefore.ToUniversalTime(), NotAfter = certificate.NotAfter.ToUniversalTime(),
    };

    private void Happened(ChargePointEvent happened)
    {
        if (happened is not CertificateRequested { Request: var request }) return;
        // one that asks again takes the place of its request before: a charge point repeats it until it is sent a certificate
        var before = List(happened.ChargePointId).LastOrDefault(known => known.State == CertificateState.Requested);
        var known = Put((before ?? New(happened.ChargePointId, KnownCertificate.OfChargePoint)) with { Subject = request.Subject, Pem = request.Pem, State = CertificateState.Requested, NotBefore = happened.At, NotAfter = happened.At });
        // a serial number is only what the charge point says of itself, so a person looks at it
        if (!settings.Security.SignAutomatically || !request.Holder.Equals(happened.ChargePointId, StringComparison.OrdinalIgnoreCase)) return;
        if (MaySignAutomatically(known)) _ = SignLaterAsync(known.Id);
        else if (before is null)
            history.Keep(new OccurrenceWrite(known.ChargePointId, happened.At, "Certificate",
                $"request for {known.Subject} waits for a person: more than {AutomaticInHour} in an hour or {AutomaticInDay} in a day are not signed automatically"));
    }

    private bool MaySignAutomatically(KnownCertificate request)
    {
        var now = time.GetUtcNow();
        var signed = List(request.ChargePointId).Where(known => known.Use == KnownCertificate.OfChargePoint && known.SerialNumber.Length > 0).Select(known => now - known.ChangedAt).ToList();
        return signed.Count(age => age < TimeSpan.FromHours(1)) < AutomaticInHour && signed.Count(age => age < TimeSpan.FromDays(1)) < AutomaticInDay;
    }

    /// <summary>After the answer to the request has left.</summary>
    private async Task SignLaterAsync(long id)
    {
        try
        {
            await Task.Delay(AfterAnswer, time);
            if (Sign(id, "automatic") is { } problem) logger.LogWarning("A certificate was requested and could not be signed automatically: {Problem}", problem);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "Signing a certificate failed");
        }
    }

    private KnownCertificate New(string chargePointId, string use) =>
        new(Interlocked.Increment(ref lastId), chargePointId, use, "", "", "", time.GetUtcNow(), time.GetUtcNow(), CertificateState.Requested, time.GetUtcNow());

    private KnownCertificate Put(KnownCertificate known)
    {
        known = known with { ChangedAt = time.GetUtcNow() };
        lock (gate)
        {
            var list = List(known.ChargePointId);
            var at = list.FindIndex(one => one.Id == known.Id);
            list = at < 0 ? list.Add(known) : list.SetItem(at, known);
            Index(known);
            history.Keep(new RowWrite<CertificateEntity>(known.ToEntity()));
            if (list.Count > KeptPerChargePoint) list = list.Remove(Forgotten(list));
            books[known.ChargePointId] = list;
        }
        Changes.Signal(known.ChargePointId);
        return known;
    }

    /// <summary>The oldest goes when there are too many: one that is neither asked for nor installed before any other.</summary>
    private KnownCertificate Forgotten(ImmutableList<KnownCertificate> list)
    {
        var old = list.Take(list.Count - 1).FirstOrDefault(known => known.State is not (CertificateState.Requested or CertificateState.Installed)) ?? list[0];
        bySerial.TryRemove(KeyValuePair.Create(old.SerialNumber, old));
        history.Keep(new RowWrite<CertificateEntity>(old.ToEntity(), remove: true));
        return old;
    }

    private void Index(KnownCertificate known)
    {
        if (known is { Use: KnownCertificate.OfChargePoint, SerialNumber.Length: > 0 }) bySerial[known.SerialNumber] = known;
    }

    private ImmutableList<KnownCertificate> List(string chargePointId) => books.GetValueOrDefault(chargePointId, []);
}
