using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Bunit;

namespace OcppDashboard.Tests;

internal static class TestStart
{
    /// <summary>bunit asks for another assembly version of AngleSharp.Diffing than the feed has (docs/adr/0004).</summary>
    [ModuleInitializer]
    internal static void AcceptOlderAssembly() => AssemblyLoadContext.Default.Resolving +=
        (context, name) => name is { Name: "AngleSharp.Diffing", Version: not null } ? context.LoadFromAssemblyName(new AssemblyName(name.Name)) : null;

    /// <summary>A second is not enough for a redraw where other tests keep both processors busy.</summary>
    [ModuleInitializer]
    internal static void WaitLonger() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(20);
}
