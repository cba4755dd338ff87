using System.Collections.Immutable;
using System.Text.Json;
using OcppDashboard.Commands.Timeline;

namespace OcppDashboard.Commands;

/// <summary>
/// Which commands of a charge point stay in memory, newest first: all that go on, the last ones, of each action some more, and of the configuration as
/// many as one reading takes. Their payloads stay as far as a budget goes; what is cut away is in the database.
/// </summary>
internal static class RecentCommands
{
    /// <summary>How far to look back in the database.</summary>
    public const int Depth = 200;

    private const int Last = 20, OfEachAction = 6, OfConfiguration = 60;
    private const int Budget = 16 * 1024; // characters of payloads: a whole configuration, and what came after it

    public static ImmutableArray<CommandSnapshot> With(ImmutableArray<CommandSnapshot> list, CommandSnapshot command)
    {
        var builder = ImmutableArray.CreateBuilder<CommandSnapshot>(list.Length + 1);
        var isIn = false;
        foreach (var known in list)
        {
            if (!isIn && known.Id <= command.Id)
            {
                builder.Add(command);
                isIn = true;
            }
            if (known.Id != command.Id) builder.Add(known);
        }
        if (!isIn) builder.Add(command);
        return Trimmed(builder);
    }

    public static ImmutableArray<CommandSnapshot> Merged(ImmutableArray<CommandSnapshot> list, IReadOnlyList<CommandSnapshot> kept)
    {
        var known = list.Select(command => command.Id).ToHashSet();
        return Trimmed([.. list.Concat(kept.Where(command => !known.Contains(command.Id))).OrderByDescending(command => command.Id)]);
    }

    private static ImmutableArray<CommandSnapshot> Trimmed(IReadOnlyList<CommandSnapshot> commands)
    {
        var left = ImmutableArray.CreateBuilder<CommandSnapshot>(commands.Count);
        var counts = new Dictionary<string, int>();
        int over = 0, spent = 0;
        foreach (var command in commands)
        {
            if (!command.IsOver)
            {
                left.Add(command);
                continue;
            }
            var count = counts[command.Action] = counts.GetValueOrDefault(command.Action) + 1;
            var isConfiguration = command.Action is "GetConfiguration" or "ChangeConfiguration";
            if (over >= Last && count > (isConfiguration ? OfConfiguration : OfEachAction)) continue;
            var size = command.RequestJson.Length + (command.ResponseJson?.Length ?? 0);
            var fits = spent + size <= Budget;
            if (fits) spent += size;
            if (!fits && isConfiguration && over >= Last) continue; // without its answer it is of no use any more
            left.Add(fits || over == 0 ? command : Cut(command)); // the newest stays whole until the next: the database may not have it yet
            over++;
        }
        return left.ToImmutable();
    }

    /// <summary>Without lists and objects in its request, and without its answer.</summary>
    private static CommandSnapshot Cut(CommandSnapshot command) => command.IsCut ? command : command with { RequestJson = Short(command.RequestJson), ResponseJson = null, IsCut = true };

    private static string Short(string json)
    {
        const int most = 200;
        if (json.Length <= most) return json;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return "{}";
            var members = document.RootElement.EnumerateObject()
                .Where(member => member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) && member.Value.GetRawText().Length <= most)
                .ToDictionary(member => member.Name, member => member.Value);
            return JsonSerializer.Serialize(members);
        }
        catch (JsonException)
        {
            return "{}";
        }
    }
}
