using System.Reflection;
using System.Text.Json;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Every case of <c>../shared/quirk-cases.json</c> on the whole application: its frames are played, its expectation is checked by <see cref="QuirkChecks"/>.</summary>
public class QuirkCasesTests(QuirkCasesTests.Shared shared) : IClassFixture<QuirkCasesTests.Shared>
{
    /// <summary>One application for all cases: each has a charge point of its own.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        internal TestCentralSystem Central { get; private set; } = null!;

        public async Task InitializeAsync() => Central = await TestCentralSystem.StartAsync();
        public async Task DisposeAsync() => await Central.DisposeAsync();
    }

    public static TheoryData<string> Ids => [.. QuirkChecks.All.Keys];

    [SharedFact]
    public void Every_case_has_a_check_and_every_check_a_case_NeedsShared() => Assert.Equal(Cases().Select(c => c.Id).Order(), QuirkChecks.All.Keys.Order());

    [SharedTheory]
    [MemberData(nameof(Ids))]
    public async Task Case_NeedsShared(string id)
    {
        var steps = Cases().Single(c => c.Id == id).Steps;
        await using var play = new QuirkPlay(shared.Central, id);
        foreach (var step in steps)
        {
            if (QuirkChecks.Before.TryGetValue(id, out var before)) await before(play, step);
            await play.StepAsync(step);
        }
        await QuirkChecks.All[id](play);
        shared.Central.Logs.AssertNothingUnexpected();
    }

    private static IEnumerable<(string Id, string[] Steps)> Cases() =>
        JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf("quirk-cases.json"))).RootElement.EnumerateArray()
            .Select(c => (c.GetProperty("id").GetString()!, c.GetProperty("frames_in").EnumerateArray().Select(step => step.GetString()!).ToArray()));
}

/// <summary>What is checked after the steps of a case: a method for each id, with <c>_</c> in place of <c>-</c>.</summary>
internal static partial class QuirkChecks
{
    public static IReadOnlyDictionary<string, Func<QuirkPlay, Task>> All { get; } = typeof(QuirkChecks).GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
        .Where(method => method.GetCustomAttribute<CheckAttribute>() is not null)
        .ToDictionary(method => method.Name.Replace('_', '-'), method => method.CreateDelegate<Func<QuirkPlay, Task>>());

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class CheckAttribute : Attribute;

    private static void Accepted(QuirkPlay play, int index = 0) => Assert.Equal("Accepted", play.Result(index).GetProperty("status").GetString());
}
