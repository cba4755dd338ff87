using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Components.Commands;

/// <summary>What has been typed into one field of a payload, and what is wrong with it.</summary>
public sealed class PayloadDraft
{
    /// <summary>Entries of a list that a form takes.</summary>
    public const int MaxItems = 200;

    private PayloadDraft(PayloadField field)
    {
        Field = field;
        Present = field.Required;
        Members = field.Kind == FieldKind.Group ? [.. field.Members.Select(Of)] : [];
        if (field is { Kind: FieldKind.List, Required: true }) AddItem();
    }

    public PayloadField Field { get; }

    /// <summary>As typed; a time is local, <c>yyyy-MM-ddTHH:mm</c> with optional seconds.</summary>
    public string Text { get; set; } = "";

    /// <summary>An optional group is left out until it is asked for.</summary>
    public bool Present { get; set; }

    public ImmutableArray<PayloadDraft> Members { get; }
    public List<PayloadDraft> Items { get; } = [];

    /// <summary>One sentence, or null.</summary>
    public string? Error { get; private set; }

    public static PayloadDraft Of(PayloadField field) => new(field);

    /// <summary>An empty form of a request.</summary>
    public static PayloadDraft Of(Type request) =>
        new(new("", FieldKind.Group, true, null, false, [], PayloadField.Of(request), null));

    public PayloadDraft Member(string name) => Members.First(member => member.Field.Name == name);

    public void AddItem()
    {
        if (Items.Count < MaxItems) Items.Add(new(Field.Item!));
    }

    /// <summary>The first complaint in this field or below it.</summary>
    public string? FirstError => Error ?? Members.Select(m => m.FirstError).FirstOrDefault(e => e is not null) ?? Items.Select(i => i.FirstError).FirstOrDefault(e => e is not null);

    /// <summary>The payload in the specification's order; null when it is left out or wrong, <see cref="FirstError"/> says which.</summary>
    /// <param name="zone">The zone that times were typed in.</param>
    public JsonNode? ToJson(TimeZoneInfo zone)
    {
        Error = null;
        switch (Field.Kind)
        {
            case FieldKind.Group:
                if (!Present) return null;
                var group = new JsonObject();
                foreach (var member in Members)
                    if (member.ToJson(zone) is { } value) group[member.Field.Name] = value;
                return group;
            case FieldKind.List:
                var list = new JsonArray();
                foreach (var item in Items)
                    if (item.ToJson(zone) is { } value) list.Add(value);
                if (list.Count == 0 && Field.Required) Error = $"{Field.Name} needs at least one entry.";
                return list.Count == 0 ? null : list;
            default:
                return Scalar(Field.Kind == FieldKind.Text ? Text : Text.Trim(), zone);
        }
    }

    private JsonNode? Scalar(string text, TimeZoneInfo zone)
    {
        if (text.Length == 0)
        {
            if (Field.Required) Error = $"{Label} is needed.";
            return null;
        }
        if (Field.MaxLength is { } max && text.Length > max) return Wrong($"{Label} has {text.Length} characters; OCPP 1.6 allows {max}.");
        if (Field.IsUrl && TransferAddress.Fault(text) is { } fault) return Wrong(fault);
        return Field.Kind switch
        {
            FieldKind.Whole => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : Wrong($"{Label} is a whole number."),
            FieldKind.Decimal => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? number : Wrong($"{Label} is a number such as 16 or 16.5."),
            FieldKind.YesNo => text == "true",
            FieldKind.Time => LocalInput.Read(text, zone) is { } time ? OcppTimestamp.Format(time) : Wrong($"{Label} is a date and a time."),
            FieldKind.Choice => Field.Options.Contains(text) ? text : Wrong($"{Label} is one of {string.Join(", ", Field.Options)}."),
            _ => text,
        };
    }

    private string Label => Field.Name.Length == 0 ? "Each entry" : Field.Name;

    private JsonNode? Wrong(string error)
    {
        Error = error;
        return null;
    }
}
