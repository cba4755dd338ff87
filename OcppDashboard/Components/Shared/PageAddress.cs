using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace OcppDashboard.Components.Shared;

/// <summary>
/// Changes the query of the address. The browser confirms an address a round trip later; what is changed meanwhile builds on the last one
/// that was asked for, so that no filter undoes another.
/// </summary>
public static class PageAddress
{
    private static readonly ConditionalWeakTable<NavigationManager, Asked> All = new();

    /// <summary>Sets these parameters and keeps the others; null or empty takes one away.</summary>
    public static void Change(this NavigationManager navigation, params (string Name, object? Value)[] changes)
    {
        var asked = Of(navigation);
        var before = asked.Last ?? navigation.Uri;
        var values = changes.ToDictionary(change => change.Name, change => change.Value is string text && string.IsNullOrWhiteSpace(text) ? null : change.Value);
        var after = navigation.GetUriWithQueryParameters(before, values);
        if (after == before) return;
        asked.Add(after);
        navigation.NavigateTo(after, replace: true);
    }

    /// <summary>A parameter as it was last asked for; null: it is not in the address.</summary>
    public static string? Parameter(this NavigationManager navigation, string name)
    {
        var address = new Uri(Of(navigation).Last ?? navigation.Uri);
        return QueryHelpers.ParseQuery(address.Query).TryGetValue(name, out var value) ? value.ToString() : null;
    }

    private static Asked Of(NavigationManager navigation) => All.GetValue(navigation, manager => new Asked(manager));

    /// <summary>Addresses that were asked for and are not confirmed, oldest first.</summary>
    private sealed class Asked
    {
        private const int Most = 64; // confirmations that never come must not add up
        private readonly Queue<string> waiting = new();

        public Asked(NavigationManager navigation) => navigation.LocationChanged += Confirm;

        public string? Last { get; private set; }

        public void Add(string address)
        {
            if (waiting.Count == Most) waiting.Clear();
            waiting.Enqueue(address);
            Last = address;
        }

        private void Confirm(object? sender, LocationChangedEventArgs change)
        {
            if (waiting.Contains(change.Location))
            {
                while (waiting.Dequeue() != change.Location)
                {
                    // one that was overtaken
                }
            }
            else waiting.Clear(); // a link or the back button
            if (waiting.Count == 0) Last = null;
        }
    }
}
