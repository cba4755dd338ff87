using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Features.WorkList;
using OcppDashboard.Hosting;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;
using OcppDashboard.Tests.Api.V1;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.ChargePoints;

/// <summary>Whoever holds something for each charge point lets it go when the charge point is removed: nobody is forgotten who forgets.</summary>
public class ForgettingTests
{
    private const string Id = "CP-TO-FORGET";

    /// <summary>Collections with texts as keys that hold no charge points, or whose entries go by themselves. A new one belongs here, or its owner forgets.</summary>
    private static readonly Dictionary<string, string> Others = new()
    {
        ["ApiKeyStore.byHash"] = "hashes of keys, at most ApiKeyStore.Most",
        ["ConfigurationTemplates.all"] = "names of templates",
        ["FileTransfers.open"] = "hashes of secrets",
        ["IdTagStore.tags"] = "id tags", ["UnknownIdTagStore.tags"] = "id tags, at most UnknownIdTagStore.Most",
            ["IdTagAuthorizer.known"] = "id tags",
        ["WorkAcknowledgements.others"] = "lines of the work list that are about no charge point",
        ["ServerCertificateWatch.told"] = "our own certificates",
        ["SettingsPolicy.policies"] = "follows the settings, which are forgotten",
        ["WebhookEventMapper.told"] = "goes with ChargePointRemoved, on its own thread",
        ["RunCapture.links"] = "charge points under a commissioning run: they are not removed",
        ["ConnectionRegistry.current"] = "connections: none is left when a charge point is removed",
        ["RemovalsUnderWay.all"] = "each for the time of its removal",
        ["CommandQueue.lines"] = "ChargePointCommands, its owner, has it forget",
        ["HistoryDatabase.statements"] = "texts of statements", ["HistoryDatabase.keys"] = "goes with the row, in RemoveChargePointWork",
        ["HistoryDatabase.byReference"] = "texts of statements", ["WriterFaults.told"] = "sentences about the database",
        ["KeptReadings.own"] = "stamps of readings, for the time of a write", ["KeptReadings.elsewhere"] = "as own",
        ["CallRouter.routes"] = "actions", ["WireCounters.counters"] = "actions",
        ["KnownIdentities.bySkeleton"] = "of the two stores of charge points and settings, which take it out",
        ["PendingCalls.open"] = "unique ids of CALLs, for the time of a connection",
        ["RunRecorder.<ToRestore>k__BackingField"] = "configuration keys, for the time of a run",
        ["Reservation.<reserved>P"] = "of ChargePointCommands: charge points that a run has are not removed",
        ["ChargePointLink.offers"] = "addresses, for the time of a run",
    };

    [Fact]
    public void Every_collection_by_charge_point_has_an_owner_who_forgets()
    {
        var forgotten = new List<string>();
        foreach (var type in typeof(DashboardApp).Assembly.GetTypes().Where(IsOwner))
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
                if (HasTextKeys(field.FieldType) && !typeof(IForgetsChargePoints).IsAssignableFrom(type)
                    && !Others.ContainsKey($"{type.Name}.{field.Name}"))
                    forgotten.Add($"{type.Name}.{field.Name}");
        Assert.True(forgotten.Count == 0, $"Who forgets a charge point here? {string.Join(", ", forgotten)}");
    }

