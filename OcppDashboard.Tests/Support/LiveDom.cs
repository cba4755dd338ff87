using Bunit;
using Microsoft.AspNetCore.Components;

namespace OcppDashboard.Tests.Support;

internal static class LiveDom
{
    /// <summary>Finds an element and acts on it in one step on the renderer's thread: a live page may be drawn anew in between.</summary>
    public static void Act<TComponent>(this IRenderedComponent<TComponent> component, Action act) where TComponent : IComponent =>
        component.InvokeAsync(act).GetAwaiter().GetResult();
}
