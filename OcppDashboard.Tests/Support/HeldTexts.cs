using System.Reflection;
using OcppDashboard.Hosting;

namespace OcppDashboard.Tests.Support;

/// <summary>Looks through everything that services of ours hold, for a text.</summary>
internal static class HeldTexts
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <returns>Where it is held, such as <c>CommandStore.lists…</c>, each owner and field once.</returns>
    public static IReadOnlyList<string> Find(IEnumerable<object> roots, string text)
    {
        var found = new HashSet<string>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Queue<(object Held, string Where)>(roots.Select(root => (root, "")));
        while (open.TryDequeue(out var next))
        {
            var (held, where) = next;
            if (held is string one)
            {
                if (one.Equals(text, StringComparison.OrdinalIgnoreCase)) found.Add(where);
                continue;
            }
            var type = held.GetType();
            if (type.IsPrimitive || type.IsEnum || held is Type or MemberInfo or Task || (!type.IsValueType && !seen.Add(held))) continue;
            if (held is Delegate call)
            {
                foreach (var part in call.GetInvocationList())
                    if (part.Target is { } target && IsWalked(target.GetType())) open.Enqueue((target, where));
            }
            else if (held is Array array)
            {
                if (type.GetElementType() is { IsPrimitive: false })
                    foreach (var item in array)
                        if (item is not null && (item is string || IsWalked(item.GetType()))) open.Enqueue((item, where));
            }
            else if (IsWalked(type))
            {
                for (var declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
                    foreach (var field in declaring.GetFields(Fields))
                        if (!field.FieldType.IsPointer && !field.FieldType.IsByRefLike && field.GetValue(held) is { } value
                            && (value is string || IsWalked(value.GetType())))
                            open.Enqueue((value, IsOurs(declaring) && !IsRecord(declaring) ? $"{declaring.Name}.{field.Name}" : where));
            }
        }
        return [.. found.Order(StringComparer.Ordinal)];
    }

    private static bool IsWalked(Type type) => type.IsArray || typeof(Delegate).IsAssignableFrom(type) || IsOurs(type)
        || type.Namespace is "System.Collections" or "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Collections.Immutable" or "System.Collections.Frozen"
        || type.FullName!.StartsWith("System.ValueTuple", StringComparison.Ordinal);

    private static bool IsOurs(Type type) => type.Assembly == typeof(DashboardApp).Assembly;

    /// <summary>What a record holds is said of whoever holds the record.</summary>
    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;
}
