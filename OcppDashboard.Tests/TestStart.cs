using System.Runtime.CompilerServices;
using Bunit;
using OcppDashboard.Tests.Browser;
using Xunit.Abstractions;

// One more than CI has processors: the two of the browser wait for much of their time.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
[assembly: TestCollectionOrderer("OcppDashboard.Tests.LongestFirst", "OcppDashboard.Tests")]

namespace OcppDashboard.Tests;

/// <summary>What takes minutes begins first, beside the others, and is not waited for at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => collection.DisplayName switch { BrowserTourCollection.Name => 0, BrowserCollection.Name => 1, _ => 2 }).ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);
}

internal static class TestStart
{
    /// <summary>The programs that tests start live as short as the tests (see the project file).</summary>
    [ModuleInitializer]
    internal static void WatchNoCode() => Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");

    /// <summary>A second is not enough for a redraw where other tests keep both processors busy.</summary>
    [ModuleInitializer]
    internal static void WaitLonger() => BunitContext.DefaultWaitTimeout = Support.RawOcppClient.Deadline;
}
