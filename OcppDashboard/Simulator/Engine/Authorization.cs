using System.Globalization;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>Who may charge: local list, cache, and the central system (specification 3.5, 4.1).</summary>
internal sealed class Authorization(Device device)
{
    private const int LargestCache = 200;
    private readonly Dictionary<string, IdTagInfo> cache = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IdTagInfo> list = new(StringComparer.OrdinalIgnoreCase);

    private int listVersion;

    /// <summary>0 for an empty list, -1 where lists are not supported or switched off (specification 6.24).</summary>
    public int ListVersion => !device.Settings.Supports(FeatureProfile.LocalAuthListManagement) ? -1 : list.Count == 0 ? 0 : listVersion;

    /// <summary>The verdict on a tag, asked for at the central system unless it may be known here.</summary>
    public async Task<IdTagInfo> AuthorizeAsync(string idTag)
    {
        if (device.IsOnline)
        {
            if (device.Settings.Flag("LocalPreAuthorize") && Known(idTag) is { } known && IsGood(known)) return known;
            var outcome = await device.Calls.CallAsync(new AuthorizeRequest(idTag));
            if (outcome.Response is { IdTagInfo: { } info })
            {
                Learn(idTag, info);
                return info;
            }
            if (outcome.Kind == OutcomeKind.Refused) return new(AuthorizationStatus.Invalid);
        }
        if (device.Settings.Flag("LocalAuthorizeOffline") && Known(idTag) is { } stored && IsGood(stored)) return stored;
        var unknown = Known(idTag) is null && device.Settings.Flag("AllowOfflineTxForUnknownId");
        return new(unknown ? AuthorizationStatus.Accepted : AuthorizationStatus.Invalid);
    }

    public static bool IsAccepted(IdTagInfo info) => info.Status.Is(AuthorizationStatus.Accepted);

    public string? ParentOf(string idTag) => Known(idTag)?.ParentIdTag;

    /// <summary>Keeps what the central system said about a tag, where there is a cache.</summary>
    public void Learn(string idTag, IdTagInfo info)
    {
        if (!device.Settings.Flag("AuthorizationCacheEnabled") || list.ContainsKey(idTag)) return;
        if (cache.Count >= LargestCache && !cache.ContainsKey(idTag)) cache.Remove(cache.Keys.First());
        cache[idTag] = info;
    }

    public ClearCacheStatus ClearCache()
    {
        if (!device.Settings.Flag("AuthorizationCacheEnabled")) return ClearCacheStatus.Rejected;
        cache.Clear();
        return ClearCacheStatus.Accepted;
    }

    public UpdateStatus Update(SendLocalListRequest request)
    {
        if (!device.Settings.Flag("LocalAuthListEnabled")) return UpdateStatus.NotSupported;
        var entries = request.LocalAuthorizationList ?? [];
        if (entries.Count > device.Settings.Integer("SendLocalListMaxLength", int.MaxValue) || request.ListVersion < 0) return UpdateStatus.Failed;
        if (request.UpdateType == UpdateType.Differential && request.ListVersion <= listVersion) return UpdateStatus.VersionMismatch;
        var next = request.UpdateType == UpdateType.Full ? [] : new Dictionary<string, IdTagInfo>(list, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            if (entry.IdTagInfo is { } info) next[entry.IdTag] = info;
            else if (request.UpdateType == UpdateType.Full) return UpdateStatus.Failed; // idTagInfo SHALL be there in a full list
            else next.Remove(entry.IdTag);
        }
        if (next.Count > device.Settings.Integer("LocalAuthListMaxLength", int.MaxValue)) return UpdateStatus.Failed;
        list.Clear();
        foreach (var (tag, info) in next) list[tag] = info;
        listVersion = request.ListVersion;
        device.Log.Add(string.Create(CultureInfo.InvariantCulture, $"local list version {listVersion}, {Quantity.Of(list.Count, "tag")}"));
        return UpdateStatus.Accepted;
    }

    private IdTagInfo? Known(string idTag)
    {
        if (device.Settings.Flag("LocalAuthListEnabled") && list.TryGetValue(idTag, out var listed)) return listed;
        return device.Settings.Flag("AuthorizationCacheEnabled") ? cache.GetValueOrDefault(idTag) : null;
    }

    private bool IsGood(IdTagInfo info) => IsAccepted(info) && !(info.ExpiryDate?.Value < device.Now);
}