    [Fact]
    public async Task Every_owner_is_asked()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var asked = central.Get<IEnumerable<IForgetsChargePoints>>().Select(owner => owner.GetType()).ToHashSet();
        Assert.Equal(
            typeof(DashboardApp).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false }
                && typeof(IForgetsChargePoints).IsAssignableFrom(type)).Select(type => type.Name).Order(),
            asked.Select(type => type.Name).Order());
    }

    [Fact]
    public async Task House6_nothing_in_memory_names_a_charge_point_that_was_removed()
    {
        IServiceCollection? registered = null;
        await using var central = await TestCentralSystem.StartAsync(services: services => registered = services);
        using var api = new ApiClient(central);
        (await api.PutAsync($"charge-points/{Id}", """{"name":"Yard","remoteIdTag":"DESK"}""")).Ok();
        await using var client = await central.BootAsync(Id);
        await ChargePointRemovalTests.LiveAsync(central, client);
        await CommandsAsync(central, client);
        await client.CallForResultAsync("StartTransaction",
            """{"connectorId":2,"idTag":"T","meterStart":0,"timestamp":"2026-01-01T00:00:00Z"}""");
        await central.Get<FileTransfers>().OfferUploadAsync(central.Snapshot(Id), FileScheme.Http);
        central.Get<AuthorizationOverrides>().Set(Id, OcppDashboard.Ocpp.Messages.AuthorizationStatus.Blocked);
        central.Get<BootOverrides>().Set(Id, OcppDashboard.Ocpp.Messages.RegistrationStatus.Pending, 10);
        var roots = Roots(central, registered!);
        Assert.True(HeldTexts.Find(roots, Id).Count > 8); // it is seen where it is

        await central.Get<ChargePointRemoval>().RemoveWhollyAsync(Id, deletesHistory: true);
        Assert.Empty(central.Store.All);
        await Eventually.GetAsync(
            () => Task.FromResult(string.Join("; ", HeldTexts.Find(roots, Id).Except(["UnknownIdTagEntity.<ChargePointId>k__BackingField"]))), held =>
                held.Length == 0, "empty memory"); // a tag says where it was shown last
    }

    [Fact]
    public async Task Many_that_come_and_go_leave_the_tables_empty()
    {
        await using var central = await TestCentralSystem.StartAsync();
        for (var i = 0; i < 30; i++)
        {
            await using var client = await central.BootAsync($"MADE-UP-{i}");
            await client.CallForResultAsync("DataTransfer", """{"vendorId":"v"}""");
        }
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => central.Get<ChargePointRemoval>().RemoveWhollyAsync($"MADE-UP-{i}",
            deletesHistory: true)));
        Assert.Equal(0, central.Store.Count);
        await central.ReadAsync(db =>
            Task.FromResult(db.ChargePoints.Count() + db.Messages.Count() + db.Occurrences.Count() + db.MessageBlocks.Count()), rows =>
            rows == 0, "empty tables");
    }

    /// <summary>Commands of each kind that something is remembered of.</summary>
    private static async Task CommandsAsync(TestCentralSystem central, RawOcppClient client)
    {
        var expiry = central.Time.GetUtcNow().AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ",
            System.Globalization.CultureInfo.InvariantCulture);
        (string Action, string Payload, string Answer)[] commands =
        [
            ("SendLocalList", """{"listVersion":1,"updateType":"Full","localAuthorizationList":[]}""", """{"status":"Accepted"}"""),
            ("GetLocalListVersion", "{}", """{"listVersion":1}"""),
            ("ReserveNow", $$"""{"connectorId":1,"expiryDate":"{{expiry}}","idTag":"T","reservationId":7}""", """{"status":"Accepted"}"""),
            ("SetChargingProfile",
                """
                {"connectorId":0,"csChargingProfiles":{"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"ChargePointMaxProfile","chargingProfileKind":"Absolute",
                 "chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16}]}}}
                """, """{"status":"Accepted"}"""),
            ("GetConfiguration", "{}", """{"configurationKey":[{"key":"LocalAuthListMaxLength","readonly":true,"value":"10"}]}"""),
            ("Reset", """{"type":"Soft"}""", """{"status":"Accepted"}"""), // is watched
        ];
        foreach (var (action, payload, answer) in commands)
        {
            var command = central.Commands.Start(Id, action, JsonDocument.Parse(payload).RootElement, "test");
            await client.AnswerAsync(action, answer);
            await central.CommandAsync(command.Id, known => known.ResponseJson is not null);
        }
    }

    private static List<object> Roots(TestCentralSystem central, IServiceCollection registered)
    {
        var provider = central.Get<IServiceProvider>();
        var types = registered.Where(service => service is { Lifetime: ServiceLifetime.Singleton, IsKeyedService: false }
            && !service.ServiceType.ContainsGenericParameters).Select(service => service.ServiceType).Distinct();
        return [.. types.Where(type => !type.IsValueType && (type.Assembly == typeof(DashboardApp).Assembly
            || type.Name == "IHostedService"))
            .SelectMany(type => Made(provider, type)).OfType<object>().Where(service =>
                service.GetType().Assembly == typeof(DashboardApp).Assembly).Distinct(ReferenceEqualityComparer.Instance)];
    }

    /// <summary>None of a type that cannot be made here: what belongs to TLS needs its certificate.</summary>
    private static IEnumerable<object?> Made(IServiceProvider provider, Type type)
    {
        try
        {
            return [.. provider.GetServices(type)];
        }
        catch (InvalidOperationException missing) when (missing.Message.Contains("TLS", StringComparison.Ordinal))
        {
            return [];
        }
    }

    /// <summary>What lives as long as the process. Records are values, pages and reports come and go, the simulator is somebody else.</summary>
    private static bool IsOwner(Type type) => type is { IsClass: true, Namespace: { } space } && type.GetMethod("<Clone>$") is null
        && !type.Name.Contains('<', StringComparison.Ordinal)
        && !new[] { "OcppDashboard.Components", "OcppDashboard.Simulator", "OcppDashboard.Features.Acceptance.Reports", "OcppDashboard.Api",
            "OcppDashboard.Features.Acceptance.Functions", "OcppDashboard.Ocpp.Messages" }
            .Any(left => space.StartsWith(left, StringComparison.Ordinal));

    private static bool HasTextKeys(Type type) => type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type)
        && type.GetGenericTypeDefinition() is var open
        && (open == typeof(Dictionary<,>) || open == typeof(ConcurrentDictionary<,>) || open == typeof(HashSet<>)
            || open.Name.Contains("Dictionary", StringComparison.Ordinal))
        && type.GetGenericArguments()[0] is var key && (key == typeof(string) || key.IsGenericType
            && key.GetGenericArguments().Contains(typeof(string)));
}
