using System.Net;
using System.Net.Sockets;

namespace OcppDashboard.Features.Files.Ftp;

/// <summary>How many may come, and how often one may guess.</summary>
internal sealed class FtpLimits(TimeProvider time)
{
    public const int MaxConnections = 100, MaxPerAddress = 10, MaxFailures = 5;
    private const int MaxRemembered = 4096;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(60);
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, int> connections = [];
    private readonly Dictionary<IPAddress, (int Count, long Last)> failures = [];
    private int total;

    /// <returns>Null when it may come in, and must <see cref="Leave"/>; else what it is told.</returns>
    public FtpReply? Enter(IPAddress address)
    {
        address = Key(address);
        lock (gate)
        {
            if (IsWaiting(address)) return FtpReplies.Blocked;
            var count = connections.GetValueOrDefault(address);
            if (total >= MaxConnections || count >= MaxPerAddress) return FtpReplies.TooMany;
            connections[address] = count + 1;
            total++;
            return null;
        }
    }

    public void Leave(IPAddress address)
    {
        address = Key(address);
        lock (gate)
        {
            total--;
            if (--connections[address] == 0) connections.Remove(address);
        }
    }

    /// <summary>True while an address that guessed too often has to wait; others are not touched.</summary>
    public bool MustWait(IPAddress address)
    {
        lock (gate) return IsWaiting(Key(address));
    }

    public void Failed(IPAddress address)
    {
        address = Key(address);
        lock (gate)
        {
            var count = failures.TryGetValue(address, out var known) && !IsOld(known.Last) ? known.Count : 0;
            if (count == 0 && failures.Count >= MaxRemembered) Forget();
            failures[address] = (count + 1, time.GetTimestamp());
        }
    }

    public void Succeeded(IPAddress address)
    {
        lock (gate) failures.Remove(Key(address));
    }

    private bool IsWaiting(IPAddress address) => failures.TryGetValue(address, out var known) && known.Count >= MaxFailures && !IsOld(known.Last);

    private bool IsOld(long at) => time.GetElapsedTime(at) >= Wait;

    private void Forget()
    {
        foreach (var address in failures.Where(pair => IsOld(pair.Value.Last)).Select(pair => pair.Key).ToList()) failures.Remove(address);
        if (failures.Count >= MaxRemembered) failures.Remove(failures.MinBy(pair => pair.Value.Last).Key);
    }

    /// <summary>Who has one IPv6 address has 2^64 of them.</summary>
    private static IPAddress Key(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return IPAddress.IsLoopback(address) ? address : new(bytes);
    }
}
